/// Comparisons of metrics.
extension Parser {
  // compare = "compare" sides [ on ] [ pairing ] [ strata ] [ options ] ;
  // drift   = "drift" path [ "baseline" value ] [ on ] [ pairing ] [ strata ] [ options ] ;
  mutating func comparison() throws(Diagnostic) -> ComparisonStage {
    let isDrift = isKeyword("drift")
    try advance()
    var stage = ComparisonStage(isDrift ? try drift() : try sides())
    if try skipKeyword("on") { stage.metrics = try comparedMetrics() }
    if try skipKeyword("paired") { stage.pairing = try pairing() }
    if try skipKeyword("stratify") { stage.strata = try strata() }
    if try skipKeyword("with") { stage.options = try comparisonOptions() }
    return stage
  }

  // sides = path value "vs" value { "," value }
  //       | population "vs" population
  //       | "previous" [ value ] ;
  private mutating func sides() throws(Diagnostic) -> ComparisonStage.Sides {
    if isSymbol("{") {
      let baseline = try spanset()
      guard try skipKeyword("vs") else {
        throw unexpected(expected: "\"vs\" and the spans to compare with", hint: Self.example)
      }
      guard isSymbol("{") else {
        throw unexpected(expected: "spans in braces after \"vs\"", hint: Self.example)
      }
      return .populations(baseline: baseline, candidate: try spanset())
    }
    if isKeyword("previous") { return try previousRange() }
    let key = try comparedKey()
    let baseline = try value()
    guard isKeyword("vs") else {
      throw unexpected(expected: "\"vs\" and a value to compare with", hint: Self.example)
    }
    try advance(.value)
    let candidates = try list(.value) { (parser) throws(Diagnostic) in try parser.value() }
    return .values(key: key, baseline: baseline, candidates: candidates)
  }

  private mutating func previousRange() throws(Diagnostic) -> ComparisonStage.Sides {
    try advance(.value)
    switch token.kind {
    case .literal(let literal) where !literal.isWord: return .previous(try value())
    case .parameter: return .previous(try value())
    default:
      try reread(.expression)
      return .previous(nil)
    }
  }

  private mutating func drift() throws(Diagnostic) -> ComparisonStage.Sides {
    let start = token.range.lowerBound
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased()) else {
      throw unexpected(
        expected: "a field after \"drift\"",
        hint: "as in drift prompt_version baseline v3 on latency")
    }
    try advance()
    let path = try path(name)
    let key = Expression(.path(path), SourceRange(start, previous.range.upperBound))
    guard isKeyword("baseline") else { return .drift(key: key, baseline: nil) }
    try advance(.value)
    return .drift(key: key, baseline: try value())
  }

  /// Leaves the parser at the token behind, read as a value.
  private mutating func comparedKey() throws(Diagnostic) -> Expression {
    let start = token.range.lowerBound
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased()) else {
      throw unexpected(
        expected: "a field, or spans in braces, after \"compare\"", hint: Self.example)
    }
    guard continuesPath else {
      let path = Path(parts: [name])
      let range = token.range
      try advance(.value)
      return Expression(.path(path), range)
    }
    try advance()
    let path = try path(name)
    let key = Expression(.path(path), SourceRange(start, previous.range.upperBound))
    try reread(.value)
    return key
  }

  /// Whether a dot or a bracket stands behind the token.
  private var continuesPath: Bool {
    let next = lexer.source.skippingSpace(from: token.range.upperBound)
    guard next < lexer.source.end else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: "[")].contains(lexer.source.bytes[next])
  }

  // on       = "on" compared { "," compared } ;
  // compared = item [ "within" value ] [ ( "higher" | "lower" ) "is" "better" ] ;
  private mutating func comparedMetrics() throws(Diagnostic) -> [ComparedMetric] {
    try list { (parser) throws(Diagnostic) in try parser.comparedMetric() }
  }

  private mutating func comparedMetric() throws(Diagnostic) -> ComparedMetric {
    var metric = ComparedMetric(item: try item(before: Self.metricFollowers))
    if isKeyword("within") {
      try advance(.value)
      metric.tolerance = try value()
    }
    if let better = token.keyword.flatMap({ ComparedMetric.Better(rawValue: $0) }) {
      try advance()
      guard try skipKeyword("is"), try skipKeyword("better") else {
        throw unexpected(
          expected: "\"is better\" after \"\(better.rawValue)\"",
          hint: "as in on avg(score.helpful) \(better.rawValue) is better")
      }
      metric.better = better
    }
    return metric
  }

  // pairing = "paired" "by" predicate ;
  private mutating func pairing() throws(Diagnostic) -> Expression {
    guard try skipKeyword("by") else {
      throw unexpected(
        expected: "\"by\" after \"paired\"", hint: "as in paired by input_hash")
    }
    return try predicate()
  }

  // strata = "stratify" "by" predicate { "," predicate } ;
  private mutating func strata() throws(Diagnostic) -> [Expression] {
    guard try skipKeyword("by") else {
      throw unexpected(expected: "\"by\" after \"stratify\"", hint: "as in stratify by model")
    }
    return try list { (parser) throws(Diagnostic) in try parser.predicate() }
  }

  // options = "with" option { "," option } ;
  // option  = WORD "=" value ;
  private mutating func comparisonOptions() throws(Diagnostic) -> [ComparisonOption] {
    try list { (parser) throws(Diagnostic) in try parser.comparisonOption() }
  }

  private mutating func comparisonOption() throws(Diagnostic) -> ComparisonOption {
    let start = token.range.lowerBound
    guard case .word(let name) = token.kind, !Keywords.reserved.contains(name.lowercased()) else {
      throw unexpected(expected: "an option after \"with\"", hint: "as in with alpha=0.01")
    }
    try advance()
    guard isSymbol("=") else {
      throw unexpected(expected: "\"=\" after the option", hint: "as in with alpha=0.01")
    }
    try advance(.value)
    let value = try value()
    return ComparisonOption(
      name: name.lowercased(), value: value,
      range: SourceRange(start, previous.range.upperBound))
  }

  /// What may stand behind a metric.
  private static let metricFollowers: Set<String> = [
    "within", "higher", "lower", "paired", "stratify", "with",
  ]

  private static let example = "as in compare prompt_version v3 vs v4 on p95(latency)"
}

extension Literal {
  fileprivate var isWord: Bool {
    if case .word = value { true } else { false }
  }
}
