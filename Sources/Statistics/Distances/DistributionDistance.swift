/// The distances of two empirical distribution functions, found in one walk.
package struct DistributionDistance: Hashable, Sendable {
  /// The greatest distance, from 0 to 1: Kolmogorov and Smirnov's statistic.
  package let kolmogorov: Double
  /// The area between them, in the unit of the values: the Wasserstein-1 distance.
  package let wasserstein: Double

  /// Of samples neither of which is empty.
  ///
  /// - Complexity: O(n + m).
  package init(_ first: SortedSample, _ second: SortedSample) {
    precondition(!first.isEmpty && !second.isEmpty, "distances of something")
    let (n, m) = (first.count, second.count)
    var (greatest, area) = (0, 0.0)
    var previous: (value: Double, distance: Int)?
    forEachTie(first, second) { below, equal in
      let value =
        equal.first > 0 ? first.values[below.first] : second.values[below.second]
      if let previous { area += Double(previous.distance) * (value - previous.value) }
      let distance = abs((below.first + equal.first) * m - (below.second + equal.second) * n)
      greatest = max(greatest, distance)
      previous = (value, distance)
    }
    let pairs = Double(n) * Double(m)
    kolmogorov = Double(greatest) / pairs
    wasserstein = area / pairs
  }
}
