import TraceModel

/// A value of a row.
struct Cell {
  enum Kind {
    /// CSV has nothing but text: what it looks like decides.
    case untyped
    case string
    case number
    case boolean
    /// A list or an object of JSON.
    case structure(AttributeValue)
  }

  /// The text of all but structures.
  var text: String
  var kind: Kind

  static func untyped(_ text: String) -> Cell { Cell(text: text, kind: .untyped) }

  /// What an attribute with this value has.
  var attributeValue: AttributeValue {
    switch kind {
    case .string: .string(text)
    case .boolean: .boolean(text == "true")
    case .structure(let value): value
    case .number:
      Int64(text).map { .integer($0) } ?? Double(text).map { .double($0) } ?? .string(text)
    case .untyped: Self.inferred(text)
    }
  }

  /// The text, or the JSON of a structure.
  var payload: String {
    if case .structure(let value) = kind { value.json } else { text }
  }

  // MARK: - Types of CSV

  /// A number where the text is the usual way to write one, `true` and `false`, else a string.
  ///
  /// What a number would lose stays text: `007`, `+49`, `12e45` and integers beyond 64 bits, which
  /// are identifiers as a rule.
  private static func inferred(_ text: String) -> AttributeValue {
    switch text {
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    let shape = NumberShape(text)
    if shape.isInteger, let integer = Int64(text) { return .integer(integer) }
    if shape.isFraction, let double = Double(text), double.isFinite { return .double(double) }
    return .string(text)
  }
}

/// How a text writes a number, if it does.
private struct NumberShape {
  /// `0`, `-12`.
  private(set) var isInteger = false
  /// `0.5`, `1.2e-05`, `1e+20`.
  private(set) var isFraction = false

  // integer = [ "-" ] ( "0" | nonzero { digit } ) ;
  // fraction = integer ( "." digits [ exponent ] | signed exponent ) ;
  init(_ text: String) {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let whole = Self.takeDigits(&rest)
    guard whole.count == 1 || whole.count > 1 && whole.first != UInt8(ascii: "0") else { return }
    isInteger = rest.isEmpty && text != "-0"
    guard let next = rest.popFirst() else { return }
    if next == UInt8(ascii: ".") {
      guard !Self.takeDigits(&rest).isEmpty else { return }
      isFraction =
        rest.isEmpty
        || rest.removeFirst() | 0x20 == UInt8(ascii: "e")
          && Self.takeExponent(&rest, needsSign: false)
    } else {
      isFraction = next | 0x20 == UInt8(ascii: "e") && Self.takeExponent(&rest, needsSign: true)
    }
  }

  private static func takeExponent(_ rest: inout Substring.UTF8View, needsSign: Bool) -> Bool {
    let isSigned = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+")
    if isSigned { rest.removeFirst() }
    return (isSigned || !needsSign) && !takeDigits(&rest).isEmpty && rest.isEmpty
  }

  private static func takeDigits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest[digits.endIndex...]
    return digits
  }
}
