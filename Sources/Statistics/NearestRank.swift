/// A share of a population as an exact fraction: p95 is 95/100.
///
/// In floating point 0.95 * 20 may come out above 19, and the percentile would be off by a rank.
package struct QuantileFraction: Hashable, Sendable {
  package let numerator: Int64
  package let denominator: Int64

  /// A fraction from 0 to 1; nil for others.
  package init?(_ numerator: Int64, over denominator: Int64) {
    guard denominator > 0, numerator >= 0, numerator <= denominator else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The nearest rank, `ceil(p * count)`, from 1 to `count`; the least rank is 1 also for p = 0.
  package func nearestRank(among count: Int) -> Int {
    precondition(count > 0, "no rank among nothing")
    let product = Int128(numerator) * Int128(count)
    let rank = (product + Int128(denominator) - 1) / Int128(denominator)
    return max(1, Int(rank))
  }
}
