/// Comparisons of metrics: what is compared, and how.
extension Parser {
  // on = "on" compared { "," compared } ;
  mutating func comparedMetrics() throws(Diagnostic) -> [ComparedMetric] {
    try list { (parser) throws(Diagnostic) in try parser.comparedMetric() }
  }

  // compared = item [ "within" value ] [ ( "higher" | "lower" ) "is" "better" ] ;
  private mutating func comparedMetric() throws(Diagnostic) -> ComparedMetric {
    var metric = ComparedMetric(item: try item(before: Self.metricFollowers))
    if isKeyword("within") {
      try advance(.value)
      metric.tolerance = try value()
    }
    guard let better = token.keyword.flatMap({ ComparedMetric.Better(rawValue: $0) }) else {
      return metric
    }
    try advance()
    guard try skipKeyword("is"), try skipKeyword("better") else {
      throw unexpected(
        expected: "\"is better\" after \"\(better.rawValue)\"",
        hint: "as in on avg(score.helpful) \(better.rawValue) is better")
    }
    metric.better = better
    try refuseLateTolerance()
    return metric
  }

  // pairing = "paired" "by" predicate ;
  mutating func pairing() throws(Diagnostic) -> Expression {
    guard try skipKeyword("by") else {
      throw unexpected(expected: "\"by\" after \"paired\"", hint: "as in paired by input_hash")
    }
    let pairing = try predicate()
    guard !isSymbol(",") else {
      throw unexpected(
        expected: "a stage", hint: "one thing pairs the two sides; stratify by takes several")
    }
    return pairing
  }

  // strata = "stratify" "by" predicate { "," predicate } ;
  mutating func strata() throws(Diagnostic) -> [Expression] {
    guard try skipKeyword("by") else {
      throw unexpected(expected: "\"by\" after \"stratify\"", hint: "as in stratify by model")
    }
    return try list { (parser) throws(Diagnostic) in try parser.predicate() }
  }

  // options = "with" option { "," option } ;
  mutating func comparisonOptions() throws(Diagnostic) -> [ComparisonOption] {
    let options = try list { (parser) throws(Diagnostic) in try parser.comparisonOption() }
    try refuseBareOption()
    return options
  }

  // option = WORD "=" value ;
  private mutating func comparisonOption() throws(Diagnostic) -> ComparisonOption {
    let start = token.range.lowerBound
    guard let name = comparableName else {
      throw unexpected(expected: "an option", hint: "as in with alpha=0.01, seed=7")
    }
    try advance()
    guard isSymbol("=") else {
      throw unexpected(
        expected: "\"=\" after the option \"\(name)\"", hint: "as in with alpha=0.01, seed=7")
    }
    try advance(.value)
    let value = try value()
    return ComparisonOption(
      name: name.lowercased(), value: value,
      range: SourceRange(start, previous.range.upperBound))
  }

  /// What may stand behind a metric.
  private static let metricFollowers: Set<String> = [
    "within", "higher", "lower", "paired", "stratify", "with", "on",
  ]
}
