/// A sum of whole numbers by their weights that is exact, and so does not depend on their order.
///
/// In units of `WeightTotal`. The number is `high · 2^64 + low`, 192 bits wide: it takes 2^19 of the
/// greatest numbers of the greatest weight to leave it, of which none has a sum of 64 bits.
package struct WeightedWholeSum: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: Int128 = 0

  /// Nothing added.
  package init() {}

  package mutating func add(_ number: Int64, weight: Double) {
    add(number, units: WeightTotal.units(of: weight))
  }

  package mutating func add(_ other: WeightedWholeSum) { add(low: other.low, high: other.high) }

  private mutating func add(_ number: Int64, units: Int128) {
    let lower = Int128(number) * Int128(UInt64(truncatingIfNeeded: units))
    let upper = Int128(number) &* (units >> 64)
    add(low: UInt64(truncatingIfNeeded: lower), high: upper &+ (lower >> 64))
  }

  private mutating func add(low: UInt64, high: Int128) {
    let (sum, carries) = self.low.addingReportingOverflow(low)
    self.low = sum
    self.high = self.high &+ high &+ (carries ? 1 : 0)
  }

  /// The nearest whole number, ties to even; nil past 64 bits.
  package var rounded: Int64? {
    narrow.flatMap { Int64(exactly: halfEvenQuotient($0, WeightTotal.unitsOfOne)) }
  }

  /// The average by the weights, to the nearest whole number, ties to even.
  ///
  /// Nil where the weights come to nothing, or the sum has left its range.
  package func roundedAverage(over weights: WeightTotal) -> Int64? {
    guard !weights.isZero else { return nil }
    if let narrow { return Int64(exactly: halfEvenQuotient(narrow, weights.units)) }
    guard let (near, rest) = parts(over: weights) else { return nil }
    return Int64(exactly: Int128(near) + halfEvenQuotient(rest, weights.units))
  }

  /// The average by the weights, rounded once where the sum has 128 bits or fewer, else twice.
  package func average(over weights: WeightTotal) -> Double? {
    guard !weights.isZero else { return nil }
    if let narrow { return nearestQuotient(narrow, weights.units) }
    return parts(over: weights).map { Double($0.near) + nearestQuotient($0.rest, weights.units) }
  }

  /// An even number near the average, and what the sum is beyond that number by the weights.
  ///
  /// Even, so that a tie of what is left goes the same way as one of the whole.
  private func parts(over weights: WeightTotal) -> (near: Int64, rest: Int128)? {
    let estimate = (Double(high) * 0x1p64 + Double(low)) / Double(weights.units)
    guard let half = Int128(exactly: (estimate / 2).rounded()) else { return nil }
    let bound: Int128 = 1 << 62 - 1
    let near = Int64(2 * max(-bound, min(bound, half)))
    var rest = self
    rest.add(-near, units: weights.units)
    return rest.narrow.map { (near, $0) }
  }

  /// The sum where 128 bits hold it, as they do those whose nearest whole number has 64.
  private var narrow: Int128? {
    Int64(exactly: high).map { Int128($0) << 64 | Int128(low) }
  }
}
