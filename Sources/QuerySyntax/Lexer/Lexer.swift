/// Cuts a query's text into tokens, one at a time, in the mode that the parser asks for.
///
/// The parser drives the mode, since the same characters are a word after `=` and arithmetic
/// elsewhere: `model=gpt-4o` against `latency-ttft`.
struct Lexer: Sendable {
  enum Mode {
    /// Names, operators, and literals that begin with a digit.
    case expression
    /// Bare words, each typed by its shape.
    case value
    /// The part of a path after a dot, where `0` and `and` are names as well.
    case part
  }

  let source: Source
  /// Behind the last token.
  private(set) var position = 0

  init(_ text: String) throws(Diagnostic) {
    source = Source(text)
    guard source.end <= Limits.textByteCount else {
      throw Diagnostic(
        "the query is \(source.end) bytes long; at most \(Limits.textByteCount) are allowed",
        at: SourceRange(0, 0))
    }
  }

  /// Reads the token after the last one.
  mutating func next(_ mode: Mode) throws(Diagnostic) -> Token {
    let start = source.skippingSpace(from: position)
    guard start < source.end else {
      // Where the text stops, not behind the blank lines that may follow.
      return Token(kind: .end, range: SourceRange(position, position))
    }
    let token =
      switch mode {
      case .expression: try expressionToken(at: start)
      case .value: try valueToken(at: start)
      case .part: try partToken(at: start)
      }
    position = token.range.upperBound
    return token
  }

  /// Returns to a position that a token began at.
  mutating func rewind(to position: Int) { self.position = position }

  private func expressionToken(at start: Int) throws(Diagnostic) -> Token {
    let scalar = source.scalar(at: start).scalar
    if scalar.isNameStart { return expressionWord(at: start) }
    if scalar.isDigit { return try numericToken(at: start) }
    switch scalar {
    case "\"", "'": return try stringToken(at: start)
    case "$": return try dollarToken(at: start)
    case "@": return try savedToken(at: start)
    default: return try symbolToken(at: start)
    }
  }

  /// WORD and the constants.
  private func expressionWord(at start: Int) -> Token {
    let range = SourceRange(start, source.endOfRun(from: start) { $0.isNamePart })
    let text = source.text(range)
    if let constant = Literal.constant(text) {
      return Token(kind: .literal(constant), range: range)
    }
    return Token(kind: .word(text), range: range)
  }

  // SAVED = "@" NAME ;
  private func savedToken(at start: Int) throws(Diagnostic) -> Token {
    let name = start + 1
    guard name < source.end, source.scalar(at: name).scalar.isNameStart else {
      throw Diagnostic(
        "unexpected character \"@\"", at: SourceRange(start, name),
        hint: "a saved query is @ and its name; text that holds @ takes quotes")
    }
    let end = source.endOfRun(from: name) { $0.isNamePart }
    return Token(
      kind: .saved(source.text(SourceRange(name, end))), range: SourceRange(start, end))
  }

  // PART = name_part { name_part } ;
  private func partToken(at start: Int) throws(Diagnostic) -> Token {
    let end = source.endOfRun(from: start) { $0.isNamePart }
    guard end > start else { return try expressionToken(at: start) }
    let range = SourceRange(start, end)
    return Token(kind: .word(source.text(range)), range: range)
  }

  /// Longest first, so that `<=` is not read as `<`.
  private static let symbols = [
    "==", "!=", "<=", ">=", "=~", "!~", "(", ")", "[", "]", ",", ".", "|", "=", "<", ">", "+", "-",
    "*", "/", "%",
  ]

  func symbolToken(at start: Int) throws(Diagnostic) -> Token {
    for symbol in Self.symbols where source.bytes[start...].starts(with: symbol.utf8) {
      return Token(kind: .symbol(symbol), range: SourceRange(start, start + symbol.utf8.count))
    }
    throw unexpectedCharacter(at: start)
  }
}
