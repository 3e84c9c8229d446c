/// The variance of a sample in which each value stands for so many, from exact sums: what it is does
/// not depend on the order of the values.
package struct WeightedVariance: Sendable {
  private var count = 0
  private var weights = WeightTotal()
  private var sum = ExactSum()
  private var squares = ExactSum()
  private var isTooLarge = false

  /// Nothing added.
  package init() {}

  /// Adds a number whose square by its weight is finite; of others the variance is none.
  package mutating func add(_ value: Double, weight: Double) {
    count += 1
    weights.add(weight)
    guard value.magnitude < 0x1p480 else {
      isTooLarge = true
      return
    }
    sum.add(product: value, weight)
    let square = value * value
    squares.add(product: square, weight)
    squares.add(product: (-square).addingProduct(value, value), weight)
  }

  /// Adds what another has.
  package mutating func add(_ other: WeightedVariance) {
    count += other.count
    weights.add(other.weights)
    sum.add(other.sum)
    squares.add(other.squares)
    isTooLarge = isTooLarge || other.isTooLarge
  }

  /// The square root of the sum of the squared distances from the mean by their weights over one
  /// less than the weights, as if each value came as often as it weighs.
  ///
  /// Nil of fewer than two values, and of those whose squares leave the doubles. `ExactVariance` says
  /// how.
  package var standardDeviation: Double? {
    guard count > 1, !isTooLarge else { return nil }
    let total = weights.value
    let mean = sum.value / total
    // Σw(x - m)² = Σwx² - 2mΣwx + Wm²
    var distances = squares
    for part in sum.doubles { distances.add(product: -2 * mean, part) }
    var shift = sum
    for part in weights.doubles {
      shift.add(product: -mean, part)
      for factor in mean.halves {
        for other in mean.halves { distances.add(product: factor * other, part) }
      }
    }
    let rest = shift.value
    let variance = (distances.value - rest * rest / total) / (total - 1)
    return max(0, variance).squareRoot()
  }
}
