/// All that a report is made from: columns of numbers, and counts.
package struct ComparisonInput: Sendable {
  package var baseline: ComparisonReport.Population
  package var candidate: ComparisonReport.Population
  package var metrics: [MetricInput]
  /// Attributes other than those compared, with their values' counts.
  package var mix: [MixInput] = []
  package var shape: ShapeInput?
  package var causes: [CauseInput] = []
  package var options = ComparisonOptions()

  package init(
    baseline: ComparisonReport.Population, candidate: ComparisonReport.Population,
    metrics: [MetricInput]
  ) {
    self.baseline = baseline
    self.candidate = candidate
    self.metrics = metrics
  }
}

package struct ComparisonOptions: Hashable, Sendable {
  package var alpha = 0.05
  package var confidence = 0.95
  package var resamples = 2_000
  package var seed: UInt64 = 1
  /// What the units of the samples are: `trace`, `session`, `user`.
  package var unit = "trace"

  package init() {}
}

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

  package init(values: [Double], units: [Int32], unitCount: Int, missing: Int = 0) {
    self.values = values
    self.units = units
    self.unitCount = unitCount
    self.missing = missing
  }
}

/// How often each value of an attribute is on each side; a missing value is one of them.
package struct MixInput: Sendable {
  package var attribute: String
  package var counts: [MetricComparison.CategoryCount]

  package init(attribute: String, counts: [MetricComparison.CategoryCount]) {
    self.attribute = attribute
    self.counts = counts
  }
}

/// A metric's mean for each value of an attribute on each side.
package struct CauseInput: Sendable {
  package var metric: String
  package var attribute: String
  package var groups: [Group]

  package init(metric: String, attribute: String, groups: [Group]) {
    self.metric = metric
    self.attribute = attribute
    self.groups = groups
  }

  package struct Group: Sendable {
    package var value: String
    package var baselineCount: Double
    package var baselineMean: Double
    package var candidateCount: Double
    package var candidateMean: Double

    package init(
      value: String, baselineCount: Double, baselineMean: Double, candidateCount: Double,
      candidateMean: Double
    ) {
      self.value = value
      self.baselineCount = baselineCount
      self.baselineMean = baselineMean
      self.candidateCount = candidateCount
      self.candidateMean = candidateMean
    }
  }
}

/// The shapes of the traces of both sides.
///
/// All that is asked of a trace's shape follows from its exact form, of which there are far fewer
/// than traces: so forms with counts are all the tests need.
package struct ShapeInput: Sendable {
  /// What spans are called: `generation`, `tool:search`.
  package var labels: [String]
  package var forms: [Form]

  package init(labels: [String], forms: [Form]) {
    self.labels = labels
    self.forms = forms
  }

  package struct Form: Sendable {
    /// The spans in preorder, children by their start: an index into the labels, and the depth.
    package var nodes: [Node]
    package var baselineCount: Int
    package var candidateCount: Int
    /// A trace of that form, of the candidate's if there is one.
    package var exemplar: String?

    package init(
      nodes: [Node], baselineCount: Int, candidateCount: Int, exemplar: String? = nil
    ) {
      self.nodes = nodes
      self.baselineCount = baselineCount
      self.candidateCount = candidateCount
      self.exemplar = exemplar
    }
  }

  package struct Node: Hashable, Sendable {
    package var label: Int32
    package var depth: Int32
    package var isError: Bool

    package init(label: Int32, depth: Int32, isError: Bool) {
      self.label = label
      self.depth = depth
      self.isError = isError
    }
  }
}
