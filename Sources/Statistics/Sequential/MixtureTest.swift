/// A test of no difference that may be looked at as often as one likes.
///
/// The mixture sequential probability ratio test: H. Robbins (1970), and R. Johari, P. Koomen,
/// L. Pekelis and D. Walsh, "Peeking at A/B tests" (2017). The likelihood ratio of the differences is
/// averaged over a normal prior of variance τ² around zero; under no difference it comes to 1/α, at
/// any look, with a probability of at most α. The same inversion gives an interval that holds at all
/// looks at once.
package struct MixtureTest: Hashable, Sendable {
  /// About the square of the differences worth finding, τ².
  ///
  /// It moves the power, never the level.
  package let priorVariance: Double
  /// The least p-value at any look so far, which stays valid.
  package private(set) var pValue = 1.0
  /// Where the difference lies, by all looks so far; empty, low above high, if they contradict each
  /// other.
  package private(set) var interval = ConfidenceInterval(low: -.infinity, high: .infinity)
  package private(set) var looks = 0
  package let confidence: Double

  /// A test without a look yet.
  package init(priorVariance: Double, confidence: Double = 0.95) {
    precondition(priorVariance > 0, "a prior of some width")
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    self.priorVariance = priorVariance
    self.confidence = confidence
  }

  /// Looks at the difference of all data so far, with the variance that it has by the data's.
  ///
  /// A variance of zero, before values differ, tells nothing and is only counted.
  package mutating func look(difference: Double, variance: Double) {
    looks += 1
    guard variance > 0, variance.isFinite, difference.isFinite else { return }
    let total = variance + priorVariance
    let logRatio =
      0.5 * logarithm(variance / total)
      + priorVariance * difference * difference / (2 * variance * total)
    pValue = min(pValue, exponential(-logRatio))
    let reach = reach(variance: variance)
    interval = ConfidenceInterval(
      low: max(interval.low, difference - reach), high: min(interval.high, difference + reach))
  }

  /// Looks at two proportions, with the variance of the pooled share.
  package mutating func look(_ comparison: ProportionComparison) {
    let (n, m) = (Double(comparison.baseline.trials), Double(comparison.candidate.trials))
    let pooled = Double(comparison.baseline.events + comparison.candidate.events) / (n + m)
    look(difference: comparison.difference, variance: pooled * (1 - pooled) * (1 / n + 1 / m))
  }

  /// Looks at two means.
  package mutating func look(_ test: WelchTest) {
    look(difference: test.difference, variance: test.standardError * test.standardError)
  }
}
