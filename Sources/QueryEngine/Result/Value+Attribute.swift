import TraceModel

extension Value {
  /// The value of an attribute.
  ///
  /// A map shows as JSON text, bytes as base64, as OTLP writes them; an attribute with nothing set,
  /// NaN and infinities are null.
  init(_ attribute: AttributeValue) {
    self =
      switch attribute {
      case .string(let text): .string(text)
      case .boolean(let flag): .boolean(flag)
      case .integer(let number): .integer(number)
      case .double(let number): Value(finite: number)
      case .bytes(let bytes): .string(base64(bytes))
      case .array(let elements): .list(elements.map { Value($0) })
      case .map: .string(json(attribute))
      case .empty: .null
      }
  }
}

/// An attribute's value as JSON.
private func json(_ attribute: AttributeValue) -> String {
  switch attribute {
  case .string(let text): return quoted(text)
  case .boolean(let flag): return flag ? "true" : "false"
  case .integer(let number): return String(number)
  case .double(let number): return number.isFinite ? String(number) : "null"
  case .bytes(let bytes): return quoted(base64(bytes))
  case .array(let elements): return "[" + elements.map(json).joined(separator: ",") + "]"
  case .map(let entries):
    let members = entries.map { quoted($0.key) + ":" + json($0.value) }
    return "{" + members.joined(separator: ",") + "}"
  case .empty: return "null"
  }
}

private func quoted(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\n": json += "\\n"
    case "\r": json += "\\r"
    case "\t": json += "\\t"
    case "\u{0}"..."\u{1f}":
      let digits = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}

private let base64Digits = Array(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// RFC 4648, with padding.
private func base64(_ bytes: [UInt8]) -> String {
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for digit in 0..<4 {
      let index = bits >> (18 - 6 * digit) & 63
      text.append(digit <= group.count ? base64Digits[index] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
