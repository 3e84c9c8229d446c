/// A sum of weights that is exact, and so does not depend on their order.
///
/// A weight says how many a kept one stands for: one over the probability with which it was kept,
/// from 1 to 2^56.
package struct WeightTotal: Hashable, Sendable {
  /// In units of 2^-52, the last bit of a double from 1 to 2: every double from 1 up is a whole
  /// number of them.
  package private(set) var units: Int128 = 0

  /// One, in units.
  package static let unitsOfOne: Int128 = 1 << 52

  /// Nothing added.
  package init() {}

  /// What something that sampling kept stands for.
  ///
  /// No probability, one outside of 0 to 1, and one below 2^-56, the least that OpenTelemetry can
  /// tell, count as unknown; then it stands for itself.
  package static func weight(ofProbability probability: Double?) -> Double {
    guard let probability, probability >= 0x1p-56, probability <= 1 else { return 1 }
    return 1 / probability
  }

  /// A weight in units, without rounding.
  package static func units(of weight: Double) -> Int128 {
    Int128(weight.significandBitPattern | 1 << 52) << Int128(weight.exponent)
  }

  package mutating func add(_ weight: Double) { add(units: Self.units(of: weight)) }

  package mutating func add(_ other: WeightTotal) { add(units: other.units) }

  /// Stays at the greatest there is once past it: no less can follow.
  private mutating func add(units added: Int128) {
    let (sum, overflow) = units.addingReportingOverflow(added)
    units = overflow ? .max : sum
  }

  package var isZero: Bool { units == 0 }

  /// Rounded once.
  package var value: Double { nearestQuotient(units, Self.unitsOfOne) }

  /// The nearest whole number, ties to even; nil past 64 bits.
  package var rounded: Int64? { Int64(exactly: halfEvenQuotient(units, Self.unitsOfOne)) }

  /// The share that it is of another total; nil where that is nothing.
  package func share(of whole: WeightTotal) -> Double? {
    whole.isZero ? nil : nearestQuotient(units, whole.units)
  }
}

extension QuantileFraction {
  /// The least cumulated weight, in units, at which the fraction of the whole is reached; above
  /// nothing also for p = 0.
  package func nearestRank(among total: WeightTotal) -> Int128 {
    precondition(!total.isZero, "no rank among nothing")
    let (whole, rest) = total.units.quotientAndRemainder(dividingBy: Int128(denominator))
    let last = (rest * Int128(numerator) + Int128(denominator) - 1) / Int128(denominator)
    return max(1, whole * Int128(numerator) + last)
  }
}
