/// Reads the numbers of a JSON object such as Langfuse's `usage_details`:
/// `{"input":3,"output":4}`.
///
/// No JSON reader for everything: members whose values are no numbers are passed over, and text
/// that is no object of this kind has no members.
struct NumberMembers {
  private let text: [UInt8]
  private var index = 0

  private init(_ text: String) {
    self.text = Array(text.utf8)
  }

  /// The members that are numbers, in order; those before a fault where there is one.
  static func read(_ text: String) -> [Attribute] {
    var reader = NumberMembers(text)
    return reader.read()
  }

  // object = "{" [ member { "," member } ] "}" ;
  private mutating func read() -> [Attribute] {
    var members: [Attribute] = []
    guard take(UInt8(ascii: "{")) else { return [] }
    // Each turn consumes a comma.
    repeat {
      guard let name = readString(), take(UInt8(ascii: ":")) else { break }
      if let number = readNumber() {
        members.append(Attribute(key: name, value: number))
      } else {
        skipValue()
      }
    } while take(UInt8(ascii: ","))
    return members
  }

  /// A string as it is written; names with escapes match no field.
  private mutating func readString() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < text.count else { return nil }
    index += 1
    return String(decoding: text[start..<(index - 1)], as: UTF8.self)
  }

  private mutating func readNumber() -> AttributeValue? {
    skipWhiteSpace()
    let start = index
    while index < text.count, isNumeric(text[index]) { index += 1 }
    let number = String(decoding: text[start..<index], as: UTF8.self)
    if let integer = Int64(number) { return .integer(integer) }
    return Double(number).map { .double($0) }
  }

  private func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Passes over a value up to the comma or brace that ends it.
  private mutating func skipValue() {
    var depth = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\""):
        if readString() == nil { index = text.count }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return
      default: break
      }
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while index < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[index]) { index += 1 }
  }
}
