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
  func unexpectedStage() -> Diagnostic {
    if let misplaced = misplacedSetOperator() { return misplaced }
    if let unbraced = unbracedRelation() { return unbraced }
    if let foreign = foreignFirstStage() { return foreign }
    let stages = "expected one of the stages " + Keywords.stages.joined(separator: ", ")
    guard let keyword = token.keyword else {
      return unexpected(expected: "a stage", hint: hintForSymbol ?? stages)
    }
    if keyword == "explain" {
      return Diagnostic(
        "\"explain\" stands before the query", at: token.range,
        hint: "explain, or explain analyze, and the query behind it")
    }
    if keyword == "from" {
      return Diagnostic(
        "\"from\" stands before the filter", at: token.range,
        hint: "from traces, and what is asked of them behind it")
    }
    if Keywords.foreignOperators.contains(keyword) {
      return Diagnostic(
        "unknown operator \(found)", at: token.range,
        hint:
          "text is compared by contains, icontains, startswith, like, or =~ with a regular expression"
      )
    }
    if let misplaced = misplacedPredicate() { return misplaced }
    return Diagnostic(
      "unknown stage \(found)", at: token.range,
      hint: hintForPipe ?? hintForForeignWord(keyword) ?? nearestStage(keyword).map {
        "did you mean \(quoted($0))?"
      } ?? stages)
  }

  /// `stage=tool latency>2s`, `since 1h latency>2s`.
  private func misplacedPredicate() -> Diagnostic? {
    guard let joined = hintForMissingAnd() else { return nil }
    if previous.kind == .symbol("|"), isBeforeParenthesis {
      return unexpected(
        expected: "a stage",
        hint: "groups are compared by having: group by trace_id having \(predicateStart)")
    }
    switch place {
    case .filter:
      return unexpected(expected: "\"and\", \"or\" or a stage", hint: joined)
    case .stage:
      return unexpected(
        expected: "a stage", hint: "behind a stage, where begins a filter: where \(predicateStart)")
    case .rows(let stage):
      return unexpected(
        expected: "a stage",
        hint: "where filters spans, and stands before \(stage): where \(predicateStart)")
    }
  }

  /// The word that begins a predicate here, and its operator.
  private var predicateStart: String {
    var ahead = self
    _ = try? ahead.sum()
    let infix = InfixOperator(ahead.token)?.spelling ?? "="
    return "\(clipped(lexer.source.text(token.range))) \(infix) …"
  }

  private var hintForSymbol: String? {
    switch token.kind {
    case .symbol(")"): "no parenthesis is open here"
    case .symbol("}"): "no brace is open here"
    case .symbol("("):
      "a function stands before its value, lower(name); text is compared by name startswith chat"
    case .symbol("{"): "spansets are joined by and, or, &&, || and arrows: {…} >> {…}"
    case .symbol(","): "lists of values are written in (a, b); predicates are joined by \"and\""
    case .literal where isBehindDay: "a time follows its date behind a T: 2026-11-03T10:30"
    default: nil
    }
  }

  private var isBehindDay: Bool {
    guard case .literal(let literal) = previous.kind, case .instant = literal.value else {
      return false
    }
    return true
  }

  /// `select count() n`: in other query languages `as` may be left out.
  func refuseBareAlias(
    behind expression: Expression, unlessIn followers: Set<String>
  ) throws(Diagnostic) {
    if !followers.isEmpty { try refuseMissingWithin() }
    guard case .word(let name) = token.kind, let keyword = token.keyword,
      !followers.contains(keyword), !Keywords.reserved.contains(keyword),
      nearestStage(keyword) == nil,
      hintForMissingAnd() == nil
    else { return }
    if expression.printed.lowercased() == "distinct" {
      throw unexpected(
        expected: "a comma, \"as\" or a stage",
        hint: "each value once, with its count: group by \(name) select count()")
    }
    if ForeignWords.calls.contains(expression.printed.lowercased()) {
      throw unexpected(
        expected: "a comma, \"as\" or a stage",
        hint: "an aggregate has parentheses: \(expression.printed)(\(name))")
    }
    throw unexpected(
      expected: "a comma, \"as\" or a stage",
      hint: "a name is given by \"as\": \(clipped(expression.printed)) as \(name)")
  }

  /// `model=a|b`: the bar was meant to be part of the value.
  private var hintForPipe: String? {
    guard previous.kind == .symbol("|"), previous.range.lowerBound > 0,
      previous.range.upperBound == token.range.lowerBound,
      !lexer.source.scalar(at: previous.range.lowerBound - 1).scalar.isSpace
    else { return nil }
    return "a value that holds | takes quotes"
  }

  func nearestStage(_ word: String) -> String? {
    if let stage = ForeignWords.stages[word] { return stage }
    // A later word of a stage's name may be missing or wrong, so its first one counts too.
    let candidates = ["and", "or"] + Keywords.stages
    let firstWords = candidates.map { String($0.prefix { $0 != " " }) }
    guard let nearest = nearest(word, among: firstWords + candidates) else { return nil }
    let index = (firstWords + candidates).firstIndex(of: nearest) ?? 0
    return candidates[index % candidates.count]
  }

  /// `stage=tool latency>2s`: the word begins a predicate of its own.
  func hintForMissingAnd() -> String? {
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased())
    else { return nil }
    var ahead = self
    guard (try? ahead.sum()) != nil, let infix = InfixOperator(ahead.token),
      infix.power == .comparison
    else { return nil }
    return "predicates are joined by \"and\": and \(clipped(name)) \(infix.spelling) …"
  }

  /// Something else where an operand is due.
  func unexpectedOperand() -> Diagnostic {
    let hint: String? =
      switch token.kind {
      case .symbol("{"):
        "a spanset in braces is a predicate; in an aggregate stands a relation: count(child{…})"
      case .symbol("."): "a field stands without a dot, stage; an attribute is written attr.x"
      case .symbol("*") where token.range.lowerBound == lexer.source.skippingSpace(from: 0):
        "all spans are asked where no filter stands: leave it out"
      case .symbol("/"): "a comment begins with --"
      case .symbol("["):
        "a list stands behind in, in parentheses: in (a, b); spans are counted by count(trace{…})"
      case .symbol("*"): "\"*\" stands for all rows in count(*), and nowhere else"
      case .word where isKeyword("and") || isKeyword("or"): "it stands between two predicates"
      case .word where isKeyword("not"):
        "\"not\" stands before a whole predicate; put it in parentheses"
      case .word(let name): "a field of this name is written attr.\(name), text takes quotes"
      default: nil
      }
    return unexpected(expected: "a field, a value or a call", hint: hint)
  }

  func unexpectedValue() -> Diagnostic {
    let hint: String? =
      switch token.kind {
      case .end: nil
      case .symbol(">") where previous.kind == .symbol("<"): "write != for \"not equal\""
      default: "text that holds one of ( ) [ ] { } | , = < > ! ~ takes quotes"
      }
    return unexpected(
      expected: "a value after \(quoted(lexer.source.text(previous.range)))", hint: hint)
  }

  /// `a = b = c`, `a < b + c < d`.
  func chained() -> Diagnostic {
    if let arrow = comparedWithSpanset() { return arrow }
    if let infix = InfixOperator(token), infix.power > .comparison {
      return Diagnostic(
        "arithmetic on a comparison", at: token.range,
        hint: "put what is compared in parentheses: (a + b) > (c + d)")
    }
    return Diagnostic(
      "comparisons do not chain", at: token.range,
      hint: "join two with \"and\", or write \"between … and …\"")
  }

  /// `x=2s+1s`, `x=2s + 1s`, `x>(a) * 2`: arithmetic where a value stands bare would be ambiguous
  /// with dates, versions and names (`2026-11`, `1-2`, `gpt-4o`).
  mutating func refuseArithmetic(behind start: Token, isRightSide: Bool) throws(Diagnostic) {
    var end = start.range.upperBound
    if let infix = InfixOperator(token), infix.power > .comparison {
      var ahead = self
      ahead.restart(at: start)
      let isSum = (try? ahead.sum()) != nil
      end = max(token.range.upperBound, isSum ? ahead.previous.range.upperBound : 0)
    } else {
      guard case .literal(let literal) = start.kind, case .word(let text) = literal.value,
        Literal.looksLikeArithmetic(text)
      else { return }
    }
    let range = SourceRange(start.range.lowerBound, end)
    let text = lexer.source.text(range)
    throw isRightSide
      ? Diagnostic(
        "arithmetic on the right of a comparison takes parentheses", at: range,
        hint: "write (\(clipped(text))), or quotes around it if it is text")
      : Diagnostic(
        "expected a single value, found arithmetic", at: range,
        hint: "work it out first, or put quotes around it if it is text")
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
    let advice =
      switch delimiter {
      case "(": "a call takes parentheses: (\(clipped(literal.text))(…)); text takes quotes"
      case "=", "<", ">", "!", "~": "put the value in quotes, or join comparisons with \"and\""
      default: "put the whole value in quotes"
      }
    throw Diagnostic(
      "the bare word \(quoted(literal.text)) ends at \(delimiter == "\"" ? "a quote" : quoted(delimiter))",
      at: whole, hint: advice)
  }
}
