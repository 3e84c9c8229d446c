/// By how much the values of pairs differ, in the middle: the median of the means of any two of the
/// differences, with the interval that belongs to Wilcoxon's signed-rank test.
///
/// M. Hollander and D. Wolfe, "Nonparametric statistical methods", 3.2 and 3.3, by the normal law.
package struct PairedShift: Hashable, Sendable {
  package let value: Double
  /// A bound is infinite where there are too few pairs for the confidence.
  package let interval: ConfidenceInterval

  /// Up to so many pairs the means of all two of them are listed.
  private static let listedCount = 1_000

  /// The shift with an interval of each confidence; none without differences.
  ///
  /// - Precondition: the differences are finite.
  /// - Complexity: O(n²) up to a thousand pairs, O(n log n) beyond.
  package static func all(differences: [Double], confidences: [Double]) -> [PairedShift] {
    guard !differences.isEmpty else { return [] }
    let sorted = ascending(differences)
    return sorted.count <= listedCount
      ? listed(sorted, confidences) : walked(sorted, confidences)
  }

  /// The rank of the lower bound among the n(n + 1)/2 means; 0 where none gives the confidence.
  private static func rank(_ count: Int, _ confidence: Double) -> Int {
    let n = Double(count)
    let z = NormalDistribution.criticalValue(confidence: confidence)
    let rank = n * (n + 1) / 4 - z * (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
    return max(0, Int(rank.rounded(.down)))
  }

  private static func listed(_ sorted: [Double], _ confidences: [Double]) -> [PairedShift] {
    var means: [Double] = []
    means.reserveCapacity(sorted.count * (sorted.count + 1) / 2)
    for (index, first) in sorted.enumerated() {
      for second in sorted[index...] { means.append(first / 2 + second / 2) }
    }
    means = ascending(means)
    let value = (means[(means.count - 1) / 2] + means[means.count / 2]) / 2
    return confidences.map { confidence in
      let rank = rank(sorted.count, confidence)
      guard rank >= 1 else { return unbounded(value) }
      return PairedShift(
        value: value, interval: .init(low: means[rank - 1], high: means[means.count - rank]))
    }
  }

  /// Among the differences of the values from the negated values each pair of two comes twice, and
  /// each value with itself once, which is too little to matter.
  private static func walked(_ sorted: [Double], _ confidences: [Double]) -> [PairedShift] {
    let halves = sorted.map { $0 / 2 }
    let sums = PairwiseDifferences(
      baseline: SortedSample(ascending: halves.reversed().map { -$0 }),
      candidate: SortedSample(ascending: halves))
    let ranks = confidences.map { rank(sorted.count, $0) * 2 }
    let middle = (sums.count + 1) / 2
    let lowest = ranks.filter { $0 >= 1 }.min() ?? middle
    let window = sums.window(holding: lowest...(sums.count + 1 - lowest))
    let value = sums.value(ofRank: middle, in: window)
    return ranks.map { rank in
      guard rank >= 1 else { return unbounded(value) }
      return PairedShift(
        value: value,
        interval: .init(
          low: sums.value(ofRank: rank, in: window),
          high: sums.value(ofRank: sums.count + 1 - rank, in: window)))
    }
  }

  private static func unbounded(_ value: Double) -> PairedShift {
    PairedShift(value: value, interval: .init(low: -.infinity, high: .infinity))
  }
}

/// Student's test of whether the mean of paired differences is zero, two-sided.
package struct PairedMeanTest: Hashable, Sendable {
  private let moments: Moments

  /// A test of the moments of the differences.
  package init(_ differences: Moments) {
    moments = differences
  }

  private var student: StudentDistribution {
    StudentDistribution(degreesOfFreedom: moments.count - 1)
  }

  private var standardError: Double { moments.meanVariance.squareRoot() }

  package var pValue: Double {
    moments.mean == 0 ? 1 : student.twoSided(moments.mean / standardError)
  }

  /// Where the mean difference lies.
  package func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let reach = student.criticalValue(confidence: confidence) * standardError
    return ConfidenceInterval(low: moments.mean - reach, high: moments.mean + reach)
  }
}
