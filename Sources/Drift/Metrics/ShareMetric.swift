import Statistics

/// The part of values of which something is true.
struct ShareMetric {
  let metric: MetricInput
  let options: ComparisonOptions

  func findings(_ cache: inout SampleCache) -> MetricFindings {
    var findings = MetricFindings(.share)
    let (sums, otherSums) = (cache.sums(metric.baseline), cache.sums(metric.candidate))
    findings.isClustered = !sums.isSingle || !otherSums.isSingle
    findings.setUnits(sums.unitCount, otherSums.unitCount, leastCount: MinimumCounts.rate)
    guard
      let shares = ClusteredShares(
        baseline: (sums.sums, sums.counts), candidate: (otherSums.sums, otherSums.counts),
        isClustered: findings.isClustered)
    else { return findings }
    findings.baseline = shares.baseline.value
    findings.candidate = shares.candidate.value
    findings.plot = MetricComparison.Plot(categories: categories(shares))
    setLack(&findings)
    findings.effect = .init(
      "difference", shares.difference, shares.differenceInterval(confidence: options.confidence))
    findings.equivalence = shares.differenceInterval(confidence: options.equivalenceConfidence)
    findings.test = shares.isSparse ? "Fisher" : "pooled z"
    findings.p = shares.pValue
    if !findings.isClustered, let ratio = ratio(shares) { findings.effects.append(ratio) }
    return findings
  }

  /// The test of a rate needs events, too.
  private func setLack(_ findings: inout MetricFindings) {
    let events = [metric.baseline, metric.candidate].reduce(0) { sum, sample in
      sum + sample.values.count { $0 != 0 }
    }
    guard findings.lack == .nothing, events < MinimumCounts.events else { return }
    guard events > 0 else {
      findings.lack = .events(nil)
      return
    }
    let growth = Double(MinimumCounts.events) / Double(events)
    findings.lack = .events(Int((Double(findings.units) * (growth - 1)).rounded(.up)))
  }

  private func categories(_ shares: ClusteredShares) -> [MetricComparison.CategoryCount] {
    let (before, after) = (shares.baseline, shares.candidate)
    let counts = [
      MetricComparison.CategoryCount(
        value: "true", baseline: Int(before.events), candidate: Int(after.events)),
      MetricComparison.CategoryCount(
        value: "false", baseline: Int(before.trials - before.events),
        candidate: Int(after.trials - after.events)),
    ]
    return counts.sorted { $0.baseline + $0.candidate > $1.baseline + $1.candidate }
  }

  private func ratio(_ shares: ClusteredShares) -> MetricComparison.Effect? {
    guard
      let before = Proportion(Int(shares.baseline.events), of: Int(shares.baseline.trials)),
      let after = Proportion(Int(shares.candidate.events), of: Int(shares.candidate.trials)),
      before.events + after.events > 0
    else { return nil }
    let ratio = ProportionComparison(baseline: before, candidate: after).ratio(
      confidence: options.confidence)
    return .finite("ratio", ratio.value, ratio.interval)
  }
}
