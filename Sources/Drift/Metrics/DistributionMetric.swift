import Statistics

/// Where the values of a field lie, by ranks: of one value a unit, the mean of what it has.
struct DistributionMetric {
  let metric: MetricInput
  let options: ComparisonOptions

  /// From such a part of equal pairs on, the median of the pairwise differences says little: it stays
  /// at zero whatever the other pairs do.
  private static let tiedShare = 0.25

  /// Values that shifts are found of at most.
  private static let valueLimit = 65_536

  func findings(_ cache: inout SampleCache) -> MetricFindings {
    if metric.isWeighted { return weightedFindings(&cache) }
    let (all, allOther) = (cache.sorted(metric.baseline), cache.sorted(metric.candidate))
    let (before, after) = (cache.unitValues(metric.baseline), cache.unitValues(metric.candidate))
    var findings = MetricFindings(.distribution)
    findings.baseline = all.median
    findings.candidate = allOther.median
    findings.setUnits(before.count, after.count, leastCount: MinimumCounts.shift)
    findings.isClustered = before.count < all.count || after.count < allOther.count
    findings.plot = MetricComparison.Plot(all, allOther)
    guard let ranks = RankSumTest(baseline: before, candidate: after) else { return findings }
    if ranks.equalShare >= Self.tiedShare {
      setMeans(&findings, Moments(before.values), Moments(after.values))
    } else {
      findings.test = "Mann-Whitney"
      findings.p = ranks.pValue
      setShift(&findings, before, after)
    }
    if let delta = CliffDelta(baseline: before, candidate: after, confidence: options.confidence) {
      findings.effects.append(.init("cliffs_delta", delta.value, delta.interval))
    }
    findings.effects += furtherEffects(before, after)
    return findings
  }

  /// By ranks of weighted values; the shift is that of as many unweighted ones as tell as much of ranks.
  private func weightedFindings(_ cache: inout SampleCache) -> MetricFindings {
    let (sums, otherSums) = (cache.sums(metric.baseline), cache.sums(metric.candidate))
    var findings = MetricFindings(.distribution)
    let middle = QuantileFraction(1, over: 2)
    findings.baseline = middle.flatMap { cache.quantile($0, of: metric.baseline) }
    findings.candidate = middle.flatMap { cache.quantile($0, of: metric.candidate) }
    findings.setUnits(sums.unitCount, otherSums.unitCount, leastCount: MinimumCounts.shift)
    findings.isClustered =
      sums.means.count < metric.baseline.values.count
      || otherSums.means.count < metric.candidate.values.count
    findings.plot = MetricComparison.Plot(
      cache.sorted(metric.baseline), cache.sorted(metric.candidate))
    let (before, after) = (sums.weightedMeans, otherSums.weightedMeans)
    guard let ranks = WeightedRankTest(baseline: before, candidate: after) else { return findings }
    let spaced = WeightedSample(before.values, weights: before.weights)
      .spaced(count: max(1, Int(ranks.baselineCount)))
    let otherSpaced = WeightedSample(after.values, weights: after.weights)
      .spaced(count: max(1, Int(ranks.candidateCount)))
    let ties = RankSumTest(baseline: spaced, candidate: otherSpaced)
    if let ties, ties.equalShare >= Self.tiedShare {
      setMeans(&findings, sums.meansMoments, otherSums.meansMoments)
    } else {
      findings.test = "Brunner-Munzel"
      findings.p = ranks.pValue
      setShift(&findings, spaced, otherSpaced)
    }
    findings.effects.append(
      .init("cliffs_delta", ranks.delta, ranks.deltaInterval(confidence: options.confidence)))
    findings.effects += furtherEffects(spaced, otherSpaced)
    return findings
  }

  private func setShift(
    _ findings: inout MetricFindings, _ before: SortedSample, _ after: SortedSample
  ) {
    guard let shift = shift(before, after) else { return }
    findings.effect = .finite("shift", shift.effect.value, shift.effect.interval)
    findings.equivalence = shift.equivalence
    if let ratio = ratio(before, after) { findings.effects.append(ratio) }
  }

