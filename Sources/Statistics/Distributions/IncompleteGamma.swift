/// The regularised incomplete gamma functions of (a, x): P below x, and Q = 1 - P above it.
///
/// Both are right in relative terms where they are small. a > 0 and x ≥ 0.
/// - Complexity: O(√a) near x = a, less elsewhere.
package func regularizedGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
  precondition(a > 0 && x >= 0, "arguments of the incomplete gamma function")
  if x == 0 { return (0, 1) }
  if x == .infinity { return (1, 0) }
  if x < a + 1 {
    let lower = gammaSeries(a, x)
    return (lower, 1 - lower)
  }
  let upper = gammaFraction(a, x)
  return (1 - upper, upper)
}

private func gammaSeries(_ a: Double, _ x: Double) -> Double {
  // xᵃ e⁻ˣ / Γ(a + 1) Σ xᵏ / ((a + 1) … (a + k))
  var term = 1.0
  var sum = 1.0
  var divisor = a
  while true {
    divisor += 1
    term *= x / divisor
    let previous = sum
    sum += term
    if sum == previous { break }
  }
  return min(1, exponential(logPoissonTerm(a, mean: x)) * sum)
}

private func gammaFraction(_ a: Double, _ x: Double) -> Double {
  var b = x + 1 - a
  var c = 1e300
  var d = 1 / nonZero(b)
  var value = d
  var step = 1.0
  while step < 1e7 {
    let numerator = -step * (step - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    value *= d * c
    if abs(d * c - 1) <= 2 * Double.ulpOfOne { break }
    step += 1
  }
  return min(1, exponential(logPoissonTerm(a, mean: x)) * a * value)
}
