/// `compare …` or `drift …`: how populations differ in metrics, with tests.
package struct ComparisonStage: Hashable, Sendable {
  package var sides: Sides
  /// What is compared; empty for the metrics that the populations have.
  package var metrics: [ComparedMetric]
  /// What the same inputs have in common on both sides.
  package var pairing: Expression?
  /// What the comparison is made for each value of.
  package var strata: [Expression]
  /// What `with name=value, …` gives.
  package var options: [ComparisonOption]

  package init(
    _ sides: Sides, metrics: [ComparedMetric] = [], pairing: Expression? = nil,
    strata: [Expression] = [], options: [ComparisonOption] = []
  ) {
    self.sides = sides
    self.metrics = metrics
    self.pairing = pairing
    self.strata = strata
    self.options = options
  }

  /// What is compared with what.
  package enum Sides: Hashable, Sendable {
    /// `key a vs b, c`: spans by their value of the key, each candidate with the baseline.
    case values(key: Expression, baseline: Expression, candidates: [Expression])
    /// `{a} vs {b}`
    case populations(baseline: Expression, candidate: Expression)
    /// `previous 7d`: the time range with the same range so much earlier; nil for the range right
    /// before it.
    case previous(Expression?)
    /// `drift key baseline a`: every value of the key with the baseline; nil for the earliest that
    /// is large enough.
    case drift(key: Expression, baseline: Expression?)
  }
}

/// `metric as alias within tolerance higher is better`.
package struct ComparedMetric: Hashable, Sendable {
  package var item: Item
  /// How far apart the sides may be and still count as the same; nil for the metric's own.
  package var tolerance: Expression?
  /// Which way is better; nil for what the metric's name tells.
  package var better: Better?

  package enum Better: String, CaseIterable, Hashable, Sendable { case higher, lower }

  package init(item: Item, tolerance: Expression? = nil, better: Better? = nil) {
    self.item = item
    self.tolerance = tolerance
    self.better = better
  }
}

/// `name=value` behind `with`.
package struct ComparisonOption: Hashable, Sendable {
  /// In lower case.
  package var name: String
  package var value: Expression
  package var range: SourceRange

  package init(name: String, value: Expression, range: SourceRange) {
    self.name = name
    self.value = value
    self.range = range
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}
