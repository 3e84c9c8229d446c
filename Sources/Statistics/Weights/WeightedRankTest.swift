/// The test of whether one weighted sample's values tend to be greater than the other's, which need not
/// have the same spread.
///
/// E. Brunner and U. Munzel's (2000), with the variance of a weighted mean in the place of that of a mean:
/// each value is taken by its placement among the other sample's. Of equal weights it is SciPy's
/// `brunnermunzel`.
package struct WeightedRankTest: Hashable, Sendable {
  /// The probability that the candidate's value is the greater, and half that of equal values.
  package let probability: Double
  package let standardError: Double
  package let degreesOfFreedom: Double
  /// How many unweighted values of the baseline would tell as much of ranks.
  package let baselineCount: Double
  /// How many of the candidate would.
  package let candidateCount: Double

  /// Nil where a sample has less than two values' worth.
  ///
  /// - Complexity: O((n + m) log(n + m)).
  package init?(
    baseline: (values: [Double], weights: [Double]),
    candidate: (values: [Double], weights: [Double])
  ) {
    let before = WeightedSample(baseline.values, weights: baseline.weights)
    let after = WeightedSample(candidate.values, weights: candidate.weights)
    guard before.count > 1, after.count > 1 else { return nil }
    let sides = [
      Self.placements(of: baseline, among: after), Self.placements(of: candidate, among: before),
    ]
    guard let first = sides[0].mean.moments, let second = sides[1].mean.moments else { return nil }
    probability = (second.mean + 1 - first.mean) / 2
    let (p, q) = (first.meanVariance, second.meanVariance)
    standardError = (p + q).squareRoot()
    let (s, t) = p + q > 0 ? (p / (p + q), q / (p + q)) : (0.5, 0.5)
    degreesOfFreedom = 1 / (s * s / (first.count - 1) + t * t / (second.count - 1))
    baselineCount = sides[0].effectiveCount(first)
    candidateCount = sides[1].effectiveCount(second)
  }

  private struct Placements {
    var mean: WeightedMean
    /// The variance of what the placements stand for.
    var variance: Double
    var count: Int

    func effectiveCount(_ moments: Moments) -> Double {
      guard moments.meanVariance > 0 else { return min(moments.count, Double(count)) }
      return min(variance / moments.meanVariance, Double(count))
    }
  }

  private static func placements(
    of side: (values: [Double], weights: [Double]), among other: WeightedSample
  ) -> Placements {
    var mean = WeightedMean()
    let places = side.values.map { other.share(upToMiddleOf: $0) }
    for (place, weight) in zip(places, side.weights) { mean.add(place, weight: weight) }
    let (middle, total) = (mean.value ?? 0, mean.populationCount)
    let squares = zip(places, side.weights).reduce(0) { sum, value in
      sum + value.1 * (value.0 - middle) * (value.0 - middle)
    }
    return Placements(mean: mean, variance: squares / total, count: side.values.count)
  }

  /// How far the probability is from one half, in standard errors.
  package var statistic: Double {
    probability == 0.5 ? 0 : (probability - 0.5) / standardError
  }

  package var pValue: Double {
    StudentDistribution(degreesOfFreedom: degreesOfFreedom).twoSided(statistic)
  }

  /// Cliff's delta: by how much more often the candidate's value is the greater than it is the less.
  package var delta: Double { 2 * probability - 1 }

  /// Where Cliff's delta lies.
  package func deltaInterval(confidence: Double = 0.95) -> ConfidenceInterval {
    let student = StudentDistribution(degreesOfFreedom: degreesOfFreedom)
    let reach = 2 * student.criticalValue(confidence: confidence) * standardError
    return ConfidenceInterval(low: max(-1, delta - reach), high: min(1, delta + reach))
  }
}
