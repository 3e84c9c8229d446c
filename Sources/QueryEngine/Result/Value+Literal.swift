extension Value {
  /// The value as a query writes it, to the last digit: `1m30s`, `2.5s`, `1.5MB`, `$0.05`.
  ///
  /// Of types that have no literals, what they are.
  var literal: String {
    switch self {
    case .null: "null"
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .double(let number): Self.withoutPoint(number)
    case .string(let text): text
    case .duration(let number): Self.signed(number) { Self.duration($0) }
    case .bytes(let number): Self.signed(number) { Self.bytes($0) }
    case .money(let number): Self.signed(number) { "$" + Self.decimal($0, over: 1_000_000_000) }
    case .instant, .list: PlanText.text(of: self)
    }
  }

  private static func withoutPoint(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func signed(_ number: Int64, _ text: (UInt64) -> String) -> String {
    (number < 0 ? "-" : "") + text(number.magnitude)
  }

  private static func duration(_ nanoseconds: UInt64) -> String {
    let second: UInt64 = 1_000_000_000
    let (minutes, rest) = nanoseconds.quotientAndRemainder(dividingBy: 60 * second)
    guard minutes > 0 else { return seconds(rest) }
    let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return (hours > 0 ? "\(hours)h" : "") + (minute > 0 ? "\(minute)m" : "")
      + (rest > 0 ? decimal(rest, over: second) + "s" : "")
  }

  /// Less than a minute.
  private static func seconds(_ nanoseconds: UInt64) -> String {
    let units: [(UInt64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")]
    guard nanoseconds > 0 else { return "0s" }
    for (unit, name) in units where nanoseconds >= unit {
      return decimal(nanoseconds, over: unit) + name
    }
    return "\(nanoseconds)ns"
  }

  private static func bytes(_ count: UInt64) -> String {
    let units: [(UInt64, String)] = [
      (1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"),
    ]
    for (unit, name) in units where count >= unit { return decimal(count, over: unit) + name }
    return "\(count)B"
  }

  /// A quotient by a power of ten, exact.
  private static func decimal(_ number: UInt64, over unit: UInt64) -> String {
    let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
    guard rest > 0 else { return "\(whole)" }
    // A digit more keeps the zeros behind the point.
    var digits = String(unit + rest).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}
