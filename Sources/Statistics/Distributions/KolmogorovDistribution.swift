/// The probability that the two-sided one-sample Kolmogorov–Smirnov statistic of `count` values is
/// greater than `distance`.
///
/// As R. Simard and P. L'Ecuyer, "Computing the two-sided Kolmogorov–Smirnov distribution" (2011):
/// twice the one-sided tail where it is small, which is exact or as good as that; elsewhere an exact
/// recursion up to 140 values, and beyond the expansion of W. Pelz and I. Good (1976), which has five
/// digits and more, the more values the more.
/// - Precondition: `count` is whole.
package func oneSampleTail(_ distance: Double, count: Double) -> Double {
  if distance <= 0.5 / count { return 1 }
  if distance >= 1 { return 0 }
  let square = count * distance * distance
  // 2 exp(-2 · 373) is less than any double.
  if square > 373 { return 0 }
  if distance >= 0.5 || square >= (count <= 140 ? 4 : 2.2) {
    return min(1, 2 * oneSidedTail(distance, count: count))
  }
  if count <= 140 { return min(1, max(0, 1 - kolmogorovCumulative(distance, count: Int(count)))) }
  return min(1, max(0, 1 - pelzGood(distance, count: count)))
}

/// The one-sided tail, as a sum.
///
/// By N. Smirnov (1944), and by Z. Birnbaum and F. Tingey (1951).
/// - Complexity: O(count).
private func oneSidedTail(_ distance: Double, count: Double) -> Double {
  let last = Int((count * (1 - distance)).rounded(.down))
  var sum = 0.0
  for step in 0...last {
    let j = Double(step)
    let p = distance + j / count
    // 1 - p, from the numbers rather than from p.
    let q = (count - j) / count - distance
    guard q >= 0 else { continue }
    let term = logBinomialTerm(j, count - j, p: min(1, p), q: q)
    sum += exponential(term) * (distance / p)
  }
  return sum
}

/// The probability of at most `distance`, in four terms of 1/√count.
private func pelzGood(_ distance: Double, count: Double) -> Double {
  let pi = Double.pi
  let z = count.squareRoot() * distance
  let z2 = z * z
  let z4 = z2 * z2
  let z6 = z4 * z2
  var sums = (0.0, 0.0, 0.0, 0.0)
  let terms = max(2, Int((16 * z / pi).rounded(.up)))
  for k in (1...terms).reversed() {
    // (π (k - ½))², and π²k².
    let half = pi * (Double(k) - 0.5)
    let (h2, w2) = (half * half, pi * pi * Double(k) * Double(k))
    let weight = exponential(-h2 / (2 * z2))
    let whole = exponential(-w2 / (2 * z2))
    sums.0 += weight
    sums.1 += weight * (h2 - z2)
    sums.2 +=
      weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * h2 + (1 - 2 * z2) * h2 * h2)
      - 2 * z4 * w2 * whole
    sums.3 +=
      weight
      * ((5 - 30 * z2) * h2 * h2 * h2 + (212 * z4 - 60 * z2) * h2 * h2
        + (135 * z4 - 96 * z6) * h2 - 30 * z6 - 90 * z4 * z4)
      + 30 * z4 * whole * (3 * w2 * z2 - w2 * w2)
  }
  let root = (2 * pi).squareRoot()
  return root * sums.0 / z + root * sums.1 / (6 * z4) / count.squareRoot()
    + root * sums.2 / (72 * z6 * z) / count
    + root * sums.3 / (6_480 * z6 * z4) / (count * count.squareRoot())
}
