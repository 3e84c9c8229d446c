/// The chi-square test of whether two samples fall into categories with the same probabilities.
///
/// K. Pearson's; SciPy's `chi2_contingency` of the two rows, without a correction for continuity.
package struct HomogeneityTest: Hashable, Sendable {
  package let statistic: Double
  /// One less than the categories that either sample has.
  package let degreesOfFreedom: Int
  package let pValue: Double
  /// Cramér's V: √(χ²/N) of two rows, from 0, the same shares, to 1, no category in common.
  package let cramersV: Double
  /// The least count that equal probabilities lead one to expect; of less than five, trust p not.
  package let leastExpectedCount: Double

  /// Compares the counts of the same categories in two samples.
  ///
  /// Nil where a sample has no counts, or both have one and the same category alone.
  /// - Precondition: as many counts in each, none negative.
  /// - Complexity: O(categories).
  package init?(baseline: [Int], candidate: [Int]) {
    guard let test = PearsonStatistic(baseline: baseline, candidate: candidate),
      test.categories > 1
    else { return nil }
    statistic = test.value
    degreesOfFreedom = test.categories - 1
    pValue = ChiSquareDistribution(degreesOfFreedom: Double(degreesOfFreedom)).survival(statistic)
    cramersV = min(1, (statistic / test.total).squareRoot())
    leastExpectedCount = test.leastExpectedCount
  }
}

/// Pearson's chi-square of two rows of counts.
struct PearsonStatistic {
  let value: Double
  let total: Double
  /// Those with any count at all.
  let categories: Int
  let leastExpectedCount: Double

  /// Nil where a row has no counts.
  init?(baseline: [Int], candidate: [Int]) {
    precondition(baseline.count == candidate.count, "counts of the same categories")
    let n = Double(baseline.reduce(0, +))
    let m = Double(candidate.reduce(0, +))
    guard n > 0, m > 0 else { return nil }
    var (sum, seen, least) = (0.0, 0, Double.infinity)
    for (x, y) in zip(baseline, candidate) where x + y > 0 {
      precondition(x >= 0 && y >= 0, "counts are not negative")
      seen += 1
      let column = Double(x) + Double(y)
      let share = column / (n + m)
      // Both cells are off by the same amount.
      let distance = (Double(y) * n - Double(x) * m) / (n + m)
      sum += distance * distance * (1 / (share * n) + 1 / (share * m))
      least = min(least, share * min(n, m))
    }
    value = sum
    total = n + m
    categories = seen
    leastExpectedCount = least
  }
}
