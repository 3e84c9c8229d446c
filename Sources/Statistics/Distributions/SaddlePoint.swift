// Probabilities of binomial and Poisson shape without the cancellation of log-gammas: C. Loader,
// "Fast and accurate computation of binomial probabilities" (2000), as in R.

/// ln √(2π).
let logRootTwoPi = 0.918_938_533_204_672_741_780_33

/// What Stirling's formula leaves out: `ln Γ(x + 1) - ((x + ½) ln x - x + ln √(2π))`, for x > 0.
func stirlingError(_ x: Double) -> Double {
  guard x > 15 else { return logGamma(x + 1) - (x + 0.5) * logarithm(x) + x - logRootTwoPi }
  let square = x * x
  let series: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1_260, -1.0 / 1_680, 1.0 / 1_188, -691.0 / 360_360, 1.0 / 156,
  ]
  return series.reversed().reduce(0) { $0 / square + $1 } / x
}

/// The deviance `x ln(x/m) + m - x`, right also when x is near m; x and m are positive.
func deviance(_ x: Double, from mean: Double) -> Double {
  guard abs(x - mean) < 0.1 * (x + mean) else { return x * logarithm(x / mean) + mean - x }
  let ratio = (x - mean) / (x + mean)
  var sum = (x - mean) * ratio
  var term = 2 * x * ratio
  var divisor = 1.0
  while true {
    term *= ratio * ratio
    divisor += 2
    let previous = sum
    sum += term / divisor
    if sum == previous { return sum }
  }
}

/// The logarithm of `Γ(a+b+1) / (Γ(a+1) Γ(b+1)) pᵃ qᵇ` with q = 1 - p: the binomial probability of
/// a successes and b failures, which need not be whole.
func logBinomialTerm(_ a: Double, _ b: Double, p: Double, q: Double) -> Double {
  let count = a + b
  if count == 0 { return 0 }
  if p == 0 { return a == 0 ? 0 : -.infinity }
  if q == 0 { return b == 0 ? 0 : -.infinity }
  if a == 0 { return b * (p < 0.5 ? logarithmOfOnePlus(-p) : logarithm(q)) }
  if b == 0 { return a * (q < 0.5 ? logarithmOfOnePlus(-q) : logarithm(p)) }
  let core =
    stirlingError(count) - stirlingError(a) - stirlingError(b)
    - deviance(a, from: count * p) - deviance(b, from: count * q)
  return core - logRootTwoPi - 0.5 * logarithm(a * (b / count))
}

/// The logarithm of `xᵃ e⁻ˣ / Γ(a + 1)`, for x > 0 and a ≥ 0.
func logPoissonTerm(_ a: Double, mean x: Double) -> Double {
  if a == 0 { return -x }
  return -stirlingError(a) - deviance(a, from: x) - logRootTwoPi - 0.5 * logarithm(a)
}

/// The logarithm of the probability of `successes` among `draws` without replacement from a
/// population of `good` and `bad`; minus infinity of what can not be.
///
/// - Complexity: O(1); the relative error of the probability is about 1e-13 at any size.
package func logHypergeometricProbability(
  _ successes: Int, draws: Int, good: Int, bad: Int
) -> Double {
  precondition(draws >= 0 && good >= 0 && bad >= 0 && draws <= good + bad, "counts of one urn")
  let failures = draws - successes
  guard successes >= 0, failures >= 0, successes <= good, failures <= bad else {
    return -.infinity
  }
  if draws == 0 || good + bad == draws { return 0 }
  let total = Double(good) + Double(bad)
  let p = Double(draws) / total
  let q = Double(good + bad - draws) / total
  return logBinomialTerm(Double(successes), Double(good - successes), p: p, q: q)
    + logBinomialTerm(Double(failures), Double(bad - failures), p: p, q: q)
    - logBinomialTerm(Double(draws), Double(good + bad - draws), p: p, q: q)
}
