/// The exact sum of doubles, in a fixed-point number wide enough for all of them.
///
/// Floating-point addition rounds, so its result depends on the order; this does not, which is
/// what lets segments be added up in any order and still give the same bytes. The idea is the
/// small superaccumulator of R. Neal, "Fast exact summation using small and large
/// superaccumulators" (2015), with three digits touched an addition.
package struct ExactSum: Sendable {
  /// Base 2^32 digits, least significant first; digit `k` weighs 2^(32k - 1106).
  ///
  /// Between carries a digit may be any number that fits.
  private var digits = InlineArray<70, Int64>(repeating: 0)
  /// Additions since the last carry.
  private var pendingCount = 0

  /// The weight of bit 0.
  ///
  /// One digit below the least double, 2^-1074, so that a quotient still has the bits that decide
  /// its rounding.
  private static let lowestExponent = -1_106
  /// Each addition puts less than 2^32 on a digit, so 2^30 of them stay below 2^62.
  private static let pendingLimit = 1 << 30

  /// Nothing added.
  package init() {}

  /// Adds a finite number.
  package mutating func add(_ value: Double) {
    precondition(value.isFinite, "only finite numbers have an exact sum")
    let exponentBits = Int(value.exponentBitPattern)
    let isNormal = exponentBits != 0
    let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
    // The significand's lowest bit weighs 2^(max(e, 1) - 1075).
    let position = max(exponentBits, 1) - 1_075 - Self.lowestExponent
    let digit = position >> 5
    let shifted = UInt128(significand) << UInt128(position & 31)
    let low = Int64(UInt32(truncatingIfNeeded: shifted))
    let middle = Int64(UInt32(truncatingIfNeeded: shifted >> 32))
    let high = Int64(UInt32(truncatingIfNeeded: shifted >> 64))
    if value.sign == .minus {
      digits[digit] &-= low
      digits[digit + 1] &-= middle
      digits[digit + 2] &-= high
    } else {
      digits[digit] &+= low
      digits[digit + 1] &+= middle
      digits[digit + 2] &+= high
    }
    pendingCount += 1
    if pendingCount == Self.pendingLimit { carry() }
  }

  /// Adds what another sum holds.
  package mutating func add(_ other: ExactSum) {
    var other = other
    other.carry()
    carry()
    for digit in digits.indices { digits[digit] &+= other.digits[digit] }
    pendingCount = 1
  }

  /// The sum, rounded once, to nearest, ties to even; infinite when no double is large enough.
  package var value: Double { quotient(by: 1) }

  /// The sum divided by a count from 1 to 2^32 - 1, rounded once.
  package func quotient(by count: Int) -> Double {
    precondition(count > 0 && count <= Int(UInt32.max), "a count of rows")
    var magnitude = self
    magnitude.carry()
    let isNegative = magnitude.digits[69] < 0
    if isNegative { magnitude.negate() }
    let hasRemainder = magnitude.divide(by: UInt64(count))
    let value = magnitude.rounded(isInexact: hasRemainder)
    return isNegative ? -value : value
  }

  /// Brings every digit but the last into 0 ..< 2^32.
  private mutating func carry() {
    var carry: Int64 = 0
    for index in 0..<69 {
      let digit = digits[index] &+ carry
      digits[index] = digit & 0xffff_ffff
      carry = digit >> 32
    }
    digits[69] &+= carry
    pendingCount = 0
  }

  private mutating func negate() {
    for index in digits.indices { digits[index] = 0 &- digits[index] }
    carry()
  }

  /// Long division of a carried, non-negative number; true when something remains.
  private mutating func divide(by divisor: UInt64) -> Bool {
    var remainder: UInt64 = 0
    for index in digits.indices.reversed() {
      let part = remainder << 32 | UInt64(digits[index])
      let (quotient, rest) = part.quotientAndRemainder(dividingBy: divisor)
      digits[index] = Int64(quotient)
      remainder = rest
    }
    return remainder != 0
  }

  /// The double nearest to a carried, non-negative number that is a little larger when inexact.
  private func rounded(isInexact: Bool) -> Double {
    guard let top = digits.indices.last(where: { digits[$0] != 0 }) else { return 0 }
    let bitCount = top * 32 + 64 - digits[top].leadingZeroBitCount
    // A double keeps 53 bits, fewer when they would weigh less than 2^-1074.
    let lowest = max(bitCount - 53, -1_074 - Self.lowestExponent)
    var significand = bits(from: lowest)
    let isHalf = bit(lowest - 1)
    let isMore = isInexact || hasBits(below: lowest - 1)
    if isHalf && (isMore || significand & 1 == 1) { significand += 1 }
    return Double(
      sign: .plus, exponent: lowest + Self.lowestExponent, significand: Double(significand))
  }

  /// The bits from a position upwards; at most 53 are set there.
  private func bits(from position: Int) -> UInt64 {
    var bits: UInt128 = 0
    let first = position >> 5
    for index in (first..<min(first + 3, 70)).reversed() {
      bits = bits << 32 | UInt128(digits[index])
    }
    return UInt64(truncatingIfNeeded: bits >> UInt128(position & 31))
  }

  private func bit(_ position: Int) -> Bool {
    digits[position >> 5] >> Int64(position & 31) & 1 == 1
  }

  private func hasBits(below position: Int) -> Bool {
    let index = position >> 5
    if digits[index] & (1 << Int64(position & 31) - 1) != 0 { return true }
    return digits.indices.prefix(index).contains { digits[$0] != 0 }
  }
}
