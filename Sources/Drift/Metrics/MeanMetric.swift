import Statistics

/// A mean of all values, or of each unit's sum.
struct MeanMetric {
  let metric: MetricInput
  /// Whether it is of sums, to which units without values add nothing.
  let isOfSums: Bool
  let options: ComparisonOptions

  func findings(_ cache: inout SampleCache) -> MetricFindings {
    var findings = MetricFindings(.mean)
    let (sums, otherSums) = (cache.sums(metric.baseline), cache.sums(metric.candidate))
    findings.isClustered = !isOfSums && (!sums.isSingle || !otherSums.isSingle)
    findings.setUnits(units(sums), units(otherSums), leastCount: MinimumCounts.shift)
    setPlot(&findings, sums, otherSums, &cache)
    guard let before = moments(sums), let after = moments(otherSums) else { return findings }
    let welch = WelchTest(baseline: before, candidate: after)
    findings.baseline = before.mean
    findings.candidate = after.mean
    findings.test = "Welch"
    findings.p = welch.pValue
    findings.effect = .finite(
      "difference", welch.difference, welch.interval(confidence: options.confidence))
    findings.equivalence = welch.interval(confidence: options.equivalenceConfidence)
    if let ratio = ratio(before, after) { findings.effects.append(ratio) }
    return findings
  }

  private func units(_ sums: UnitSums) -> Int {
    isOfSums ? sums.allUnitCount : sums.unitCount
  }

  private func moments(_ sums: UnitSums) -> Moments? {
    isOfSums ? sums.sumMoments : sums.ratioMoments
  }

  private func setPlot(
    _ findings: inout MetricFindings, _ sums: UnitSums, _ otherSums: UnitSums,
    _ cache: inout SampleCache
  ) {
    let samples =
      isOfSums && !(sums.isSingle && otherSums.isSingle)
      ? [sums, otherSums].map(\.sorted)
      : [cache.sorted(metric.baseline), cache.sorted(metric.candidate)]
    findings.plot = MetricComparison.Plot(samples[0], samples[1])
  }

  /// The ratio of two positive means, normal on its logarithm.
  private func ratio(_ before: Moments, _ after: Moments) -> MetricComparison.Effect? {
    guard before.mean > 0, after.mean > 0 else { return nil }
    let parts = [before, after].map { $0.variance / $0.count / ($0.mean * $0.mean) }
    let error = (parts[0] + parts[1]).squareRoot()
    let reach = NormalDistribution.criticalValue(confidence: options.confidence) * error
    let ratio = after.mean / before.mean
    return .finite(
      "ratio", ratio,
      ConfidenceInterval(low: ratio * exponential(-reach), high: ratio * exponential(reach)))
  }
}

extension UnitSums {
  /// The units' own sums in ascending order; where units are weighted, as many that lie as what these
  /// stand for.
  fileprivate var sorted: SortedSample {
    guard let weights else { return SortedSample(ascending: ascending(sums)) }
    return WeightedSample(zip(sums, weights).map { $0 / $1 }, weights: weights)
      .spaced(count: sums.count)
  }
}
