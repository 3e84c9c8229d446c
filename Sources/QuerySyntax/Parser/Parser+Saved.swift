/// Saved queries.
extension Parser {
  // saved = SAVED { KEY "=" value } ;
  mutating func savedReference() throws(Diagnostic) -> SavedReference? {
    guard case .saved(let name) = token.kind else { return nil }
    let start = token.range.lowerBound
    try advance()
    var arguments: [SavedReference.Argument] = []
    while let argument = try argument() { arguments.append(argument) }
    if ["and", "or", "not"].contains(token.keyword) {
      throw unexpected(expected: "a stage", hint: Self.hintForFilter)
    }
    return SavedReference(
      name: name, arguments: arguments, range: SourceRange(start, previous.range.upperBound))
  }

  // KEY = NAME - CONSTANT ;
  /// The words that open a stage name parameters, too: there is no stage with a `=`.
  private mutating func argument() throws(Diagnostic) -> SavedReference.Argument? {
    guard case .word(let name) = token.kind, let keyword = token.keyword else { return nil }
    let isReserved = Keywords.reserved.contains(keyword)
    let start = token.range.lowerBound
    if isReserved, !isBeforeEqualSign { return nil }
    try advance()
    guard isSymbol("=") else {
      throw unexpected(
        expected: "\"=\" and a value for $\(name), or a stage", hint: Self.hintForFilter)
    }
    try advance(.value)
    let value = try value()
    return SavedReference.Argument(
      name: name, value: value, range: SourceRange(start, previous.range.upperBound))
  }

  private var isBeforeEqualSign: Bool {
    var lexer = lexer
    return (try? lexer.next(.expression))?.kind == .symbol("=")
  }

  private static let hintForFilter = "to filter the spans of a saved query further, write where"
}
