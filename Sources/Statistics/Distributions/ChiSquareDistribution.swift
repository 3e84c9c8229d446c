/// The chi-square distribution of so many degrees of freedom.
package struct ChiSquareDistribution: Sendable {
  package let degreesOfFreedom: Double

  /// The degrees of freedom are positive.
  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of at most `x`.
  package func cumulative(_ x: Double) -> Double {
    regularizedGamma(degreesOfFreedom / 2, max(0, x) / 2).lower
  }

  /// The probability of more than `x`, right in relative terms down to the least double.
  package func survival(_ x: Double) -> Double {
    regularizedGamma(degreesOfFreedom / 2, max(0, x) / 2).upper
  }

  /// The x that is exceeded with a probability between 0 and 1.
  package func upperQuantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
    return decreasingRoot(from: 0, start: degreesOfFreedom) { survival($0) - probability }
  }
}
