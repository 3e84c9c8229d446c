import Drift

/// A metric's numbers as a person reads them.
enum MetricText {
  /// A value in its unit; `∅` for none.
  static func value(_ value: Double?, _ unit: MetricComparison.Unit) -> String {
    guard let value else { return HumanText.null }
    return (value < 0 ? sign(of: value, unit) : "") + magnitude(value.magnitude, unit)
  }

  /// A difference: `+120ms`, `−0.3 pp`, `0`.
  static func difference(_ value: Double, _ unit: MetricComparison.Unit) -> String {
    // Between shares a per cent would be read as one of the baseline.
    let text =
      unit == .share
      ? points(value.magnitude) + " pp" : magnitude(value.magnitude, unit)
    return sign(of: value, unit) + text
  }

  /// A part of the baseline: `+21.3%`, `+0.49%`.
  static func relative(_ value: Double) -> String {
    sign(of: value, .share) + brief(value.magnitude * 100) + "%"
  }

  /// A value at a tick of an axis, which is round: `2s`, `$0.1`.
  static func tick(_ value: Double, _ unit: MetricComparison.Unit) -> String {
    let text = Self.value(value, unit)
    guard let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
    let digits = text[point...].dropFirst().prefix(while: \.isNumber)
    let kept = withoutTrailingZeros(String(digits))
    return text[..<point] + (kept.isEmpty ? "" : "." + kept) + text[digits.endIndex...]
  }

  /// `0.05` as `5%`.
  static func percent(_ share: Double) -> String { hundredfold(share) + "%" }

  /// A share in points: `1.3`, `0.019`.
  private static func points(_ share: Double) -> String {
    (share * 100).isFinite ? brief(share * 100) : hundredfold(share)
  }

  /// A hundred times a number, which may be more than there is.
  private static func hundredfold(_ value: Double) -> String {
    (value * 100).isFinite ? significant(value * 100) : HumanUnits.number(value) + " × 100"
  }

  /// A probability: three decimals, which is all that a decision goes by.
  static func probability(_ p: Double?) -> String {
    guard let p else { return "" }
    return p < 0.001 ? "<0.001" : p > 1 ? HumanUnits.number(p) : fixed(p, decimals: 3)
  }

  /// A number with a sign, of no unit.
  static func signed(_ value: Double) -> String {
    sign(of: value, .number) + plain(value.magnitude)
  }

  /// A number of no unit, to three digits.
  static func plain(_ value: Double) -> String {
    value < 0 ? minus + significant(-value) : significant(value)
  }

  /// A time to the minute, in UTC: `2026-11-25 03:10`.
  static func minute(_ nanosecondsSince1970: Int64) -> String {
    String(HumanUnits.instant(nanosecondsSince1970).prefix(16))
  }

  /// The true minus, as wide as a plus.
  private static let minus = "\u{2212}"

  /// None for what shows as zero.
  private static func sign(of value: Double, _ unit: MetricComparison.Unit) -> String {
    let isZero =
      switch unit {
      case .number, .share: value == 0
      case .nanoseconds, .bytes, .nanodollars: value.magnitude < 0.5
      }
    return isZero ? "" : value < 0 ? minus : "+"
  }

  private static func magnitude(_ value: Double, _ unit: MetricComparison.Unit) -> String {
    if unit == .share { return percent(value) }
    // What 64 bits do not hold has no units of its own.
    guard unit != .number, let whole = Int64(exactly: value.rounded()) else {
      return HumanUnits.number(value) + (names[unit] ?? "")
    }
    return switch unit {
    case .nanoseconds: HumanUnits.duration(whole)
    case .bytes: HumanUnits.bytes(whole)
    case .nanodollars: HumanUnits.money(whole)
    case .number, .share: HumanUnits.number(value)
    }
  }

  private static let names: [MetricComparison.Unit: String] = [
    .nanoseconds: "ns", .bytes: " B", .nanodollars: " nano-dollars",
  ]

  /// One decimal, none from a hundred up, and below one two significant digits.
  private static func brief(_ value: Double) -> String {
    guard value >= 1, value < 1e15 else { return significant(value, 2) }
    return trimmed(fixed(value, decimals: value < 100 ? 1 : 0))
  }

  /// Three significant digits: `0.0123`, `5.04`, `21.3`, `1234`.
  private static func significant(_ value: Double, _ count: Int = 3) -> String {
    guard value > 1e-9, value < 1e15 else { return HumanUnits.number(value) }
    var decimals = count - 1
    var bound = 10.0
    while decimals > 0, value >= bound {
      decimals -= 1
      bound *= 10
    }
    bound = 1
    while decimals < 12, value < bound {
      decimals += 1
      bound /= 10
    }
    return trimmed(fixed(value, decimals: decimals))
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let trimmed = withoutTrailingZeros(text)
    return trimmed.last == "." ? String(trimmed.dropLast()) : trimmed
  }

  /// `value`, which is not negative and below 10^15, to so many decimals.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int64((value * scale).rounded())
    guard decimals > 0 else { return String(scaled) }
    let digits = padded(scaled, to: decimals + 1)
    return "\(digits.dropLast(decimals)).\(digits.suffix(decimals))"
  }
}
