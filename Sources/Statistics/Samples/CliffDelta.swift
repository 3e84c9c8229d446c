/// Cliff's delta, with its interval: by how much more often the candidate's value is the greater than
/// it is the less, of all pairs.
package struct CliffDelta: Hashable, Sendable {
  /// From -1, the candidate always less, to 1, always greater.
  package let value: Double
  /// Nil where a sample has fewer than two values.
  package let interval: ConfidenceInterval?

  /// Nil where a sample is empty.
  ///
  /// N. Cliff (1993), with the consistent variance and the asymmetric interval of D. Feng and
  /// N. Cliff, "Monte Carlo evaluation of ordinal d with improved confidence interval" (2004).
  /// - Complexity: O(n + m).
  package init?(baseline: SortedSample, candidate: SortedSample, confidence: Double = 0.95) {
    guard !baseline.isEmpty, !candidate.isEmpty else { return nil }
    let (n, m) = (Double(baseline.count), Double(candidate.count))
    let ranks = MergedRanks(baseline, candidate)
    let greater = Double(ranks.greaterPairs)
    let less = n * m - greater - Double(ranks.equalPairs)
    let value = (greater - less) / (n * m)
    self.value = value
    guard n > 1, m > 1 else {
      interval = nil
      return
    }
    // How each value stands to the other sample, squared and summed over the sample.
    var (rows, columns) = (0.0, 0.0)
    forEachTie(baseline, candidate) { below, equal in
      let above = PairOfCounts(
        first: baseline.count - below.first - equal.first,
        second: candidate.count - below.second - equal.second)
      let row = Double(above.second - below.second) / m - value
      let column = Double(below.first - above.first) / n - value
      rows += Double(equal.first) * row * row
      columns += Double(equal.second) * column * column
    }
    let cells = (greater + less) - n * m * value * value
    let variance =
      ((m - 1) * rows / (n - 1) + (n - 1) * columns / (m - 1) + cells / (n * m)) / (n * m)
    interval = Self.interval(value, variance: variance, confidence: confidence)
  }

  private static func interval(
    _ value: Double, variance: Double, confidence: Double
  ) -> ConfidenceInterval {
    // Where every pair agrees the variance is zero, and the formula gives a point.
    let z = NormalDistribution.criticalValue(confidence: confidence)
    let square = value * value
    let room = 1 - square + z * z * variance
    guard room > 0 else { return ConfidenceInterval(low: value, high: value) }
    let centre = value - value * square
    let reach =
      z * variance.squareRoot() * ((1 - square) * (1 - square) + z * z * variance).squareRoot()
    return ConfidenceInterval(
      low: max(-1, (centre - reach) / room), high: min(1, (centre + reach) / room))
  }
}
