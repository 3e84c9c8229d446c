/// What the parser has to say about a token that does not fit.
extension Parser {
  /// The token found, in words.
  private var found: String {
    guard token.kind != .end else { return "the end of the query" }
    return quoted(lexer.source.text(token.range))
  }

  func unexpected(expected: String, hint: String? = nil) -> Diagnostic {
    Diagnostic("expected \(expected), found \(found)", at: token.range, hint: hint)
  }

  /// In a stage's place, or behind a predicate that could go on.
  mutating func unexpectedStage() -> Diagnostic {
    let stages = "expected one of the stages " + Keywords.stages.joined(separator: ", ")
    guard let keyword = token.keyword else {
      return unexpected(expected: "a stage", hint: hintForSymbol ?? stages)
    }
    let word = token
    if let hint = hintForMissingAnd() {
      return Diagnostic(
        "expected \"and\", \"or\" or a stage, found \(quoted(lexer.source.text(word.range)))",
        at: word.range, hint: hint)
    }
    return Diagnostic(
      "unknown stage \(found)", at: token.range,
      hint: nearestStage(keyword).map { "did you mean \(quoted($0))?" } ?? stages)
  }

  private var hintForSymbol: String? {
    switch token.kind {
    case .symbol("|") where previous.kind == .symbol("|"): "write \"or\" for ||"
    case .symbol(")"): "no parenthesis is open here"
    case .symbol(","): "lists of values are written in (a, b); predicates are joined by \"and\""
    default: nil
    }
  }

  private func nearestStage(_ word: String) -> String? {
    if let stage = Keywords.foreignStages[word] { return stage }
    // A later word of a stage's name may be missing or wrong, so its first one counts too.
    let candidates = ["and", "or"] + Keywords.stages
    let firstWords = candidates.map { String($0.prefix { $0 != " " }) }
    guard let nearest = nearest(word, among: firstWords + candidates) else { return nil }
    let index = (firstWords + candidates).firstIndex(of: nearest) ?? 0
    return candidates[index % candidates.count]
  }

  /// `stage=tool latency>2s`: the word begins a predicate of its own.
  private mutating func hintForMissingAnd() -> String? {
    guard case .word(let name) = token.kind else { return nil }
    guard !Keywords.reserved.contains(name.lowercased()) else { return nil }
    var ahead = self
    guard (try? ahead.sum()) != nil, let infix = InfixOperator(ahead.token),
      infix.power == .comparison
    else { return nil }
    return "predicates are joined by \"and\": and \(name) \(infix.spelling) …"
  }

  /// A keyword where an operand is due.
  func unexpectedKeyword() -> Diagnostic {
    unexpected(
      expected: "a field, a value or a call",
      hint: isKeyword("not")
        ? "\"not\" stands before a whole predicate; put it in parentheses"
        : "a field of this name is written attr.\(quotedWord), text takes quotes")
  }

  private var quotedWord: String { lexer.source.text(token.range) }

  func unexpectedValue() -> Diagnostic {
    unexpected(
      expected: "a value after \(quoted(lexer.source.text(previous.range)))",
      hint: token.kind == .end
        ? nil : "text that holds one of ( ) [ ] { } | , = < > ! ~ takes quotes")
  }

  /// `a = b = c`, `a < b + c < d`.
  func chained() -> Diagnostic {
    if let infix = InfixOperator(token), infix.power > .comparison {
      return Diagnostic(
        "arithmetic on a comparison", at: token.range,
        hint: "put what is compared in parentheses: (a + b) > (c + d)")
    }
    return Diagnostic(
      "comparisons do not chain", at: token.range,
      hint: "join two with \"and\", or write \"between … and …\"")
  }

  /// A key, a column or an argument is an expression; a comparison takes parentheses there, since
  /// in some places it could be taken for something else.
  func refuseBareComparison() throws(Diagnostic) {
    guard let infix = InfixOperator(token), infix.power <= .comparison else { return }
    throw Diagnostic(
      "unexpected \(found)", at: token.range,
      hint: "a predicate takes parentheses here: (a \(infix.spelling) …)")
  }

  /// `x=2s + 1s`: once the comparison's right side is read, nothing may be added to it.
  mutating func refuseArithmetic(behind start: Token) throws(Diagnostic) {
    guard let infix = InfixOperator(token), infix.power > .comparison else { return }
    var ahead = self
    ahead.restart(at: start)
    let end = (try? ahead.sum()) == nil ? token.range.upperBound : ahead.previous.range.upperBound
    throw lexer.arithmeticValue(at: SourceRange(start.range.lowerBound, end))
  }

  /// `url=https://a.b/?c=d`: a bare word that a delimiter cuts in the middle.
  func refuseGluedDelimiter() throws(Diagnostic) {
    guard case .literal(let literal) = token.kind else { return }
    let source = lexer.source
    let end = token.range.upperBound
    guard end < source.end, "([{=<>!~\"'".utf8.contains(source.bytes[end]) else { return }
    let wordEnd = source.endOfRun(from: end) { !$0.isSpace }
    let whole = SourceRange(token.range.lowerBound, wordEnd)
    let delimiter = source.text(SourceRange(end, end + 1))
    let isCall = delimiter == "("
    throw Diagnostic(
      "the bare word \(quoted(literal.text)) ends at \(delimiter == "\"" ? "a quote" : quoted(delimiter))",
      at: whole,
      hint: isCall
        ? "a call takes parentheses: (\(clipped(literal.text))(…)); text takes quotes"
        : "put the whole value in quotes")
  }
}
