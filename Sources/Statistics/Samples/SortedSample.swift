/// Why a list of numbers is no sample.
package enum SampleError: Error, Hashable, CustomStringConvertible {
  /// The number at an index is infinite or none at all; leave such out, and tell how many they were.
  case notFinite(index: Int)

  package var description: String {
    switch self {
    case .notFinite(let index): "the value at index \(index) is not a finite number"
    }
  }
}

/// Finite numbers in ascending order: what rank statistics are computed of, sorted once.
package struct SortedSample: Hashable, Sendable {
  package let values: [Double]

  /// Sorts numbers; an infinite one or none at all is an error.
  ///
  /// - Complexity: O(n).
  package init(_ values: [Double]) throws(SampleError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(index: index)
    }
    // Minus zero equals zero and has no rank of its own.
    self.values = ascending(values)
  }

  /// Takes numbers that are in ascending order.
  ///
  /// - Precondition: they are, and all finite.
  package init(ascending values: [Double]) {
    self.values = values
  }

  package var count: Int { values.count }

  package var isEmpty: Bool { values.isEmpty }

  /// The value of the nearest rank; nil of an empty sample.
  package func quantile(_ fraction: QuantileFraction) -> Double? {
    isEmpty ? nil : values[fraction.nearestRank(among: count) - 1]
  }

  /// The distance of the quartiles, a measure of spread that outliers do not move; nil of an empty
  /// sample.
  package var interquartileRange: Double? {
    guard let first = QuantileFraction(1, over: 4), let third = QuantileFraction(3, over: 4),
      let low = quantile(first), let high = quantile(third)
    else { return nil }
    return high - low
  }
}

/// How the values of two sorted samples lie to each other, found by merging them once.
struct MergedRanks {
  /// How many values each sample has.
  private(set) var counts = PairOfCounts()
  /// Pairs in which the second sample's value is the greater.
  private(set) var greaterPairs = 0
  /// Pairs of equal values.
  private(set) var equalPairs = 0
  /// Σ(t³ - t) over the runs of equal values in both samples together.
  private(set) var tieSum = 0.0
  private(set) var hasTies = false

  init(_ first: SortedSample, _ second: SortedSample) {
    forEachTie(first, second) { _, equal in add(equal) }
  }

  /// Of samples given by how often each has each value, the least value first.
  init(counts first: [Int], _ second: [Int]) {
    precondition(first.count == second.count, "counts of the same values")
    for (first, second) in zip(first, second) where first + second > 0 {
      add(PairOfCounts(first: first, second: second))
    }
  }

  /// Adds the next greater value.
  private mutating func add(_ equal: PairOfCounts) {
    greaterPairs += counts.first * equal.second
    equalPairs += equal.first * equal.second
    let count = Double(equal.first + equal.second)
    tieSum += (count * count - 1) * count
    hasTies = hasTies || equal.first + equal.second > 1
    counts.first += equal.first
    counts.second += equal.second
  }
}

/// How many values of each of two samples.
struct PairOfCounts {
  var first = 0
  var second = 0
}

/// Calls `body` for each distinct value of two samples, in ascending order, with the counts of values
/// below it and equal to it.
///
/// - Complexity: O(n + m).
func forEachTie(
  _ first: SortedSample, _ second: SortedSample,
  _ body: (_ below: PairOfCounts, _ equal: PairOfCounts) -> Void
) {
  let (left, right) = (first.values, second.values)
  var below = PairOfCounts()
  while below.first < left.count || below.second < right.count {
    var equal = PairOfCounts()
    let value: Double
    if below.first == left.count {
      value = right[below.second]
    } else if below.second == right.count {
      value = left[below.first]
    } else {
      value = min(left[below.first], right[below.second])
    }
    while below.first + equal.first < left.count, left[below.first + equal.first] == value {
      equal.first += 1
    }
    while below.second + equal.second < right.count, right[below.second + equal.second] == value {
      equal.second += 1
    }
    body(below, equal)
    below.first += equal.first
    below.second += equal.second
  }
}
