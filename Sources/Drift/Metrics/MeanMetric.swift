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
    isOfSums ? sums.sums.count : sums.unitCount
  }

  private func moments(_ sums: UnitSums) -> Moments? {
    isOfSums ? Moments(sums.sums) : sums.ratioMoments
  }

  private func setPlot(
    _ findings: inout MetricFindings, _ sums: UnitSums, _ otherSums: UnitSums,
    _ cache: inout SampleCache
  ) {
    let samples =
      isOfSums && !(sums.isSingle && otherSums.isSingle)
      ? [sums, otherSums].map { SortedSample(ascending: ascending($0.sums)) }
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
  /// The mean of all values, with the variance of a ratio of two sums over units, so that a t test of
  /// units follows; with one value a unit it is the plain one.
  ///
  /// Nil of fewer than two units with values.
  var ratioMoments: Moments? {
    if isSingle { return Moments(means) }
    let count = counts.reduce(0, +)
    let units = Double(unitCount)
    guard units > 1 else { return nil }
    let mean = sums.reduce(0, +) / count
    let squares = zip(sums, counts).reduce(0.0) { sum, unit in
      let rest = unit.0 - mean * unit.1
      return sum + rest * rest
    }
    let perUnit = count / units
    let variance = squares / (units - 1) / (perUnit * perUnit)
    guard mean.isFinite, variance.isFinite else { return nil }
    return Moments(count: units, mean: mean, variance: variance)
  }
}
