/// So many events in so many trials.
package struct Proportion: Hashable, Sendable {
  package let events: Int
  package let trials: Int

  /// Nil unless there are trials and no more events than them.
  package init?(_ events: Int, of trials: Int) {
    guard trials > 0, events >= 0, events <= trials else { return nil }
    self.events = events
    self.trials = trials
  }

  /// The share of trials with an event, from 0 to 1.
  package var share: Double { Double(events) / Double(trials) }

  /// Wilson's score interval for the probability of an event.
  ///
  /// E. B. Wilson (1927): the probabilities that a z test would not reject. It lies within 0...1
  /// and is good for few trials and for shares near the ends.
  package func wilsonInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    Statistics.wilsonInterval(share: share, trials: Double(trials), confidence: confidence)
  }
}

/// Wilson's score interval of a share that so many trials, or values worth so many, have given.
func wilsonInterval(share: Double, trials: Double, confidence: Double) -> ConfidenceInterval {
  let z = NormalDistribution.criticalValue(confidence: confidence)
  let square = z * z
  let centre = (share + square / (2 * trials)) / (1 + square / trials)
  let spread =
    z * (share * (1 - share) / trials + square / (4 * trials * trials)).squareRoot()
    / (1 + square / trials)
  return ConfidenceInterval(
    low: share == 0 ? 0 : max(0, centre - spread),
    high: share == 1 ? 1 : min(1, centre + spread))
}

/// A statistic and the probability of one at least as far from what the null hypothesis expects.
package struct TestResult: Hashable, Sendable {
  package let statistic: Double
  package let pValue: Double
}
