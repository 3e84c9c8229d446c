extension MixtureTest {
  /// The prior variance with which intervals are narrowest after so many values of variance 1 on both
  /// sides together (`1 / (1/n + 1/m)` of them).
  ///
  /// The approximation of I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy and A. Ramdas, "Time-uniform
  /// central limit theory and asymptotic confidence sequences" (2024).
  package static func priorVariance(
    narrowestAfter effectiveCount: Double, confidence: Double
  ) -> Double {
    let level = -2 * logarithm(1 - confidence)
    return (level + logarithm(level) + 1) / effectiveCount
  }

  /// How far the interval of a look reaches to either side of the difference.
  package func reach(variance: Double) -> Double {
    let total = variance + priorVariance
    let room = logarithm(total / variance) - 2 * logarithm(1 - confidence)
    return (variance * total / priorVariance * room).squareRoot()
  }

  /// How many times the data so far it takes until an interval reaches no further than a distance, if
  /// the variance of the difference falls as data grow; nil where a million times do not do.
  package func growthNeeded(variance: Double, distance: Double) -> Double? {
    let limit = 1e6
    guard variance > 0, distance > 0, reach(variance: variance / limit) <= distance else {
      return nil
    }
    var (low, high) = (0.0, logarithm(limit))
    guard reach(variance: variance) > distance else { return 1 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if reach(variance: variance / exponential(middle)) > distance {
        low = middle
      } else {
        high = middle
      }
    }
    return exponential(high)
  }
}
