import Statistics

/// How often each category is on the two sides of pairs.
struct PairedCategories {
  let metric: MetricInput
  let names: [String]
  let options: ComparisonOptions

  /// A category that fewer pairs than that have on one side alone is gathered with others.
  private static let leastMoved = 10

  func findings() -> MetricFindings {
    var findings = MetricFindings(.categories)
    let pairs = counts()
    let count = pairs.counts.reduce(0, +)
    findings.setUnits(count, count, leastCount: MinimumCounts.categories)
    guard count > 0 else { return findings }
    let (before, after) = (pairs.baseline, pairs.candidate)
    (findings.test, findings.p) = test(pairs)
    let grown = Set(names.indices.filter { after[$0] > before[$0] })
    let shift = GrownShare(pairs, grown, options)
    let p = findings.p ?? 1
    findings.effect = .init(
      "total_variation", shift.difference,
      shift.interval(options.confidence, isTold: p <= 1 - options.confidence))
    findings.equivalence = shift.interval(
      options.equivalenceConfidence, isTold: p <= 1 - options.equivalenceConfidence)
    findings.plot = MetricComparison.Plot(
      categories: MetricComparison.Plot.frequent(
        names.indices.map { index in
          MetricComparison.CategoryCount(
            value: names[index], baseline: before[index], candidate: after[index])
        }))
    return findings
  }

  private func counts() -> PairedCounts {
    var counts = [Int](repeating: 0, count: names.count * names.count)
    for (before, after) in zip(metric.baseline.values, metric.candidate.values) {
      counts[Int(before) * names.count + Int(after)] += 1
    }
    return PairedCounts(categoryCount: names.count, counts: counts)
  }

  /// Stuart and Maxwell's test, of two categories McNemar's; where few pairs moved, from pairs whose
  /// sides are exchanged.
  private func test(_ pairs: PairedCounts) -> (String, Double) {
    let seen = pairs.gathering([])
    guard seen.categoryCount > 1 else { return ("McNemar", 1) }
    if seen.categoryCount == 2 { return ("McNemar", mcNemar(seen)) }
    let rare = Set(names.indices.filter { pairs.moved[$0] < Self.leastMoved })
    let gathered = pairs.gathering(rare.count > 1 ? rare : [])
    if gathered.categoryCount > 1, gathered.moved.allSatisfy({ $0 >= Self.leastMoved }) {
      if gathered.categoryCount == 2 { return ("McNemar", mcNemar(gathered)) }
      if let test = StuartMaxwellTest(gathered) { return ("Stuart-Maxwell", test.pValue) }
    }
    return ("permutation", StuartMaxwellTest.permutationPValue(seen, seed: options.seed))
  }

  private func mcNemar(_ pairs: PairedCounts) -> Double {
    PairedShares(
      both: pairs[0, 0], baselineOnly: pairs[0, 1], candidateOnly: pairs[1, 0],
      neither: pairs[1, 1]
    ).pValue
  }
}

/// By how much all categories that have grown together have: the total variation.
///
/// As the categories were chosen by what is seen, chance alone makes it larger than it is; both ends of
/// its interval are moved down by about so much.
private struct GrownShare {
  let difference: Double
  private let shares: PairedShares
  private let bias: Double

  init(_ pairs: PairedCounts, _ grown: Set<Int>, _ options: ComparisonOptions) {
    let kinds = 0..<pairs.categoryCount
    func count(_ isBefore: Bool, _ isAfter: Bool) -> Int {
      kinds.filter { grown.contains($0) == isBefore }.reduce(0) { sum, row in
        kinds.filter { grown.contains($0) == isAfter }.reduce(sum) { $0 + pairs[row, $1] }
      }
    }
    shares = PairedShares(
      both: count(true, true), baselineOnly: count(true, false), candidateOnly: count(false, true),
      neither: count(false, false))
    difference = shares.difference
    let total = Double(shares.count)
    let (before, after, moved) = (pairs.baseline, pairs.candidate, pairs.moved)
    bias =
      kinds.reduce(0) { sum, kind in
        let change = Double(after[kind] - before[kind]) / total
        let error = max(0, Double(moved[kind]) / total - change * change) / total
        return sum + foldedMean(abs(change), error.squareRoot()) - abs(change)
      } / 2
  }

  /// Zero is ruled out only where the test does.
  func interval(_ confidence: Double, isTold: Bool) -> ConfidenceInterval {
    let interval = shares.differenceInterval(confidence: confidence)
    return ConfidenceInterval(
      low: isTold ? max(0, interval.low - bias) : 0,
      high: min(1, max(difference, interval.high - bias)))
  }
}
