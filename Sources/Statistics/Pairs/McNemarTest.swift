/// McNemar's test of whether an event is as likely on both sides of pairs, two-sided.
///
/// Only pairs with the event on one side tell anything.
package struct McNemarTest: Hashable, Sendable {
  /// Pairs with the event in the baseline alone.
  package let baselineOnly: Int
  /// Pairs with the event in the candidate alone.
  package let candidateOnly: Int

  /// Counts of pairs; neither is negative.
  package init(baselineOnly: Int, candidateOnly: Int) {
    precondition(baselineOnly >= 0 && candidateOnly >= 0, "counts are not negative")
    self.baselineOnly = baselineOnly
    self.candidateOnly = candidateOnly
  }

  /// The binomial p-value: twice the probability of as few on the rarer side, at most 1.
  ///
  /// - Complexity: O(√n).
  package var exactPValue: Double {
    let (less, more) = (min(baselineOnly, candidateOnly), max(baselineOnly, candidateOnly))
    guard less < more else { return 1 }
    // P(X ≤ k) of n fair coins is I_½(n - k, k + 1).
    return min(1, 2 * regularizedBeta(0.5, Double(more), Double(less + 1)))
  }

  /// The chi-square test of one degree of freedom, (b - c)²/(b + c), corrected by one for continuity or
  /// not; good of 25 such pairs or more.
  package func asymptotic(correcting: Bool = true) -> TestResult {
    let sum = Double(baselineOnly + candidateOnly)
    guard sum > 0 else { return TestResult(statistic: 0, pValue: 1) }
    let distance = abs(Double(baselineOnly - candidateOnly)) - (correcting ? 1 : 0)
    let statistic = distance * distance / sum
    return TestResult(
      statistic: statistic,
      pValue: ChiSquareDistribution(degreesOfFreedom: 1).survival(statistic))
  }
}
