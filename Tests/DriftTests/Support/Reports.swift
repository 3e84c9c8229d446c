import Drift
import Testing

extension Sample {
  /// One value a unit.
  static func single(_ values: [Double], missing: Int = 0) -> Sample {
    Sample(
      values: values, units: values.indices.map { Int32($0) }, unitCount: values.count,
      missing: missing)
  }
}

/// A report of some metrics alone.
func report(
  _ metrics: [MetricInput], _ options: ComparisonOptions = ComparisonOptions()
) -> ComparisonReport {
  var input = ComparisonInput(
    baseline: .init(name: "v3", spans: 0, traces: 0),
    candidate: .init(name: "v4", spans: 0, traces: 0), metrics: metrics)
  input.options = options
  return ComparisonReport(input)
}

/// The comparison of one metric.
func only(_ metric: MetricInput) throws -> MetricComparison {
  try #require(report([metric]).metrics.first)
}

/// The verdict of one metric.
func verdict(_ metric: MetricInput) throws -> Verdict {
  try only(metric).verdict
}
