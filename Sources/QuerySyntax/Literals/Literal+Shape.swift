/// What a literal's characters say it is.
extension Literal {
  /// The literal that a text stands for in value position, as for the value of a parameter that
  /// a command line brings: `2s` is a duration, `gpt-4o` a word.
  package init(typing text: String) throws(Diagnostic) {
    let range = SourceRange(0, text.utf8.count)
    self = try Self.shaped(text, at: range) ?? Literal(text: text, value: .word(text))
  }

  /// `true`, `false` or `null`.
  static func constant(_ text: String) -> Literal? {
    switch text.lowercased() {
    case "true": Literal(text: text, value: .boolean(true))
    case "false": Literal(text: text, value: .boolean(false))
    case "null": Literal(text: text, value: .null)
    default: nil
    }
  }

  /// A text that has a literal's shape, or nil.
  ///
  /// Throws for one that has the shape but no value, such as a number that is too large: taking
  /// it for a word would hide the mistake.
  static func shaped(_ text: String, at range: SourceRange) throws(Diagnostic) -> Literal? {
    if let constant = constant(text) { return constant }
    let bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    guard let value = try value(of: bytes[(isNegative ? 1 : 0)...], isNegative, at: range)
    else { return nil }
    return Literal(text: text, value: value)
  }

  private static func value(
    of bytes: ArraySlice<UInt8>, _ isNegative: Bool, at range: SourceRange
  ) throws(Diagnostic) -> Value? {
    if bytes.first == UInt8(ascii: "$") {
      return try amount(bytes.dropFirst(), isNegative, at: range)
    }
    guard let first = bytes.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else {
      return nil
    }
    if !isNegative, let instant = try Instant.read(bytes, at: range) { return instant }
    do {
      return try Quantity.read(bytes)?.value(isNegative: isNegative)
    } catch {
      throw error.diagnostic(String(decoding: bytes, as: UTF8.self), at: range)
    }
  }

  // AMOUNT = "$" decimal ;
  private static func amount(
    _ bytes: ArraySlice<UInt8>, _ isNegative: Bool, at range: SourceRange
  ) throws(Diagnostic) -> Value? {
    guard let (decimal, rest) = Decimal.read(bytes), rest.isEmpty else { return nil }
    do {
      return .money(try decimal.scaled(by: 1_000_000_000, unit: .money, isNegative: isNegative))
    } catch {
      throw error.diagnostic("$" + String(decoding: bytes, as: UTF8.self), at: range)
    }
  }

  /// Whether a bare word is quantities joined by an operator (`2s+1s`): surely arithmetic, where
  /// `1-2` and `google/gemini-2.5` are a version and a name.
  static func looksLikeArithmetic(_ text: String) -> Bool {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { "+-*/".utf8.contains($0) }
    guard parts.count > 1 else { return false }
    var hasUnit = false
    for part in parts {
      guard let value = try? value(of: Array(part)[...], false, at: SourceRange(0, 0))
      else { return false }
      switch value {
      case .duration, .bytes, .money: hasUnit = true
      case .integer, .double, .percent: break
      default: return false
      }
    }
    return hasUnit
  }
}
