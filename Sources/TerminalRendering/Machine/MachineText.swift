import QueryEngine

/// Values as the machine formats spell them: integers for durations (nanoseconds) and bytes,
/// RFC 3339 for instants, decimal US dollars for money.
enum MachineText {
  /// Exact decimal dollars of nano-dollars, without trailing zeros: `0.05`, `1.25`, `0`.
  static func money(_ nanodollars: Int64) -> String {
    let (dollars, rest) = nanodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = nanodollars < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(dollars)" }
    return "\(sign)\(dollars).\(withoutTrailingZeros(padded(rest, to: 9)))"
  }

  /// RFC 3339 in UTC, with nanoseconds.
  static func instant(_ nanosecondsSince1970: Int64) -> String {
    CivilTime(nanosecondsSince1970: nanosecondsSince1970).rfc3339
  }

  /// A value as JSON.
  static func json(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let number), .duration(let number), .bytes(let number): String(number)
    // A result never holds NaN or an infinity; should one slip through, JSON has no word for it.
    case .double(let number): number.isFinite ? number.description : "null"
    case .string(let text): jsonString(text)
    case .instant(let time): "\"\(instant(time))\""
    case .money(let nanodollars): money(nanodollars)
    case .list(let values): "[\(values.map(json).joined(separator: ","))]"
    }
  }

  /// A JSON string: quotation marks, backslashes and control characters escaped, the rest as
  /// UTF-8.
  static func jsonString(_ text: String) -> String {
    guard text.utf8.contains(where: needsEscape) else { return "\"\(text)\"" }
    var escaped = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      case "\t": escaped += "\\t"
      case "\0"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped + "\""
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// A value as unquoted text, for CSV and TSV; nil for null.
  ///
  /// Lists are JSON.
  static func plain(_ value: Value) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text
    case .instant(let time): instant(time)
    case .double(let number): number.isFinite ? number.description : nil
    case .boolean, .integer, .duration, .bytes, .money, .list: json(value)
    }
  }
}

/// `digits` up to its last one that is not zero.
func withoutTrailingZeros(_ digits: String) -> String {
  var trimmed = Substring(digits)
  while trimmed.last == "0" { trimmed.removeLast() }
  return String(trimmed)
}
