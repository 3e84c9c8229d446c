/// The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1.
///
/// Right in relative terms down to the least double. `complement` is 1 - x: give it where it is
/// known better than the subtraction tells.
/// - Complexity: O(√max(a, b)) at worst.
package func regularizedBeta(
  _ x: Double, _ a: Double, _ b: Double, complement: Double? = nil
) -> Double {
  precondition(a > 0 && b > 0 && x >= 0 && x <= 1, "arguments of the incomplete beta function")
  let y = complement ?? 1 - x
  if x == 0 { return 0 }
  if y == 0 { return 1 }
  if x <= (a + 1) / (a + b + 2) { return betaFraction(x, y, a, b) }
  return 1 - betaFraction(y, x, b, a)
}

/// I_x(a, b) by a continued fraction, where that converges fast: x below the mean, y = 1 - x.
///
/// A. DiDonato and A. Morris, "Significant digit computation of the incomplete beta function ratios",
/// algorithm 708 (1992): its terms hold (a + b) y - b rather than a - (a + b) x, and so do not cancel
/// for large a.
private func betaFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
  // xᵃ yᵇ / B(a, b)
  let factor = exponential(logBinomialTerm(a, b, p: x, q: y)) * (a * (b / (a + b)))
  guard factor > 0 else { return 0 }
  let c = 1 + ((a + b) * y - b)
  let c1 = 1 + 1 / a
  var (share, divisor) = (1.0, a + 1)
  var (previous, numerator) = (0.0, 1.0)
  var (previousBelow, denominator) = (1.0, c / c1)
  var value = c1 / c
  for step in 1...10_000_000 {
    let n = Double(step)
    let t = n / a
    let weight = n * (b - n) * x
    let ratio = a / divisor
    let alpha = share * (share + b / a) * ratio * ratio * (weight * x)
    let beta = n + weight / divisor + (t + 1) / (c1 + t + t) * (c + n * (y + 1))
    share = t + 1
    divisor += 2
    (previous, numerator) = (numerator, alpha * previous + beta * numerator)
    (previousBelow, denominator) = (denominator, alpha * previousBelow + beta * denominator)
    let last = value
    value = numerator / denominator
    if abs(value - last) <= 2 * Double.ulpOfOne * value { break }
    // Kept near one, so that nothing overflows.
    previous /= denominator
    previousBelow /= denominator
    (numerator, denominator) = (value, 1)
  }
  return factor * value
}

/// A denominator of a continued fraction, kept from zero.
func nonZero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }
