/// Spansets, which stand in braces, and relations.
extension Parser {
  // union        = intersection { "||" intersection } ;
  // intersection = chain { "&&" chain } ;
  // chain        = spanset { arrow spanset } ;
  /// Goes on behind the first spanset.
  mutating func spansets(
    from first: Expression, atLeast power: BindingPower = .union
  ) throws(Diagnostic) -> Expression {
    let start = first.range.lowerBound
    var left = first
    var progress = Progress()
    while let infix = SetOperator(token), infix.power >= power {
      progress.check(token)
      try countOperator()
      guard isBeforeSpanset else { throw missingSpanset(behind: infix) }
      try advance()
      let right = try spansets(from: try spanset(), atLeast: infix.power.tighter)
      let kind: Expression.Kind =
        switch infix.meaning {
        case .either: .either(left, right)
        case .both: .both(left, right)
        case .arrow(let arrow): .arrow(arrow, left, right)
        }
      left = Expression(kind, SourceRange(start, previous.range.upperBound))
    }
    return left
  }

  // spanset = "{" [ predicate ] "}" | "(" union ")" ;
  mutating func spanset() throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    guard isSymbol("(") else {
      let condition = try braces()
      return Expression(.spans(condition), SourceRange(start, previous.range.upperBound))
    }
    try enter()
    try advance()
    guard isSymbol("{") || isSymbol("(") else { throw unexpectedInSpanset() }
    var inner = try spansets(from: try spanset())
    if let infix = InfixOperator(token) { throw comparedSpanset(infix) }
    try expect(symbol: ")")
    leave()
    inner.range = SourceRange(start, previous.range.upperBound)
    return inner
  }

  // relation = ( "parent" | "child" | "ancestor" | "descendant" | "sibling" | "root" | "trace" )
  // "{" [ predicate ] "}" [ "." path ] ;
  /// The word was consumed; a brace follows.
  mutating func relation(_ word: Token) throws(Diagnostic) -> Relatives {
    guard let relation = word.keyword.flatMap({ SpanRelation(rawValue: $0) }) else {
      throw unknownRelation(word)
    }
    let condition = try braces()
    guard isSymbol(".") else {
      return Relatives(relation: relation, condition: condition, field: nil)
    }
    try advance()
    return Relatives(relation: relation, condition: condition, field: try relativesField())
  }

  /// What stands between braces; nil for nothing.
  private mutating func braces() throws(Diagnostic) -> Expression? {
    let open = token
    try enter()
    try advance()
    let condition = isSymbol("}") ? nil : try predicate()
    guard isSymbol("}") else { throw unclosedBrace(open) }
    try advance()
    leave()
    return condition
  }
}

extension Expression {
  /// Whether it is a spanset, or several.
  package var isSpanset: Bool {
    switch kind {
    case .spans, .arrow, .both, .either: true
    default: false
    }
  }
}

/// What is said where spansets and relations are wrong.
extension Parser {
  private func missingSpanset(behind infix: SetOperator) -> Diagnostic {
    Diagnostic(
      "\(infix.spelling) stands between two spansets, and behind it is none", at: token.range,
      hint: "put both sides in braces: {…} \(infix.spelling) {…}")
  }

  /// Whether a brace or a parenthesis follows the token.
  private var isBeforeSpanset: Bool {
    let next = lexer.source.skippingSpace(from: token.range.upperBound)
    return "{(".utf8.contains(lexer.source.byte(at: next))
  }

  private func unexpectedInSpanset() -> Diagnostic {
    unexpected(
      expected: "a spanset in braces", hint: "a spanset's predicate stands in braces: {stage=tool}")
  }

  private func unclosedBrace(_ open: Token) -> Diagnostic {
    if isSymbol("&&") || isSymbol("||") {
      let word = isSymbol("&&") ? "and" : "or"
      return unexpected(
        expected: "\"}\"", hint: "predicates in braces are joined by \"\(word)\"")
    }
    if let infix = SetOperator(token), infix.isSetOnly {
      return unexpected(
        expected: "\"}\"",
        hint: "both sides take braces of their own: {…} \(infix.spelling) {…}")
    }
    if token.kind == .end {
      return Diagnostic(
        "a brace is not closed", at: open.range, hint: "a spanset ends with }: {stage=tool}",
        wantsMore: true)
    }
    if isSymbol(",") {
      return unexpected(expected: "\"}\"", hint: "predicates in braces are joined by \"and\"")
    }
    return unexpected(expected: "\"}\"", hint: hintForMissingAnd())
  }

  private func unknownRelation(_ word: Token) -> Diagnostic {
    let names = SpanRelation.allCases.map(\.rawValue)
    let near = word.keyword.flatMap { nearest($0, among: names) }
    return Diagnostic(
      "there is no relation \(quoted(lexer.source.text(word.range)))", at: word.range,
      hint: near.map { "did you mean \($0){…}?" }
        ?? "before braces stands one of \(names.joined(separator: ", "))")
  }

  /// `a = 1 >> b = 2`, `child{a} ~ {b}`: an operator of spansets where none precedes it.
  func misplacedSetOperator() -> Diagnostic? {
    guard let infix = SetOperator(token), infix.isSetOnly else { return nil }
    let symbol = infix.spelling
    switch infix.meaning {
    case .both:
      return Diagnostic(
        "&& stands between two spansets", at: token.range,
        hint: "predicates are joined by \"and\"; spansets stand in braces: {…} && {…}")
    case .either:
      return Diagnostic(
        "|| stands between two spansets", at: token.range,
        hint: "predicates are joined by \"or\"; spansets stand in braces: {…} || {…}")
    case .arrow:
      let pattern = symbol == "~" ? "; =~ matches a regular expression" : ""
      return Diagnostic(
        "\(symbol) stands between two spansets", at: token.range,
        hint: "put both sides in braces: {…} \(symbol) {…}\(pattern)")
    }
  }

  /// `stage=tool > {b}`.
  func comparedWithSpanset() -> Diagnostic? {
    guard let infix = SetOperator(token), isBeforeSpanset else { return nil }
    return Diagnostic(
      "\(infix.spelling) stands between two spansets, and before it is none", at: token.range,
      hint: "put both sides in braces: {…} \(infix.spelling) {…}")
  }

  /// `child stage=tool`.
  func unbracedRelation() -> Diagnostic? {
    guard case .word(let name) = previous.kind, SpanRelation(rawValue: name.lowercased()) != nil,
      hintForMissingAnd() != nil
    else { return nil }
    return unexpected(
      expected: "\"{\" after \"\(name)\"",
      hint: "a relation's predicate stands in braces: \(name){…}")
  }

  /// `1 + ({a})`.
  func computedSpanset(_ spanset: Expression) -> Diagnostic {
    Diagnostic(
      "a spanset is no operand of an operator", at: spanset.range,
      hint: "count() if (…) counts the spans of which a condition is true")
  }

  /// `({a}) = 5`.
  func comparedSpanset(_ infix: InfixOperator) -> Diagnostic {
    Diagnostic(
      "a spanset is no operand of \(infix.spelling)", at: token.range,
      hint: "a side of an arrow is a spanset: {…} in braces, or several joined by &&, || and arrows"
    )
  }
}
