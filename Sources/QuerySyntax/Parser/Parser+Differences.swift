/// Comparisons of populations.
extension Parser {
  // diff = "diff" population [ "vs" population ] [ "top" value ] ;
  mutating func difference() throws(Diagnostic) -> Difference {
    try advance()
    let first = try population(behind: "diff")
    var second: Expression?
    if try skipKeyword("vs") { second = try population(behind: "vs") }
    guard isKeyword("top") else { return Difference(first: first, second: second, count: nil) }
    try advance(.value)
    return Difference(first: first, second: second, count: try value())
  }

  // population = "{" [ predicate ] "}" ;
  private mutating func population(behind word: String) throws(Diagnostic) -> Expression {
    guard isSymbol("{") else {
      throw unexpected(
        expected: "spans in braces after \"\(word)\"",
        hint: "as in diff {status=error} vs {status=ok} top 10")
    }
    return try spanset()
  }
}
