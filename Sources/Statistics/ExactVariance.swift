/// The variance of a sample, from exact sums: what it is does not depend on the order of the values.
package struct ExactVariance: Sendable {
  private var count = 0
  private var sum = ExactSum()
  private var squares = ExactSum()

  /// Nothing added.
  package init() {}

  /// Adds a number whose square is finite; of others the variance is none.
  package mutating func add(_ value: Double) {
    count += 1
    guard value.magnitude < 0x1p511 else {
      isTooLarge = true
      return
    }
    sum.add(value)
    squares.add(product: value, value)
  }

  private var isTooLarge = false

  /// Adds what another has.
  package mutating func add(_ other: ExactVariance) {
    count += other.count
    sum.add(other.sum)
    squares.add(other.squares)
    isTooLarge = isTooLarge || other.isTooLarge
  }

  /// The square root of the sum of the squared distances from the mean over one less than the count;
  /// nil of fewer than two values, and of those whose squares leave the doubles.
  ///
  /// With the mean rounded to a double m, the distances from m are summed exactly, and what the
  /// rounding added to them is taken away.
  package var standardDeviation: Double? {
    guard count > 1, !isTooLarge else { return nil }
    let mean = sum.quotient(by: count)
    let parts = sum.doubles
    // Σ(x - m)² = Σx² - 2mΣx + nm²
    var distances = squares
    for part in parts { distances.add(product: -2 * mean, part) }
    var shift = sum
    let total = Double(count)
    for factor in mean.halves {
      shift.add(product: -total, factor)
      for other in mean.halves { distances.add(product: total * factor, other) }
    }
    // Σx - nm, which the exact mean would make zero.
    let rest = shift.value
    let variance = (distances.value - rest * rest / total) / (total - 1)
    return max(0, variance).squareRoot()
  }
}
