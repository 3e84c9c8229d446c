/// How the p-value of a rank test is found.
package enum RankTestMethod: Hashable, Sendable {
  /// From all arrangements of the ranks where that is cheap and nothing ties, else by the normal law.
  case automatic
  /// From all arrangements of the ranks, as if nothing tied.
  case exact
  /// By the normal law, corrected for ties and for continuity.
  case asymptotic
}

/// The Mann–Whitney test of whether one sample's values tend to be greater than the other's.
///
/// Also called Wilcoxon's rank-sum test. Two-sided; SciPy's `mannwhitneyu(candidate, baseline)`.
package struct RankSumTest: Hashable, Sendable {
  /// U: the pairs in which the candidate's value is the greater, and half those with equal values.
  package let statistic: Double
  /// The standardised U, corrected for continuity; positive where the candidate tends to be greater.
  package let z: Double
  package let pValue: Double
  /// Cliff's delta: the share of pairs with the candidate's value greater, less the share with it
  /// less; from -1 to 1.
  package let delta: Double
  /// The share of pairs with equal values.
  package let equalShare: Double

  /// Nil where a sample is empty.
  ///
  /// - Complexity: O(n + m), and O(n²m²) for an exact p-value, which `automatic` asks for up to eight
  ///   values on a side and 400 pairs.
  package init?(
    baseline: SortedSample, candidate: SortedSample, method: RankTestMethod = .automatic
  ) {
    self.init(MergedRanks(baseline, candidate), method)
  }

  /// Compares samples given by how often each has each value, the least value first.
  ///
  /// By the normal law; nil where a sample is empty.
  /// - Complexity: O(values).
  package init?(baselineCounts: [Int], candidateCounts: [Int]) {
    self.init(MergedRanks(counts: baselineCounts, candidateCounts), .asymptotic)
  }

  private init?(_ ranks: MergedRanks, _ method: RankTestMethod) {
    let (n, m) = (ranks.counts.first, ranks.counts.second)
    guard n > 0, m > 0 else { return nil }
    let pairs = Double(n) * Double(m)
    statistic = Double(ranks.greaterPairs) + Double(ranks.equalPairs) / 2
    delta = 2 * statistic / pairs - 1
    equalShare = Double(ranks.equalPairs) / pairs
    let total = Double(n + m)
    let variance = pairs / 12 * ((total + 1) - ranks.tieSum / max(1, total * (total - 1)))
    let distance = statistic - pairs / 2
    // All values equal: no evidence of anything.
    let corrected = max(0, abs(distance) - 0.5)
    z = variance > 0 ? (distance < 0 ? -corrected : corrected) / variance.squareRoot() : 0
    let isSmall = min(n, m) <= 8 && n * m <= 400
    let isExact = method == .exact || (method == .automatic && !ranks.hasTies && isSmall)
    // A distance of less than the correction counts as beyond the middle: p is 1 as it should be.
    pValue =
      isExact
      ? rankSumTail(n, m, atLeast: max(statistic, pairs - statistic))
      : NormalDistribution.twoSided(z)
  }
}

/// Twice the probability that U is at least so much, at most 1, when nothing ties.
private func rankSumTail(_ n: Int, _ m: Int, atLeast limit: Double) -> Double {
  let counts = rankSumProbabilities(n, m)
  // By symmetry the upper tail is the lower one, which is summed from its small end.
  let last = Int((Double(n) * Double(m) - limit).rounded(.down))
  return min(1, 2 * counts.prefix(last + 1).reduce(0, +))
}

/// The probabilities of U = 0, 1, …, nm when nothing ties.
///
/// The recursion of H. Mann and D. Whitney (1947), by whose value is the greatest of all. It only adds, so
/// that small probabilities are right in relative terms.
/// - Complexity: O(n²m²).
func rankSumProbabilities(_ n: Int, _ m: Int) -> [Double] {
  // `rows[j]` holds the probabilities for i and j values.
  var rows = (0...m).map { [Double](repeating: 0, count: n * $0 + 1) }
  for j in 0...m { rows[j][0] = 1 }
  for i in 1...n {
    for j in 1...m {
      let (share, rest) = (Double(i) / Double(i + j), Double(j) / Double(i + j))
      // A greatest value of the first sample lies above all j of the second.
      for u in (0...(i * j)).reversed() {
        let above = u >= j ? rows[j][u - j] : 0
        let below = u <= i * (j - 1) ? rows[j - 1][u] : 0
        rows[j][u] = share * above + rest * below
      }
    }
  }
  return rows[m]
}
