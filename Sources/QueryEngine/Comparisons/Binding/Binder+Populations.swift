import Drift
import QuerySyntax
import Scanning
import TraceModel

/// `compare …` and `drift …`.
extension Binder {
  /// What is compared.
  ///
  /// The time range is that of the query, and widened where a comparison looks further back.
  mutating func comparisonPlan(
    _ comparison: ComparisonStage, _ stage: Stage, among stages: QueryStages,
    _ timeRange: inout TimeRange
  ) throws(Diagnostic) -> ComparisonPlan {
    if let other = stages.otherThanFilters {
      throw Diagnostic(
        "\(comparison.keyword) has rows of its own, and stands alone behind the filter", at: other,
        hint: "what is compared goes into the filter, the braces, or behind on")
    }
    guard level == .spans || level == .traces else {
      throw Diagnostic(
        "\(comparison.keyword) compares spans or traces, not \(level.rawValue)", at: stage.range)
    }
    // What tells the sides apart is missing on neither.
    let compared = comparedColumns
    comparedColumns = []
    let sides = try sides(of: comparison, stage, &timeRange)
    let defining = comparedColumns.map(\.column)
    comparedColumns = compared
    let metrics = try all(comparison.metrics) { (binder, metric) throws(Diagnostic) in
      try binder.metric(metric)
    }
    try refuseRepeated(metrics, comparison)
    let options = try comparisonOptions(comparison.options)
    let pairing = try comparison.pairing.map { (key) throws(Diagnostic) in
      try pairingKey(key)
    }
    let strata = try strata(comparison)
    comparedColumns = compared
    return ComparisonPlan(
      sides: sides, metrics: metrics.isEmpty ? defaultMetrics() : metrics,
      choosesMetrics: metrics.isEmpty, pairing: pairing, strata: strata,
      options: options.statistics, cluster: options.cluster,
      attributes: comparedAttributes(definedBy: defining)
        + strata.map {
          ComparedAttribute(name: $0.name, scalar: $0.expression, role: .stratum)
        }, range: stage.range)
  }

  private mutating func sides(
    of comparison: ComparisonStage, _ stage: Stage, _ timeRange: inout TimeRange
  ) throws(Diagnostic) -> ComparedSides {
    switch comparison.sides {
    case .values(let key, let baseline, let candidates):
      var populations: [ComparedPopulation] = []
      for value in [baseline] + candidates {
        let population = try population(key, value)
        if populations.contains(where: { $0.value == population.value }) {
          throw Diagnostic(
            "\(population.name) would be compared with itself", at: value.range,
            hint: "write each value once")
        }
        populations.append(population)
      }
      return .populations(populations, key: try comparedKey(key))
    case .populations(let baseline, let candidate):
      return .populations(
        [try population(baseline), try population(candidate)], key: nil)
    case .previous(let distance):
      return .populations(try ranges(distance, stage, &timeRange), key: nil)
    case .drift(let key, let baseline):
      return .everyValue(
        of: try comparedKey(key),
        baseline: try baseline.map { (value) throws(Diagnostic) in try population(key, value) })
    }
  }

  private mutating func comparedKey(_ key: Expression) throws(Diagnostic) -> ComparedKey {
    let scalar = try scalar(key)
    for column in scalar.columns { compare(column) }
    return ComparedKey(name: source(of: key.range), scalar: scalar, range: key.range)
  }

  /// Remembers that a column tells the sides apart.
  private mutating func compare(_ column: ColumnReference) {
    guard !comparedColumns.contains(where: { $0.column == column }) else { return }
    comparedColumns.append(ComparedColumn(column: column, mismatched: []))
  }

  /// The spans of a value of a key.
  private mutating func population(
    _ key: Expression, _ value: Expression
  ) throws(Diagnostic) -> ComparedPopulation {
    guard let constant = try constant(value) else {
      throw Diagnostic("a value is expected here", at: value.range)
    }
    let name = "\(source(of: key.range))=\(constant.text)"
    if case .literal(let literal) = constant, literal.value == .null {
      let condition = Predicate.missing(try scalar(key), negated: false)
      return ComparedPopulation(
        name: name, condition: condition, value: constant.text, range: value.range)
    }
    let range = SourceRange(key.range.lowerBound, value.range.upperBound)
    let condition = try predicate(
      Expression(.comparison(.equal, key, value), range), negated: false)
    return ComparedPopulation(
      name: name, condition: condition, value: constant.text, range: value.range)
  }

  /// The spans of a condition in braces.
  private mutating func population(
    _ spanset: Expression
  ) throws(Diagnostic) -> ComparedPopulation {
    var name = source(of: spanset.range)
    if case .spans(let condition) = spanset.kind {
      name = condition.map { source(of: $0.range) } ?? "all \(level.rawValue)"
    }
    return ComparedPopulation(
      name: name, condition: try conditionInBraces(spanset, negated: false),
      range: spanset.range)
  }
}

extension ComparisonStage {
  /// The word that it begins with.
  var keyword: String { if case .drift = sides { "drift" } else { "compare" } }
}
