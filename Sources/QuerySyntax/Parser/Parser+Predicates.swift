/// Predicates: what is true or false of a span.
extension Parser {
  // predicate   = conjunction { "or" conjunction } ;
  // conjunction = negation { "and" negation } ;
  // negation    = "not" negation | union | comparison ;
  mutating func predicate() throws(Diagnostic) -> Expression { try expression(atLeast: .or) }

  // comparison = sum [ comparator right | membership | range | absence ] ;
  /// All operators pass here, by the table of binding powers.
  ///
  /// An operator looser than `power` is left to the caller.
  mutating func expression(atLeast power: BindingPower) throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    var left = try prefix(atLeast: power)
    if left.isSpanset {
      guard power <= .union else { throw computedSpanset(left) }
      left = try spansets(from: left)
      if let infix = InfixOperator(token), infix.power >= max(power, .comparison) {
        throw comparedSpanset(infix)
      }
    }
    var hasCompared = false
    var progress = Progress()
    while let infix = InfixOperator(token), infix.power >= power {
      progress.check(token)
      guard !hasCompared || infix.power < .comparison else { throw chained() }
      hasCompared = infix.power == .comparison
      try countOperator()
      let kind = try apply(infix, to: left)
      left = Expression(kind, SourceRange(start, previous.range.upperBound))
    }
    return left
  }

  private mutating func apply(
    _ infix: InfixOperator, to left: Expression
  ) throws(Diagnostic) -> Expression.Kind {
    switch infix.meaning {
    case .or:
      try advance()
      return .or(left, try expression(atLeast: infix.power.tighter))
    case .and:
      try advance()
      return .and(left, try expression(atLeast: infix.power.tighter))
    case .arithmetic(let arithmetic):
      try advance()
      return .arithmetic(arithmetic, left, try expression(atLeast: infix.power.tighter))
    case .comparison(let comparison): return try compare(left, comparison)
    case .membership: return try membership(of: left, negated: false)
    case .between: return try range(of: left, negated: false)
    case .missing: return try absence(of: left)
    case .negated: return try negated(left)
    }
  }

  /// The operators that `not` may precede.
  private mutating func negated(_ left: Expression) throws(Diagnostic) -> Expression.Kind {
    try advance()
    switch InfixOperator(token)?.meaning {
    case .membership: return try membership(of: left, negated: true)
    case .between: return try range(of: left, negated: true)
    case .comparison(let comparison) where comparison.negatedByWord != nil:
      return try compare(left, comparison.negatedByWord ?? comparison)
    default:
      throw unexpected(
        expected: "\"in\", \"between\", \"contains\", \"icontains\", \"startswith\" or \"like\" "
          + "after \"not\"",
        hint: isNull || isForeignNothing ? "write is not missing" : nil)
    }
  }

  // right = value | "(" predicate ")" ;
  private mutating func compare(
    _ left: Expression, _ comparison: ComparisonOperator
  ) throws(Diagnostic) -> Expression.Kind {
    try advance(.value)
    guard isSymbol("(") else {
      return .comparison(comparison, left, try value(isRightSide: true))
    }
    let start = token
    try enter()
    try advance()
    let right = try predicate()
    try expect(symbol: ")")
    leave()
    try refuseArithmetic(behind: start, isRightSide: true)
    return .comparison(comparison, left, right)
  }

  // membership = [ "not" ] "in" "(" value { "," value } ")" ;
  private mutating func membership(
    of left: Expression, negated: Bool
  ) throws(Diagnostic) -> Expression.Kind {
    try advance()
    guard isSymbol("(") else {
      throw unexpected(
        expected: "\"(\"",
        hint: hintForContaining(left) ?? "a list stands in parentheses: in (a, b)")
    }
    try advance(.value)
    let values = try list(.value) { (parser) throws(Diagnostic) in try parser.value() }
    try expect(symbol: ")")
    return .membership(left, in: values, negated: negated)
  }

  // range = [ "not" ] "between" value "and" value ;
  private mutating func range(
    of left: Expression, negated: Bool
  ) throws(Diagnostic) -> Expression.Kind {
    try advance(.value)
    let lower = try value()
    guard try skipKeyword("and", then: .value) else {
      throw unexpected(expected: "\"and\" after the lower end of \"between\"")
    }
    return .between(left, lower, try value(), negated: negated)
  }

  // absence = "is" [ "not" ] ( "missing" | "null" ) ;
  private mutating func absence(of left: Expression) throws(Diagnostic) -> Expression.Kind {
    try advance()
    let isNegated = try skipKeyword("not")
    guard isKeyword("missing") || isNull else {
      throw unexpected(
        expected: "\"missing\" or \"null\" after \"is\"",
        hint: isForeignNothing ? "write is missing" : "\"=\" compares with a value")
    }
    try advance()
    return .missing(left, negated: isNegated)
  }

  private var isNull: Bool {
    guard case .literal(let literal) = token.kind else { return false }
    return literal.value == .null
  }

  // value = BARE | STRING | PARAM ;
  /// The token was read in value mode.
  mutating func value(isRightSide: Bool = false) throws(Diagnostic) -> Expression {
    let start = token
    let kind: Expression.Kind
    switch token.kind {
    case .literal(let literal): kind = .literal(literal)
    case .string(let text): kind = .string(text)
    case .parameter(let name): kind = .parameter(name)
    default: throw unexpectedValue()
    }
    try refuseGluedDelimiter()
    try advance()
    try refuseArithmetic(behind: start, isRightSide: isRightSide)
    return Expression(kind, start.range)
  }
}
