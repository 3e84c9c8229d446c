/// A sum of doubles by their weights, and the sum of the weights, exact, so that neither depends on
/// the order.
package struct WeightedSum: Sendable {
  package private(set) var weights = WeightTotal()
  private var sum = ExactSum()
  /// Whether a number by its weight has left the doubles; then there is no sum.
  private var isTooLarge = false

  /// Nothing added.
  package init() {}

  /// Adds a finite number.
  package mutating func add(_ number: Double, weight: Double) {
    weights.add(weight)
    guard (number * weight).isFinite else {
      isTooLarge = true
      return
    }
    sum.add(product: number, weight)
  }

  package mutating func add(_ other: WeightedSum) {
    weights.add(other.weights)
    sum.add(other.sum)
    isTooLarge = isTooLarge || other.isTooLarge
  }

  /// Rounded once; not finite where no double is near.
  package var value: Double { isTooLarge ? .nan : sum.value }

  /// The sum over the weights; not finite where no double is near.
  package var average: Double {
    let estimate = value / weights.value
    guard estimate.isFinite else { return .nan }
    // What the estimate leaves, exact, says by how much it is off.
    var rest = sum
    for part in weights.doubles { rest.add(product: -estimate, part) }
    return estimate + rest.value / weights.value
  }
}

extension WeightTotal {
  /// Doubles whose sum this is.
  var doubles: [Double] {
    let high = Double(units)
    let low = Double(units - (Int128(exactly: high) ?? units))
    // A power of two: the products are exact.
    return [high * 0x1p-52, low * 0x1p-52]
  }
}
