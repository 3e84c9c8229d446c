/// Comparisons of metrics: what is compared with what.
extension Parser {
  // compare = "compare" sides [ on ] [ pairing ] [ strata ] [ options ] ;
  mutating func compare() throws(Diagnostic) -> ComparisonStage {
    try advance()
    return try comparison(of: try sides())
  }

  // drift = "drift" path [ "baseline" value ] [ on ] [ pairing ] [ strata ] [ options ] ;
  mutating func drift() throws(Diagnostic) -> ComparisonStage {
    try advance()
    let start = token.range.lowerBound
    guard let name = comparableName else { throw missingDriftKey() }
    try advance()
    let path = try path(name)
    let key = Expression(.path(path), SourceRange(start, previous.range.upperBound))
    var baseline: Expression?
    if isKeyword("baseline") {
      try advance(.value)
      baseline = try value()
    }
    return try comparison(of: .drift(key: key, baseline: baseline))
  }

  /// What may stand behind the sides, each once and in one order.
  private mutating func comparison(
    of sides: ComparisonStage.Sides
  ) throws(Diagnostic) -> ComparisonStage {
    var stage = ComparisonStage(sides)
    if try skipKeyword("on") { stage.metrics = try comparedMetrics() }
    if try skipKeyword("paired") { stage.pairing = try pairing() }
    if try skipKeyword("stratify") { stage.strata = try strata() }
    if try skipKeyword("with") { stage.options = try comparisonOptions() }
    try refuseMisplacedClause(behind: stage)
    return stage
  }

  // sides = path baseline "vs" value { "," value }
  // | population "vs" population
  // | "previous" [ LITERAL | PARAM ] ;
  private mutating func sides() throws(Diagnostic) -> ComparisonStage.Sides {
    if isSymbol("{") {
      let baseline = try spanset()
      guard try skipKeyword("vs") else { throw missingCandidate(baseline) }
      guard isSymbol("{") else {
        throw unexpected(
          expected: "spans in braces after \"vs\"",
          hint: "as in compare {status=error} vs {status=ok}")
      }
      return .populations(baseline: baseline, candidate: try spanset())
    }
    if isKeyword("previous"), !isBeforeSides { return try previousRange() }
    return try comparedValues()
  }

  private mutating func comparedValues() throws(Diagnostic) -> ComparisonStage.Sides {
    let key = try comparedKey()
    let baseline = try baseline(of: key)
    guard isKeyword("vs") else { throw missingVersus(behind: key, baseline) }
    try advance(.value)
    let candidates = try list(.value) { (parser) throws(Diagnostic) in try parser.value() }
    return .values(key: key, baseline: baseline, candidates: candidates)
  }

  /// Whether a field that is called `previous` is compared by its values.
  private var isBeforeSides: Bool {
    var ahead = self
    guard let key = try? ahead.comparedKey(), (try? ahead.baseline(of: key)) != nil else {
      return false
    }
    return ahead.isKeyword("vs")
  }

  private mutating func previousRange() throws(Diagnostic) -> ComparisonStage.Sides {
    try advance()
    let range = token.range
    let kind: Expression.Kind
    switch token.kind {
    case .literal(let literal): kind = .literal(literal)
    case .parameter(let name): kind = .parameter(name)
    default:
      try refuseDistance()
      return .previous(nil)
    }
    try advance()
    return .previous(Expression(kind, range))
  }

  /// Leaves the parser at the token behind, read as a value.
  ///
  /// A dot or a bracket goes on with the path, even behind white space.
  private mutating func comparedKey() throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    guard let name = comparableName else {
      throw unexpected(
        expected: "a field, or spans in braces, after \"compare\"", hint: Self.comparisonExample)
    }
    try advance(isBeforePart ? .expression : .value)
    let path = try path(name, then: .value)
    return Expression(.path(path), SourceRange(start, previous.range.upperBound))
  }

  // baseline = UNDOTTED | STRING | PARAM ;
  private mutating func baseline(of key: Expression) throws(Diagnostic) -> Expression {
    try refuseComparator(behind: key)
    let end = token.range.upperBound
    do throws(Diagnostic) {
      return try value()
    } catch {
      // What stands behind may be no token outside a value's place: `1.2.3 1.2.4`.
      guard error.range.lowerBound >= end, end > key.range.upperBound else { throw error }
      throw Diagnostic(
        "expected \"vs\" and a value to compare with", at: error.range,
        hint: Self.comparisonExample)
    }
  }

  /// The word that a path may begin with.
  var comparableName: String? {
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased()) else {
      return nil
    }
    return name
  }
}