  /// The shift with both of its intervals.
  private func shift(
    _ before: SortedSample, _ after: SortedSample
  ) -> (effect: HodgesLehmannShift, equivalence: ConfidenceInterval)? {
    let shifts = HodgesLehmannShift.all(
      baseline: before, candidate: after,
      confidences: [options.confidence, options.equivalenceConfidence],
      valueLimit: Self.valueLimit)
    guard let first = shifts.first, let last = shifts.last else { return nil }
    return (first, last.interval)
  }

  private func ratio(_ before: SortedSample, _ after: SortedSample) -> MetricComparison.Effect? {
    guard let least = before.values.first, let other = after.values.first, least > 0, other > 0
    else { return nil }
    let logs = [before, after].map { SortedSample(ascending: $0.values.map(logarithm)) }
    let shifts = HodgesLehmannShift.all(
      baseline: logs[0], candidate: logs[1], confidences: [options.confidence],
      valueLimit: Self.valueLimit)
    guard let shift = shifts.first else { return nil }
    return .finite(
      "ratio", exponential(shift.value),
      ConfidenceInterval(
        low: exponential(shift.interval.low), high: exponential(shift.interval.high)))
  }

  /// The difference of the means, where ties leave the shift without a say.
  private func setMeans(
    _ findings: inout MetricFindings, _ before: Moments?, _ after: Moments?
  ) {
    guard let first = before, let second = after else { return }
    let welch = WelchTest(baseline: first, candidate: second)
    findings.test = "Welch"
    findings.p = welch.pValue
    findings.effect = .finite(
      "mean_difference", welch.difference, welch.interval(confidence: options.confidence))
    findings.equivalence = welch.interval(confidence: options.equivalenceConfidence)
  }

  /// Effects that do not depend on the unit of the values.
  private func furtherEffects(
    _ before: SortedSample, _ after: SortedSample
  ) -> [MetricComparison.Effect] {
    let (n, m) = (Double(before.count), Double(after.count))
    var effects: [MetricComparison.Effect] = []
    let distance = DistributionDistance(before, after)
    effects.append(
      .init("ks", distance.kolmogorov, cut: 1.358_1 * ((n + m) / (n * m)).squareRoot()))
    effects += binned(before, after)
    if let range = before.interquartileRange, range > 0,
      let effect = MetricComparison.Effect.finite("wasserstein", distance.wasserstein / range)
    {
      effects.append(effect)
    }
    return effects
  }

  /// Distances of the shares of ten bins, and one more for what is missing.
  private func binned(
    _ before: SortedSample, _ after: SortedSample
  ) -> [MetricComparison.Effect] {
    guard let bins = QuantileBins(baseline: before) else { return [] }
    let first = bins.counts(of: before, missing: metric.baseline.missing)
    let second = bins.counts(of: after, missing: metric.candidate.missing)
    return MetricComparison.Effect.distances(first, second)
  }
}

extension SortedSample {
  /// The value of the nearest rank to one half.
  var median: Double? {
    QuantileFraction(1, over: 2).flatMap { quantile($0) }
  }
}

extension MetricComparison.Effect {
  /// How far shares of categories lie apart, with what chance alone exceeds once in twenty times.
  static func distances(_ baseline: [Int], _ candidate: [Int]) -> [Self] {
    let (n, m) = (baseline.reduce(0, +), candidate.reduce(0, +))
    let seen = zip(baseline, candidate).count { $0 + $1 > 0 }
    guard seen > 1,
      let distances = CategoryDistances(
        baseline: baseline.map(Double.init), candidate: candidate.map(Double.init))
    else { return [] }
    // Both are about a chi-square by (1/n + 1/m): the index, and 8 ln 2 times the divergence in bits.
    let cut = stabilityIndexCut(categories: seen, n, m)
    return [
      Self("psi", distances.stabilityIndex(), cut: cut),
      Self(
        "jensen_shannon", distances.jensenShannonDistance,
        cut: min(1, (cut / (8 * logarithm(2))).squareRoot())),
    ]
  }
}
