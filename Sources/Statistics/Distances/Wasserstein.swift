/// The Wasserstein-1 distance of two samples: how far, on average, values would have to move, in their
/// unit.
///
/// The area between the two empirical distribution functions; SciPy's `wasserstein_distance`. Nil
/// where a sample is empty.
/// - Complexity: O(n + m).
package func wassersteinDistance(_ first: SortedSample, _ second: SortedSample) -> Double? {
  guard !first.isEmpty, !second.isEmpty else { return nil }
  let (n, m) = (first.count, second.count)
  var area = 0.0
  var previous: (value: Double, distance: Int)?
  forEachTie(first, second) { below, equal in
    let value =
      equal.first > 0 ? first.values[below.first] : second.values[below.second]
    if let previous { area += Double(previous.distance) * (value - previous.value) }
    let distance = (below.first + equal.first) * m - (below.second + equal.second) * n
    previous = (value, abs(distance))
  }
  return area / (Double(n) * Double(m))
}

/// A value and how much it counts.
package struct WeightedValue: Hashable, Sendable {
  package let value: Double
  package let weight: Double

  /// The weight is not negative.
  package init(_ value: Double, weight: Double) {
    precondition(value.isFinite && weight >= 0 && weight.isFinite, "finite, and no negative weight")
    self.value = value
    self.weight = weight
  }
}

/// The Wasserstein-1 distance of two weighted samples, in the unit of their values.
///
/// Nil where a sample has no weight.
/// - Complexity: O((n + m) log(n + m)).
package func wassersteinDistance(_ first: [WeightedValue], _ second: [WeightedValue]) -> Double? {
  let n = first.reduce(0) { $0 + $1.weight }
  let m = second.reduce(0) { $0 + $1.weight }
  guard n > 0, m > 0 else { return nil }
  let steps =
    first.map { (value: $0.value, step: $0.weight / n) }
    + second.map { (value: $0.value, step: -$0.weight / m) }
  let sorted = steps.sorted { $0.value < $1.value }
  var (area, distance) = (0.0, 0.0)
  for (current, next) in zip(sorted, sorted.dropFirst()) {
    distance += current.step
    area += abs(distance) * (next.value - current.value)
  }
  return area
}
