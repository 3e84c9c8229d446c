/// All that a report is made from: columns of numbers, and counts.
package struct ComparisonInput: Sendable {
  package var baseline: ComparisonReport.Population
  package var candidate: ComparisonReport.Population
  package var metrics: [MetricInput]
  /// Attributes other than those compared, with their values' counts.
  package var mix: [MixInput] = []
  package var shape: ShapeInput?
  /// Splits of metrics that are known already.
  package var causes: [CauseInput] = []
  /// Where further ones are looked for.
  package var causeColumns: CauseColumns?
  /// What is compared within each value of what was stratified by.
  package var strata: [StratumInput] = []
  package var options = ComparisonOptions()
  /// Nil where everything stands for itself.
  package var weighting: Weighting?

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

/// The metrics of one stratum.
package struct StratumInput: Sendable {
  /// The attribute and its value: `model=gpt-4o`.
  package var name: String
  package var metrics: [MetricInput]

  package init(name: String, metrics: [MetricInput]) {
    self.name = name
    self.metrics = metrics
  }
}
