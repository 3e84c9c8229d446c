/// What a signed-rank test does with pairs that do not differ.
package enum ZeroDifferences: Hashable, Sendable {
  /// Leaves them out, as F. Wilcoxon (1945) does.
  case leftOut
  /// Ranks them, and then leaves out their ranks, as J. Pratt (1959) does.
  case ranked
}

/// Wilcoxon's signed-rank test of whether paired differences lie evenly around zero, two-sided.
///
/// SciPy's `wilcoxon`, with the normal law not corrected for continuity, as is its default.
package struct SignedRankTest: Hashable, Sendable {
  /// The sum of the ranks of the positive differences.
  package let positiveRanks: Double
  /// The sum of the ranks of the negative differences.
  package let negativeRanks: Double
  /// The pairs that differ.
  package let count: Int
  package let pValue: Double

  /// The lesser of the sums, as tables have it.
  package var statistic: Double { min(positiveRanks, negativeRanks) }

  /// Nil where no pair differs.
  ///
  /// With `automatic` the p-value is exact up to fifty pairs, where no difference is zero and no two
  /// are of equal size.
  /// - Precondition: the differences are finite.
  /// - Complexity: O(n log n), and O(n³) for an exact p-value.
  package init?(
    differences: [Double], zeros: ZeroDifferences = .leftOut, method: RankTestMethod = .automatic
  ) {
    precondition(differences.allSatisfy(\.isFinite), "differences are finite")
    let kept = zeros == .leftOut ? differences.filter { $0 != 0 } : differences
    let sorted = kept.sorted { abs($0) < abs($1) }
    let zeroCount = sorted.prefix { $0 == 0 }.count
    guard sorted.count > zeroCount else { return nil }
    let ranks = SignedRanks(sorted, zeroCount: zeroCount)
    count = sorted.count - zeroCount
    positiveRanks = ranks.positive
    negativeRanks = ranks.negative
    let isClean = !ranks.hasTies && count == differences.count
    if method == .exact || (method == .automatic && isClean && count <= 50) {
      pValue = signedRankTail(atMost: min(ranks.positive, ranks.negative), count: count)
    } else {
      pValue = NormalDistribution.twoSided(ranks.z(total: Double(sorted.count), Double(zeroCount)))
    }
  }
}

/// Sums of ranks of differences in ascending order of their size.
private struct SignedRanks {
  private(set) var positive = 0.0
  private(set) var negative = 0.0
  private(set) var hasTies = false
  /// Σ(t³ - t) over the runs of equal size.
  private var tieSum = 0.0

  init(_ sorted: [Double], zeroCount: Int) {
    var start = zeroCount
    while start < sorted.count {
      let size = abs(sorted[start])
      let end = sorted[start...].firstIndex { abs($0) != size } ?? sorted.count
      let rank = Double(start + 1 + end) / 2
      for difference in sorted[start..<end] {
        if difference > 0 { positive += rank } else { negative += rank }
      }
      let ties = Double(end - start)
      tieSum += (ties * ties - 1) * ties
      hasTies = hasTies || ties > 1
      start = end
    }
  }

  func z(total n: Double, _ zeros: Double) -> Double {
    let mean = n * (n + 1) / 4 - zeros * (zeros + 1) / 4
    let variance =
      (n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1)) / 24 - tieSum / 48
    return (positive - mean) / variance.squareRoot()
  }
}

/// Twice the probability of a sum of ranks of at most a limit, at most 1, when nothing ties.
private func signedRankTail(atMost limit: Double, count: Int) -> Double {
  let greatest = count * (count + 1) / 2
  var probabilities = [Double](repeating: 0, count: greatest + 1)
  probabilities[0] = 1
  for rank in 1...count {
    for sum in (0...greatest).reversed() {
      let with = sum >= rank ? probabilities[sum - rank] : 0
      probabilities[sum] = (probabilities[sum] + with) / 2
    }
  }
  return min(1, 2 * probabilities.prefix(Int(limit) + 1).reduce(0, +))
}
