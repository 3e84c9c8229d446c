/// What the lexer has to say about text that is no token.
extension Lexer {
  /// Characters of other query languages, and what is written here instead.
  private static let replacements = [
    "&": "\"and\" joins predicates", "!": "write \"not\"",
    "{": "text that holds { or } takes quotes", "}": "text that holds { or } takes quotes",
    ":": "\"=\" compares a field with a value", ";": "a query ends where its text does",
    "~": "=~ matches a regular expression", "\u{201C}": "use straight quotes",
    "\u{201D}": "use straight quotes", "\u{2018}": "use straight quotes",
    "\u{2019}": "use straight quotes",
  ]

  func unexpectedCharacter(at start: Int) -> Diagnostic {
    let (scalar, byteCount) = source.scalar(at: start)
    let character = String(Character(scalar))
    // `&&` is one mistake, not two.
    let isDouble = scalar == "&" && source.byte(at: start + 1) == UInt8(ascii: "&")
    let range = SourceRange(start, start + byteCount + (isDouble ? 1 : 0))
    return Diagnostic(
      "unexpected character \(quoted(source.text(range)))", at: range,
      hint: Self.replacements[character])
  }
}
