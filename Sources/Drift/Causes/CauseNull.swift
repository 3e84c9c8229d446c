import Statistics

/// What attributes seem to explain of a metric's difference when none explains any.
///
/// Each attribute's counts are dealt anew to the two sides, and its groups' means vary around what they
/// are on both together, changed by one ratio for all, as the metric's values vary. Of each draw the
/// greatest of all attributes counts.
struct CauseNull {
  private static let draws = 199

  /// For each finding, whether it explains more than the greatest of all does in 95 % of the draws.
  static func tells(
    _ findings: [CauseFinding], deviation: Double, options: ComparisonOptions
  ) -> [Bool] {
    let laws = findings.enumerated().map { index, finding in
      law(finding, deviation, seed: options.seed &+ UInt64(index) &* 0x9E37_79B9)
    }
    let standing = StandingNull(laws)
    let limit = standing.limit(alpha: options.alpha)
    return findings.indices.map { standing.of(findings[$0].concentration, $0) > limit }
  }

  private static func law(
    _ finding: CauseFinding, _ deviation: Double, seed: UInt64
  ) -> [Double] {
    let groups = finding.groups
    let totals = groups.map { Int(($0.baselineCount + $0.candidateCount).rounded()) }
    let candidates = groups.reduce(0.0) { $0 + $1.candidateCount }
    let size = min(Int(candidates.rounded()), totals.reduce(0, +))
    var dealer = CountDealer(totals: totals, size: size, seed: seed)
    var generator = SplitMix64(seed: seed ^ 0x5DEE_CE66)
    let ratio = commonRatio(finding)
    var hand: [Int] = []
    return (0..<draws).map { _ in
      dealer.deal(into: &hand)
      let drawn = groups.indices.map { index in
        drawnGroup(
          groups[index], totals[index] - hand[index], hand[index], ratio, deviation, &generator)
      }
      let input = CauseInput(
        metric: finding.input.metric, attribute: finding.input.attribute, groups: drawn)
      return CauseFinding(input)?.concentration ?? 0
    }
  }

  /// By what all groups together have changed: a ratio of positive means, else a sum.
  private static func commonRatio(_ finding: CauseFinding) -> (ratio: Double, sum: Double) {
    let within = finding.terms.reduce(0) { $0 + $1.within }
    let level = zip(finding.terms, finding.groups).reduce(0.0) { sum, part in
      sum + (part.0.baselineShare + part.0.candidateShare) / 2 * pooledMean(part.1)
    }
    let isPositive = finding.groups.allSatisfy { pooledMean($0) >= 0 }
    return isPositive && level > 0 ? (within / level, 0) : (0, within)
  }

  private static func pooledMean(_ group: CauseInput.Group) -> Double {
    let count = group.baselineCount + group.candidateCount
    guard count > 0 else { return 0 }
    return group.baselineCount / count * group.baselineMean
      + group.candidateCount / count * group.candidateMean
  }

  private static func drawnGroup(
    _ group: CauseInput.Group, _ n: Int, _ m: Int, _ change: (ratio: Double, sum: Double),
    _ deviation: Double, _ generator: inout SplitMix64
  ) -> CauseInput.Group {
    let mean = pooledMean(group)
    let half = (mean * change.ratio + change.sum) / 2
    func drawn(_ centre: Double, _ count: Int) -> Double {
      guard count > 0 else { return 0 }
      let uniform = (Double(generator.next() >> 11) + 0.5) * 0x1p-53
      return centre + deviation / Double(count).squareRoot() * NormalDistribution.quantile(uniform)
    }
    return .init(
      value: group.value, baselineCount: Double(n), baselineMean: drawn(mean - half, n),
      candidateCount: Double(m), candidateMean: drawn(mean + half, m))
  }
}
