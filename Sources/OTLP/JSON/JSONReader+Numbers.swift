extension JSONReader {
  /// Passes over a number and checks its grammar; gives its bytes.
  // number = [ "-" ] ( "0" | nonzero digits ) [ "." digits ] [ ( "e" | "E" ) [ sign ] digits ] ;
  mutating func scanNumber() throws(OTLPError) -> Range<Int> {
    let start = offset
    takeOptional(UInt8(ascii: "-"))
    if !takeOptional(UInt8(ascii: "0")) { try takeDigits() }
    if takeOptional(UInt8(ascii: ".")) { try takeDigits() }
    if takeOptional(UInt8(ascii: "e")) || takeOptional(UInt8(ascii: "E")) {
      if !takeOptional(UInt8(ascii: "+")) { takeOptional(UInt8(ascii: "-")) }
      try takeDigits()
    }
    return start..<offset
  }

  @discardableResult
  private mutating func takeOptional(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func takeDigits() throws(OTLPError) {
    let start = offset
    while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
    if offset == start { throw unexpected("a value") }
  }

  /// Finds the text of a number, written as a number or in quotes; nil for `null`.
  private mutating func numberText(_ name: WireName) throws(OTLPError) -> Range<Int>? {
    switch try peek() {
    case UInt8(ascii: "\""): try scanString().range
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
    default:
      if try takeNull() { nil } else { throw try mismatch(name, expected: "a number") }
    }
  }

  /// Reads an integer of type `Value`; nil for `null`.
  ///
  /// One outside of the type's range is a
  /// `Rejection` of `kind`.
  mutating func readInteger<Value: FixedWidthInteger>(
    _ name: WireName, as type: Value.Type = Value.self, otherwise kind: Rejection.Kind = .type
  ) throws(OTLPError) -> Value? {
    let start = offset
    guard let range = try numberText(name) else { return nil }
    switch DecimalText.read(bytes.span.extracting(range)) {
    case .integer(let negative, let magnitude):
      if !negative, let value = Value(exactly: magnitude) { return value }
      if negative, let signed = Int64(negative: true, magnitude: magnitude),
        let value = Value(exactly: signed)
      {
        return value
      }
      let reason = "\(name.rawValue) \(excerpt(range)) is not from \(Value.min) to \(Value.max)"
      throw invalid(kind, reason, at: start)
    case .otherNumber, .noNumber:
      let type = Value.bitWidth == 64 ? "a 64-bit" : "a 32-bit"
      let reason = "\(name.rawValue) \(excerpt(range)) is not \(type) integer"
      throw invalid(kind, reason, at: start)
    }
  }

  /// Reads a double; nil for `null`.
  ///
  /// Accepts the strings `NaN`, `Infinity` and `-Infinity`, and
  /// numbers in quotes. A number too large for a double is an infinity.
  mutating func readDouble(_ name: WireName) throws(OTLPError) -> Double? {
    let start = offset
    guard let range = try numberText(name) else { return nil }
    let text = String(decoding: bytes[range], as: UTF8.self)
    switch text {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default:
      // `Double.init` also takes hexadecimal, "inf" and a leading plus: not JSON.
      let isDecimal = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
          true
        default: false
        }
      }
      if isDecimal, let value = Double(text) { return value }
      throw invalid(.type, "\(name.rawValue) \(excerpt(range)) is not a number", at: start)
    }
  }

  /// The start of a piece of text, quoted, for a message.
  func excerpt(_ range: Range<Int>) -> String {
    let limit = 40
    let text = String(decoding: bytes[range].prefix(limit), as: UTF8.self)
    return range.count > limit ? "“\(text)…”" : "“\(text)”"
  }
}
