/// What the lexer has to say about text that is no token.
extension Lexer {
  /// Characters of other query languages, and what is written here instead.
  private static let replacements = [
    "&": "\"and\" joins predicates", "!": "write \"not\"",
    ":": "\"=\" compares a field with a value, status=error; names have dots, event.name",
    "#": "a comment begins with --", ";": "a query ends where its text does",
    "\u{201C}": "use straight quotes",
    "\u{201D}": "use straight quotes", "\u{2018}": "use straight quotes",
    "\u{2019}": "use straight quotes",
  ]

  func unexpectedCharacter(at start: Int) -> Diagnostic {
    let (scalar, byteCount) = source.scalar(at: start)
    let character = String(Character(scalar))
    let range = SourceRange(start, start + byteCount)
    return Diagnostic(
      "unexpected character \(quoted(source.text(range)))", at: range,
      hint: Self.replacements[character])
  }
}
