/// What a test is to achieve: how often it may err, and how often find what is there.
package struct TestDesign: Hashable, Sendable {
  /// The level of the two-sided test.
  package let significance: Double
  /// The probability of finding the difference planned for.
  package let power: Double

  /// Both lie between 0 and 1.
  package init(significance: Double = 0.05, power: Double = 0.8) {
    precondition(significance > 0 && significance < 1 && power > 0 && power < 1, "probabilities")
    self.significance = significance
    self.power = power
  }

  private var level: Double { -NormalDistribution.quantile(significance / 2) }

  private var reserve: Double { NormalDistribution.quantile(power) }

  /// How many values each sample needs for a difference of means, by the normal law.
  ///
  /// For latencies and costs take both of logarithms: a rise by 5 % is `log(1.05)`. Nil where the
  /// difference is zero: no number would do.
  package func countPerSample(meanDifference: Double, standardDeviation: Double) -> Double? {
    guard meanDifference != 0 else { return nil }
    let ratio = (level + reserve) * standardDeviation / meanDifference
    return (2 * ratio * ratio).rounded(.up)
  }

  /// How many trials each sample needs to tell two probabilities apart with the pooled z test.
  ///
  /// J. Fleiss, "Statistical methods for rates and proportions", without a correction for continuity.
  /// Nil where they are equal.
  package func countPerSample(probability first: Double, and second: Double) -> Double? {
    guard first != second else { return nil }
    let mean = (first + second) / 2
    let pooled = level * (2 * mean * (1 - mean)).squareRoot()
    let apart = reserve * (first * (1 - first) + second * (1 - second)).squareRoot()
    let ratio = (pooled + apart) / (second - first)
    return (ratio * ratio).rounded(.up)
  }

  /// How many times the data so far it takes until an interval lies within, or beyond, a tolerance, if
  /// the effect stays what it is.
  ///
  /// Intervals shrink with the root of the data. `distance` is that of the effect from the nearest
  /// bound of the tolerance, `reach` that of the effect from the interval's end on that side. Nil
  /// where the effect lies on the bound; at most 1 where the data suffice.
  package static func growthNeeded(reach: Double, distance: Double) -> Double? {
    guard distance != 0 else { return nil }
    let ratio = reach / distance
    return ratio * ratio
  }
}

/// How many more of each sample an undecided comparison needs; nil where no number would decide it.
///
/// `low` and `high` are the bounds of the tolerance around no effect. The greatest number that is told
/// is `Int.max`.
package func additionalCountNeeded(
  soFar: Int, effect: Double, interval: ConfidenceInterval, low: Double, high: Double
) -> Int? {
  precondition(low < high, "a tolerance of some width")
  let isNearLow = abs(effect - low) < abs(effect - high)
  let bound = isNearLow ? low : high
  let isAbove = effect > bound
  let reach = isAbove ? effect - interval.low : interval.high - effect
  guard let growth = TestDesign.growthNeeded(reach: reach, distance: effect - bound) else {
    return nil
  }
  let total = (Double(soFar) * growth).rounded(.up)
  guard total < 9e18 else { return Int.max }
  return max(0, Int(total) - soFar)
}
