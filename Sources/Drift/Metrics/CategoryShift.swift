import Statistics

/// How the shares of categories differ between two samples.
struct CategoryShift {
  let totalVariation: Double
  let interval: ConfidenceInterval
  let equivalence: ConfidenceInterval
  let test: String
  let p: Double
  /// Nil where all values are of one category.
  let cramersV: Double?

  /// Nil where a sample has no counts.
  ///
  /// `designEffect` is by how many times variances exceed those of independent values.
  init?(
    baseline: [Int], candidate: [Int], designEffect: Double = 1, options: ComparisonOptions
  ) {
    let designEffect = max(1, designEffect)
    guard let grown = GrownCategories(baseline, candidate, designEffect) else { return nil }
    totalVariation = grown.shares.difference
    let whole = HomogeneityTest(baseline: baseline, candidate: candidate)
    cramersV = whole?.cramersV
    (test, p) = Self.test(baseline, candidate, designEffect, whole, options)
    interval = grown.interval(options.confidence, isTold: p <= 1 - options.confidence)
    equivalence = grown.interval(
      options.equivalenceConfidence, isTold: p <= 1 - options.equivalenceConfidence)
  }

  /// The chi-square of independence with rare categories pooled; where too little is left of them,
  /// Fisher's exact test or a permutation of the units.
  private static func test(
    _ baseline: [Int], _ candidate: [Int], _ designEffect: Double, _ whole: HomogeneityTest?,
    _ options: ComparisonOptions
  ) -> (String, Double) {
    guard let whole else { return ("chi-square", 1) }
    let pooled = PooledCategories(
      baseline: baseline, candidate: candidate, leastExpectedCount: 5 * designEffect)
    if let test = HomogeneityTest(baseline: pooled.baseline, candidate: pooled.candidate),
      test.leastExpectedCount >= 5 * designEffect
    {
      let law = ChiSquareDistribution(degreesOfFreedom: Double(test.degreesOfFreedom))
      return ("chi-square", law.survival(test.statistic / designEffect))
    }
    if whole.degreesOfFreedom == 1, let shares = shares(baseline, candidate, designEffect) {
      return ("Fisher", shares.pValue)
    }
    return (
      "permutation",
      HomogeneityTest.permutationPValue(
        baseline: thinned(baseline, designEffect), candidate: thinned(candidate, designEffect),
        seed: options.seed)
    )
  }

  private static func shares(
    _ baseline: [Int], _ candidate: [Int], _ designEffect: Double
  ) -> ClusteredShares? {
    guard let first = baseline.indices.first(where: { baseline[$0] + candidate[$0] > 0 })
    else { return nil }
    return ClusteredShares(
      baseline: .init(
        events: Double(baseline[first]), trials: Double(baseline.reduce(0, +))),
      candidate: .init(
        events: Double(candidate[first]), trials: Double(candidate.reduce(0, +))),
      designEffect: designEffect)
  }

  /// Counts of as many independent values as tell as much.
  private static func thinned(_ counts: [Int], _ designEffect: Double) -> [Int] {
    designEffect > 1 ? counts.map { Int((Double($0) / designEffect).rounded()) } : counts
  }
}

/// The categories whose share has grown: by how much all of them together have is the total variation.
///
/// So its interval is that of the difference of two shares. As the categories were chosen by what is
/// seen, chance alone makes it larger than it is; both ends are moved down by about so much.
private struct GrownCategories {
  let shares: ClusteredShares
  private let bias: Double

  /// Nil where a sample has no counts.
  init?(_ baseline: [Int], _ candidate: [Int], _ designEffect: Double) {
    let (n, m) = (Double(baseline.reduce(0, +)), Double(candidate.reduce(0, +)))
    var (before, after, bias) = (0.0, 0.0, 0.0)
    for (x, y) in zip(baseline, candidate) where x + y > 0 {
      let (p, q) = (Double(x) / n, Double(y) / m)
      if q > p {
        before += Double(x)
        after += Double(y)
      }
      let error = (designEffect * (p * (1 - p) / n + q * (1 - q) / m)).squareRoot()
      bias += foldedMean(abs(q - p), error) - abs(q - p)
    }
    self.bias = bias / 2
    let shares = ClusteredShares(
      baseline: .init(events: before, trials: n), candidate: .init(events: after, trials: m),
      designEffect: designEffect)
    guard let shares else { return nil }
    self.shares = shares
  }

  /// Zero is ruled out only where the test does.
  func interval(_ confidence: Double, isTold: Bool) -> ConfidenceInterval {
    let interval = shares.differenceInterval(confidence: confidence)
    return ConfidenceInterval(
      low: isTold ? max(0, interval.low - bias) : 0,
      high: min(1, max(shares.difference, interval.high - bias)))
  }
}

/// The mean of the size of a normal variable.
func foldedMean(_ mean: Double, _ deviation: Double) -> Double {
  guard deviation > 0 else { return mean }
  let z = mean / deviation
  return deviation * 0.797_884_560_802_865_4 * exponential(-z * z / 2)
    + mean * (1 - 2 * NormalDistribution.cumulative(-z))
}
