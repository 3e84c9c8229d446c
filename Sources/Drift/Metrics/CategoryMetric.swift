import Statistics

/// How often each value of a field is.
struct CategoryMetric {
  let metric: MetricInput
  let names: [String]
  let options: ComparisonOptions

  func findings() -> MetricFindings {
    var findings = MetricFindings(.categories)
    let before = CategoryTally(metric.baseline, categoryCount: names.count)
    let after = CategoryTally(metric.candidate, categoryCount: names.count)
    findings.isClustered = !before.isSingle || !after.isSingle
    findings.setUnits(before.unitCount, after.unitCount, leastCount: MinimumCounts.categories)
    guard
      let shift = CategoryShift(
        baseline: before.counts, candidate: after.counts,
        designEffect: CategoryTally.designEffect(before, after), options: options)
    else { return findings }
    findings.test = shift.test
    findings.p = shift.p
    findings.effect = .init("total_variation", shift.totalVariation, shift.interval)
    findings.equivalence = shift.equivalence
    if let cramersV = shift.cramersV { findings.effects.append(.init("cramers_v", cramersV)) }
    findings.effects += MetricComparison.Effect.distances(before.counts, after.counts)
    findings.plot = MetricComparison.Plot(
      categories: MetricComparison.Plot.frequent(
        names.indices.map { index in
          MetricComparison.CategoryCount(
            value: names[index], baseline: before.counts[index], candidate: after.counts[index])
        }))
    return findings
  }
}
