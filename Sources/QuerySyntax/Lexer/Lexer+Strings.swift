/// Quoted text.
extension Lexer {
  // STRING = '"' { double_quoted | escape } '"' | "'" { single_quoted | escape } "'" ;
  func stringToken(at start: Int) throws(Diagnostic) -> Token {
    let (end, isClosed) = source.endOfString(from: start)
    guard isClosed else {
      let quote = source.text(SourceRange(start, start + 1))
      throw Diagnostic(
        "the string is not closed", at: SourceRange(start, trimmedEnd(start, end)),
        hint: "add \(quote) at its end; a line break inside a string is written \\n")
    }
    var value: [UInt8] = []
    var position = start + 1
    while position < end - 1 {
      if source.bytes[position] == UInt8(ascii: "\\") {
        position = try readEscape(at: position, into: &value)
      } else {
        value.append(source.bytes[position])
        position += 1
      }
    }
    return Token(
      kind: .string(String(decoding: value, as: UTF8.self)), range: SourceRange(start, end))
  }

  // escape = "\" ( "\" | '"' | "'" | "n" | "t" | "r" | "u{" hex { hex } "}" ) ;
  private func readEscape(at start: Int, into value: inout [UInt8]) throws(Diagnostic) -> Int {
    switch source.byte(at: start + 1) {
    case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): value.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "r"): value.append(UInt8(ascii: "\r"))
    case UInt8(ascii: "u") where source.byte(at: start + 2) == UInt8(ascii: "{"):
      return try readScalar(at: start, into: &value)
    case let byte where "\\\"'".utf8.contains(byte): value.append(byte)
    default:
      let length = source.scalar(at: start + 1).byteCount
      let range = SourceRange(start, start + 1 + length)
      let text = source.text(range)
      throw Diagnostic(
        "the string has an unknown escape \(text)", at: range,
        hint: "a backslash itself is written \\\\, so \(text) is \\\(text)")
    }
    return start + 2
  }

  private func readScalar(at start: Int, into value: inout [UInt8]) throws(Diagnostic) -> Int {
    let digits = start + 3
    let end = source.endOfRun(from: digits) { $0.properties.isASCIIHexDigit }
    let hex = source.text(SourceRange(digits, end))
    guard source.byte(at: end) == UInt8(ascii: "}"), hex.utf8.count <= 8,
      let number = UInt32(hex, radix: 16), let scalar = Unicode.Scalar(number)
    else {
      throw Diagnostic(
        "the string has an escape that is no character", at: SourceRange(start, end),
        hint: "write the character's number in hexadecimal, as in \\u{e9}")
    }
    value.append(contentsOf: Character(scalar).utf8)
    return end + 1
  }

  /// Leaves out the white space before `end`, which a caret should not underline.
  private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start + 1, source.bytes[end - 1] <= 0x20 { end -= 1 }
    return end
  }
}
