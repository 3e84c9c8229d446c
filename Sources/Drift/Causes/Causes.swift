import Statistics

extension ComparisonReport {
  /// Causes told of a metric at most, besides the split by stages.
  private static let causeCount = 3

  /// The attributes that explain the differences of those metrics that differ, the most of each first.
  static func causes(
    _ input: ComparisonInput, _ metrics: [MetricComparison], _ cache: inout SampleCache
  ) -> [Cause] {
    var causes: [Cause] = []
    for (metric, comparison) in zip(input.metrics, metrics)
    where (comparison.adjustedP ?? 1) <= input.options.alpha {
      let findings = input.causes.filter { $0.metric == metric.name }
        .compactMap { CauseFinding($0) }
      guard !findings.isEmpty else { continue }
      causes += findings.filter { $0.input.split == .parts }.map { $0.cause() }
      let groups = findings.filter { $0.input.split == .groups }
      let tells = CauseNull.tells(
        groups, deviation: deviation(metric, &cache), options: input.options)
      let told = zip(groups, tells).filter(\.1).map(\.0)
      let sorted = told.sorted {
        ($1.concentration, $0.input.attribute) < ($0.concentration, $1.input.attribute)
      }
      causes += sorted.prefix(causeCount).map { $0.cause() }
    }
    return causes
  }

  /// The deviation of a metric's values, made larger where units have several: of both sides.
  private static func deviation(_ metric: MetricInput, _ cache: inout SampleCache) -> Double {
    let variances = [metric.baseline, metric.candidate].compactMap { sample -> Double? in
      guard let moments = cache.sums(sample).ratioMoments else { return nil }
      // The variance that as many independent values would have for the mean to vary as it does.
      return moments.variance / moments.count * Double(sample.values.count)
    }
    guard !variances.isEmpty else { return 0 }
    return (variances.reduce(0, +) / Double(variances.count)).squareRoot()
  }
}
