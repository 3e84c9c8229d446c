/// A metric and its values on each side.
package struct MetricInput: Sendable {
  package var name: String
  package var kind: Kind
  package var unit: MetricComparison.Unit
  package var better: MetricComparison.Direction
  /// Nil for the metric's own.
  package var tolerance: Tolerance?
  package var baseline: Sample
  package var candidate: Sample
  /// Whether row i of one side and row i of the other are of the same input.
  package var isPaired: Bool

  package init(
    name: String, kind: Kind, unit: MetricComparison.Unit, better: MetricComparison.Direction,
    tolerance: Tolerance? = nil,
    baseline: Sample, candidate: Sample, isPaired: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.better = better
    self.tolerance = tolerance
    self.baseline = baseline
    self.candidate = candidate
    self.isPaired = isPaired
  }

  /// Whether values stand for more than themselves.
  var isWeighted: Bool { baseline.weights != nil || candidate.weights != nil }

  package enum Kind: Hashable, Sendable {
    /// `latency`
    case distribution
    /// `p95(latency)`, as a fraction: 95 over 100.
    case quantile(Int64, over: Int64)
    /// `avg(cost)`: of all values.
    case mean
    /// `sum(cost)`: the mean over units of the sum of each.
    case meanOfSums
    /// `error_rate()`, a condition: values are 0 or 1.
    case share
    /// Values are indices into the names.
    case categories([String])
  }

  package enum Tolerance: Hashable, Sendable {
    /// A share of the baseline's value.
    case relative(Double)
    /// In the metric's unit.
    case absolute(Double)
  }
}

/// The values of one side.
package struct Sample: Sendable {
  /// Finite.
  package var values: [Double]
  /// What each value belongs to, numbered from 0: values of one unit are not independent.
  package var units: [Int32]
  /// How many units there are, some of which may have no value.
  package var unitCount: Int
  /// Spans without a value.
  package var missing: Int
  /// What values and units stand for; nil where each stands for itself.
  package var weights: SampleWeights?

  package init(values: [Double], units: [Int32], unitCount: Int, missing: Int = 0) {
    self.values = values
    self.units = units
    self.unitCount = unitCount
    self.missing = missing
  }
}
