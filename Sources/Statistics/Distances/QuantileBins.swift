/// Bins with about as many values of a baseline in each, by which other samples are counted.
///
/// The first and the last are open, so that every value has a bin; a further bin holds what is missing.
/// Bounds from the baseline alone keep an outlier of the candidate from stretching the bins, as equal
/// widths would.
package struct QuantileBins: Hashable, Sendable {
  /// Between the bins, ascending; a value equal to a bound lies below it.
  package let bounds: [Double]

  /// Cuts a baseline at its quantiles; nil of an empty one.
  ///
  /// Where many values are equal there are fewer bins.
  package init?(baseline: SortedSample, binCount: Int = 10) {
    precondition(binCount > 0, "bins to count in")
    guard let greatest = baseline.values.last else { return nil }
    var bounds: [Double] = []
    for bin in 1..<max(1, binCount) {
      guard let fraction = QuantileFraction(Int64(bin), over: Int64(binCount)),
        let bound = baseline.quantile(fraction), bound < greatest, bound != bounds.last
      else { continue }
      bounds.append(bound)
    }
    self.bounds = bounds
  }

  /// How many values of a sample lie in each bin, and last how many are missing.
  ///
  /// - Complexity: O(bins · log n).
  package func counts(of sample: SortedSample, missing: Int = 0) -> [Int] {
    var counts: [Int] = []
    var passed = 0
    for bound in bounds {
      let upTo = sample.count(upTo: bound)
      counts.append(upTo - passed)
      passed = upTo
    }
    return counts + [sample.count - passed, missing]
  }
}

extension SortedSample {
  /// How many values are at most a bound.
  ///
  /// - Complexity: O(log n).
  package func count(upTo bound: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
