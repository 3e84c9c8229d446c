/// How two independent proportions differ; differences are candidate minus baseline.
package struct ProportionComparison: Hashable, Sendable {
  package let baseline: Proportion
  package let candidate: Proportion

  /// Compares two proportions.
  package init(baseline: Proportion, candidate: Proportion) {
    self.baseline = baseline
    self.candidate = candidate
  }

  /// The candidate's share minus the baseline's, from -1 to 1.
  package var difference: Double { candidate.share - baseline.share }

  /// Newcombe's hybrid score interval for the difference.
  ///
  /// Method 10 of R. Newcombe, "Interval estimation for the difference between independent
  /// proportions" (1998), without a correction for continuity.
  package func differenceInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    let first = candidate.wilsonInterval(confidence: confidence)
    let second = baseline.wilsonInterval(confidence: confidence)
    let low = hypotenuse(candidate.share - first.low, second.high - baseline.share)
    let high = hypotenuse(first.high - candidate.share, baseline.share - second.low)
    return ConfidenceInterval(low: difference - low, high: difference + high)
  }

  /// The z test of equal probabilities, with the pooled share in the standard error, two-sided.
  ///
  /// No event at all, or events in all trials, tell of no difference: z is 0 and p is 1. Where an
  /// expected count is below five, take ``fisherExact()``.
  package var pooledTest: TestResult {
    let (n, m) = (Double(baseline.trials), Double(candidate.trials))
    let pooled = Double(baseline.events + candidate.events) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    guard variance > 0 else { return TestResult(statistic: 0, pValue: 1) }
    let z = difference / variance.squareRoot()
    return TestResult(statistic: z, pValue: NormalDistribution.twoSided(z))
  }

  /// The least of the four counts that equal probabilities would lead one to expect.
  package var leastExpectedCount: Double {
    let events = baseline.events + candidate.events
    let trials = baseline.trials + candidate.trials
    let rarer = Double(min(events, trials - events))
    return rarer * Double(min(baseline.trials, candidate.trials)) / Double(trials)
  }

  /// The ratio of shares, candidate over baseline, with its interval.
  ///
  /// D. Katz and others (1978): normal on the logarithm, with the variance 1/x - 1/n + 1/y - 1/m.
  ///
  /// Where a proportion has no event the logarithm has no standard error, and half an event is added
  /// to both, and half a trial, as S. Walter (1975) does.
  package func ratio(confidence: Double = 0.95) -> (value: Double, interval: ConfidenceInterval) {
    let addition = baseline.events == 0 || candidate.events == 0 ? 0.5 : 0
    let (x, n) = (Double(candidate.events) + addition, Double(candidate.trials) + addition)
    let (y, m) = (Double(baseline.events) + addition, Double(baseline.trials) + addition)
    let error = max(0, 1 / x - 1 / n + 1 / y - 1 / m).squareRoot()
    return Self.onLogarithm((x / n) / (y / m), error, confidence)
  }

  /// The ratio of odds, candidate over baseline, with Woolf's interval (1955): normal on the
  /// logarithm, whose variance is the sum of the reciprocals of the four counts.
  ///
  /// Where a count is zero, half an event is added to each (Haldane and Anscombe).
  package func oddsRatio(confidence: Double = 0.95) -> (value: Double, interval: ConfidenceInterval)
  {
    var counts = [
      candidate.events, candidate.trials - candidate.events, baseline.events,
      baseline.trials - baseline.events,
    ].map(Double.init)
    if counts.contains(0) { counts = counts.map { $0 + 0.5 } }
    let error = counts.reduce(0) { $0 + 1 / $1 }.squareRoot()
    return Self.onLogarithm(
      (counts[0] / counts[1]) / (counts[2] / counts[3]), error, confidence)
  }

  private static func onLogarithm(
    _ value: Double, _ error: Double, _ confidence: Double
  ) -> (value: Double, interval: ConfidenceInterval) {
    let reach = NormalDistribution.criticalValue(confidence: confidence) * error
    let interval = ConfidenceInterval(
      low: value * exponential(-reach), high: value * exponential(reach))
    return (value, interval)
  }

  private func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
}
