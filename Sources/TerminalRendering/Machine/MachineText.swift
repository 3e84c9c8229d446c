import QueryEngine
import TraceModel

/// Values as the machine formats spell them: integers for durations (nanoseconds) and bytes,
/// RFC 3339 for instants, by the clocks of the answer, decimal US dollars for money.
enum MachineText {
  /// Exact decimal dollars of nano-dollars, without trailing zeros: `0.05`, `1.25`, `0`.
  static func money(_ nanodollars: Int64) -> String {
    let (dollars, rest) = nanodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = nanodollars < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(dollars)" }
    return "\(sign)\(dollars).\(withoutTrailingZeros(padded(rest, to: 9)))"
  }

  /// A value as JSON.
  static func json(_ value: Value, _ clock: ResultClock) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number), .duration(let number), .bytes(let number): String(number)
    // A result never holds NaN or an infinity; should one slip through, JSON has no word for it.
    case .double(let number): number.isFinite ? number.description : "null"
    case .string(let text): TraceModel.JSONWriter.string(text)
    case .instant(let time): "\"\(clock.text(of: time))\""
    case .money(let nanodollars): money(nanodollars)
    case .list(let values): "[\(values.map { json($0, clock) }.joined(separator: ","))]"
    }
  }

  /// A value as unquoted text, for CSV and TSV; nil for null.
  ///
  /// Lists are JSON.
  static func plain(_ value: Value, _ clock: ResultClock) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text
    case .instant(let time): clock.text(of: time)
    case .double(let number): number.isFinite ? number.description : nil
    case .boolean, .integer, .duration, .bytes, .money, .list: json(value, clock)
    }
  }
}

/// `digits` up to its last one that is not zero.
func withoutTrailingZeros(_ digits: String) -> String {
  var trimmed = Substring(digits)
  while trimmed.last == "0" { trimmed.removeLast() }
  return String(trimmed)
}

/// A number of at least `width` digits.
func padded(_ number: some BinaryInteger, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
