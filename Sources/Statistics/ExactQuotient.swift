/// The double nearest to `dividend / divisor`, ties to even.
///
/// Both sides are exact, so the result is rounded once; `Double(a) / Double(b)` would round three
/// times for numbers past 2^53.
package func nearestQuotient(_ dividend: Int128, _ divisor: Int128) -> Double {
  precondition(divisor != 0, "no quotient by zero")
  let isNegative = (dividend < 0) != (divisor < 0)
  let magnitude = nearestQuotient(dividend.magnitude, divisor.magnitude)
  return isNegative ? -magnitude : magnitude
}

/// The integer nearest to `dividend / divisor`, ties to even.
package func halfEvenQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  precondition(divisor != 0, "no quotient by zero")
  let isNegative = (dividend < 0) != (divisor < 0)
  var (quotient, remainder) = dividend.magnitude.quotientAndRemainder(
    dividingBy: divisor.magnitude)
  let rest = divisor.magnitude - remainder
  if remainder > rest || (remainder == rest && quotient & 1 == 1) { quotient += 1 }
  remainder = 0
  let magnitude = Int128(truncatingIfNeeded: quotient)
  return isNegative ? -magnitude : magnitude
}

private func nearestQuotient(_ dividend: UInt128, _ divisor: UInt128) -> Double {
  guard dividend != 0 else { return 0 }
  // Scale the dividend up by 2^shift until the quotient has 64 bits or more, and so enough for
  // 53 and the rounding.
  let divisorBits = 128 - divisor.leadingZeroBitCount
  let dividendBits = 128 - dividend.leadingZeroBitCount
  let shift = max(0, 65 - (dividendBits - divisorBits))
  var quotient: UInt128
  var remainder: UInt128
  (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  for _ in 0..<shift {
    // The remainder stays below the divisor; doubled it may pass 2^128, hence the overflow bit.
    let (doubled, isOver) = remainder.addingReportingOverflow(remainder)
    let takes = isOver || doubled >= divisor
    remainder = takes ? doubled &- divisor : doubled
    quotient = quotient << 1 | (takes ? 1 : 0)
  }
  return scaled(quotient, exponent: -shift, isInexact: remainder != 0)
}

/// The double nearest to `integer * 2^exponent`, or to a little more when inexact.
private func scaled(_ integer: UInt128, exponent: Int, isInexact: Bool) -> Double {
  let excess = max(0, 64 - integer.leadingZeroBitCount)
  var top = UInt64(truncatingIfNeeded: integer >> UInt128(excess))
  let dropped = integer & (UInt128(1) << UInt128(excess) - 1)
  // A bit below the 53 that count stands for everything dropped: 64 bits leave 11 to spare.
  if isInexact || dropped != 0 { top |= 1 }
  return Double(sign: .plus, exponent: exponent + excess, significand: Double(top))
}
