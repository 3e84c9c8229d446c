import Statistics

/// Metrics of pairs, each of which is one unit: what its two values differ by.
struct PairedMetric {
  let metric: MetricInput
  let options: ComparisonOptions

  /// Of a field's values: the middle of the differences, with Wilcoxon's test.
  func distribution(_ cache: inout SampleCache) -> MetricFindings {
    var findings = MetricFindings(.distribution)
    let differences = begin(&findings, &cache)
    findings.baseline = cache.sorted(metric.baseline).median
    findings.candidate = cache.sorted(metric.candidate).median
    guard !differences.isEmpty else { return findings }
    findings.test = "Wilcoxon"
    findings.p = SignedRankTest(differences: differences)?.pValue ?? 1
    let shifts = PairedShift.all(
      differences: differences, confidences: [options.confidence, options.equivalenceConfidence])
    guard let first = shifts.first, let last = shifts.last else { return findings }
    findings.effect = .finite("shift", first.value, first.interval)
    findings.equivalence = last.interval
    return findings
  }

  /// Of means: the mean of the differences, with the t test.
  func mean(_ cache: inout SampleCache) -> MetricFindings {
    var findings = MetricFindings(.mean)
    let differences = begin(&findings, &cache)
    findings.baseline = Moments(metric.baseline.values)?.mean
    findings.candidate = Moments(metric.candidate.values)?.mean
    guard let moments = Moments(differences) else { return findings }
    let test = PairedMeanTest(moments)
    findings.test = "paired t"
    findings.p = test.pValue
    findings.effect = .finite(
      "difference", moments.mean, test.interval(confidence: options.confidence))
    findings.equivalence = test.interval(confidence: options.equivalenceConfidence)
    return findings
  }

  /// Of shares: the difference, with McNemar's test.
  func share() -> MetricFindings {
    var findings = MetricFindings(.share)
    let pairs = zip(metric.baseline.values, metric.candidate.values).map { ($0 > 0, $1 > 0) }
    let shares = PairedShares(pairs)
    findings.setUnits(shares.count, shares.count, leastCount: MinimumCounts.rate)
    guard shares.count > 0 else { return findings }
    let (before, after) = (shares.both + shares.baselineOnly, shares.both + shares.candidateOnly)
    let total = Double(shares.count)
    findings.baseline = Double(before) / total
    findings.candidate = Double(after) / total
    let events = before + after
    if events < MinimumCounts.events, findings.lack == .nothing { findings.lack = .events(nil) }
    findings.test = "McNemar"
    findings.p = shares.pValue
    findings.effect = .init(
      "difference", shares.difference, shares.differenceInterval(confidence: options.confidence))
    findings.equivalence = shares.differenceInterval(confidence: options.equivalenceConfidence)
    findings.plot = MetricComparison.Plot(categories: [
      .init(value: "true", baseline: before, candidate: after),
      .init(value: "false", baseline: shares.count - before, candidate: shares.count - after),
    ])
    return findings
  }

  /// The differences, candidate minus baseline, after setting what all numbers have.
  private func begin(_ findings: inout MetricFindings, _ cache: inout SampleCache) -> [Double] {
    let (before, after) = (metric.baseline.values, metric.candidate.values)
    findings.setUnits(before.count, after.count, leastCount: MinimumCounts.shift)
    findings.plot = MetricComparison.Plot(
      cache.sorted(metric.baseline), cache.sorted(metric.candidate))
    return zip(before, after).map { $1 - $0 }.filter(\.isFinite)
  }
}
