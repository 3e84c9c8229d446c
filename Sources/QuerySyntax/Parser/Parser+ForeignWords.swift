/// What to say of words that mean something in other query languages.
extension Parser {
  /// `top 10 by latency`, `fields name`: the first word was meant as a stage, and read as a field.
  func foreignFirstStage() -> Diagnostic? {
    guard case .word(let name) = previous.kind, previous.range.lowerBound == queryStart,
      let stage = ForeignWords.stages[name.lowercased()]
    else { return nil }
    return Diagnostic(
      "unknown stage \(quoted(name))", at: previous.range, hint: "did you mean \(quoted(stage))?")
  }

  private var queryStart: Int { lexer.source.skippingSpace(from: 0) }

  /// What to write for a word that is no stage.
  func hintForForeignWord(_ keyword: String) -> String? {
    if let example = ForeignWords.operators[keyword] { return "as in \(example)" }
    if ForeignWords.units.contains(keyword), case .literal = previous.kind {
      return "a unit stands right behind its number: 1h, 500ms"
    }
    if isBeforeParenthesis {
      return "what is computed is selected: select \(lexer.source.text(token.range))(…)"
    }
    return nil
  }

  var isBeforeParenthesis: Bool {
    let end = token.range.upperBound
    return end < lexer.source.end && lexer.source.bytes[end] == UInt8(ascii: "(")
  }

  /// `input contains …` for `"…" in input`.
  func hintForContaining(_ left: Expression) -> String? {
    guard case .string(let text) = left.kind, case .word(let name) = token.kind else { return nil }
    return "write \(name) contains \(quotedString(text))"
  }

  var isForeignNothing: Bool { token.keyword.map { ForeignWords.nothing.contains($0) } ?? false }
}
