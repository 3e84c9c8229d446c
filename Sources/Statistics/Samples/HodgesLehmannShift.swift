/// By how much the candidate's values are shifted against the baseline's: the median of all pairwise
/// differences, candidate minus baseline, with its distribution-free interval.
///
/// Of logarithms, it is the logarithm of a ratio.
package struct HodgesLehmannShift: Hashable, Sendable {
  /// In the unit of the values.
  package let value: Double
  /// A bound is infinite where the samples are too small for the confidence.
  package let interval: ConfidenceInterval

  /// Nil where a sample is empty.
  ///
  /// The interval of M. Hollander and D. Wolfe, "Nonparametric statistical methods", 4.3: the
  /// differences of ranks k and nm + 1 - k, with k from the exact law of U up to 400 pairs, and from
  /// the normal law beyond, without a correction for ties, which makes it a little wider with them.
  /// - Complexity: O((n + m) log(nm)) expected; the differences are not stored.
  package init?(baseline: SortedSample, candidate: SortedSample, confidence: Double = 0.95) {
    let shifts = Self.all(baseline: baseline, candidate: candidate, confidences: [confidence])
    guard let shift = shifts.first else { return nil }
    self = shift
  }

  /// The shift with an interval of each confidence; none where a sample is empty.
  ///
  /// Of more values than `valueLimit` so many evenly spaced ones of the sorted sample stand for all:
  /// with 65,536 of a million the results move by less than a thousandth of the interval's width.
  package static func all(
    baseline: SortedSample, candidate: SortedSample, confidences: [Double],
    valueLimit: Int = .max
  ) -> [HodgesLehmannShift] {
    guard !baseline.isEmpty, !candidate.isEmpty else { return [] }
    let differences = PairwiseDifferences(
      baseline: baseline.thinned(to: valueLimit), candidate: candidate.thinned(to: valueLimit))
    let pairs = differences.count
    let middleRank = (pairs + 1) / 2
    let part = Double(pairs) / (Double(baseline.count) * Double(candidate.count))
    let ranks = confidences.map { confidence in
      let rank = rank(baseline.count, candidate.count, confidence: confidence)
      return part < 1 ? Int((Double(rank) * part).rounded(.down)) : rank
    }
    let lowest = ranks.filter { $0 >= 1 }.min() ?? middleRank
    let window = differences.window(holding: lowest...(pairs + 1 - lowest))
    let middle = differences.value(ofRank: middleRank, in: window)
    let value =
      pairs % 2 == 1
      ? middle : mean(middle, differences.value(after: middle, ofRank: middleRank))
    return ranks.map { rank in
      guard rank >= 1 else {
        return Self(value: value, interval: .init(low: -.infinity, high: .infinity))
      }
      let interval = ConfidenceInterval(
        low: differences.value(ofRank: rank, in: window),
        high: differences.value(ofRank: pairs + 1 - rank, in: window))
      return Self(value: value, interval: interval)
    }
  }

  private init(value: Double, interval: ConfidenceInterval) {
    self.value = value
    self.interval = interval
  }

  private static func mean(_ low: Double, _ high: Double) -> Double {
    let sum = low + high
    return sum.isFinite ? sum / 2 : low / 2 + high / 2
  }

  /// The rank of the lower bound among all differences; 0 where no rank gives the confidence.
  private static func rank(_ n: Int, _ m: Int, confidence: Double) -> Int {
    let tail = (1 - confidence) / 2
    if n * m <= 400 {
      var sum = 0.0
      return rankSumProbabilities(n, m).prefix { probability in
        sum += probability
        return sum <= tail
      }.count
    }
    let pairs = Double(n) * Double(m)
    let z = NormalDistribution.criticalValue(confidence: confidence)
    let rank = pairs / 2 - z * (pairs * Double(n + m + 1) / 12).squareRoot()
    return max(0, Int(rank.rounded(.down)))
  }
}

extension SortedSample {
  /// The values in the middles of so many blocks of equal length; all, if there are no more.
  fileprivate func thinned(to limit: Int) -> SortedSample {
    guard count > limit else { return self }
    let length = Double(count) / Double(limit)
    return SortedSample(
      ascending: (0..<limit).map { values[Int((Double($0) + 0.5) * length)] })
  }
}
