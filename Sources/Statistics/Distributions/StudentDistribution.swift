/// Student's t distribution of so many degrees of freedom, which need not be whole.
package struct StudentDistribution: Sendable {
  package let degreesOfFreedom: Double

  /// The degrees of freedom are positive; infinitely many give the normal distribution.
  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of being farther from 0 than t, to either side, right in relative terms.
  package func twoSided(_ t: Double) -> Double {
    if degreesOfFreedom == .infinity { return NormalDistribution.twoSided(t) }
    guard t.isFinite else { return 0 }
    // t² may overflow where t/√ν squared does not.
    let scaled = t / degreesOfFreedom.squareRoot()
    let square = scaled * scaled
    guard square.isFinite else { return 0 }
    return regularizedBeta(
      1 / (1 + square), degreesOfFreedom / 2, 0.5, complement: square / (1 + square))
  }

  /// The probability of more than t.
  package func survival(_ t: Double) -> Double {
    let half = twoSided(t) / 2
    return t >= 0 ? half : 1 - half
  }

  /// The probability of at most t.
  package func cumulative(_ t: Double) -> Double { survival(-t) }

  /// The t that is exceeded with a probability in 0 ..< 1.
  ///
  /// - Complexity: some ten evaluations of ``survival(_:)``.
  package func upperQuantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
    if probability > 0.5 { return -upperQuantile(1 - probability) }
    if probability == 0.5 { return 0 }
    let start = -NormalDistribution.quantile(probability)
    return decreasingRoot(from: 0, start: start) {
      logarithm(survival($0)) - logarithm(probability)
    }
  }

  /// How many standard errors an interval of a confidence reaches to either side.
  package func criticalValue(confidence: Double) -> Double {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    return upperQuantile((1 - confidence) / 2)
  }
}

/// The zero above `low` of a function that falls from a positive value there, to the last bit or two.
///
/// Brackets by doubling, then bisects with the secant's help (the Illinois variant of false position).
func decreasingRoot(
  from low: Double, start: Double, of function: (Double) -> Double
) -> Double {
  var (low, high) = (low, max(start, low + 1e-8))
  var atHigh = function(high)
  while atHigh > 0, high < 1e300 {
    low = high
    high *= 2
    atHigh = function(high)
  }
  var atLow = function(low)
  for iteration in 0..<400 {
    guard high - low > 2 * high.ulp else { break }
    var middle = high - atHigh * (high - low) / (atHigh - atLow)
    // Every third step halves, so that the worst case is bisection's.
    if iteration % 3 == 2 || !(middle > low && middle < high) { middle = low + (high - low) / 2 }
    let value = function(middle)
    if value == 0 { return middle }
    if value > 0 {
      (low, atLow) = (middle, value)
      atHigh /= 2
    } else {
      (high, atHigh) = (middle, value)
      atLow /= 2
    }
  }
  return low + (high - low) / 2
}
