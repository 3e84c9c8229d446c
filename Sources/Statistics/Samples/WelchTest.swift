/// Count, mean and variance of a sample, which is all that a t test needs of it.
package struct Moments: Hashable, Sendable {
  package let count: Double
  package let mean: Double
  /// What rounding took from the mean.
  private(set) var meanRest = 0.0
  /// The sum of the squared distances from the mean over one less than the count.
  package let variance: Double

  /// Nil of fewer than two values, and where the squared distances leave the doubles.
  ///
  /// The mean is rounded once, and what that adds to the squared distances is taken away, so that
  /// large means cost nothing.
  /// - Precondition: the values are finite.
  /// - Complexity: O(n).
  package init?(_ values: [Double]) {
    guard values.count > 1 else { return nil }
    var sum = ExactSum()
    for value in values { sum.add(value) }
    let mean = sum.quotient(by: values.count)
    var distances = ExactSum()
    var squares = ExactSum()
    for value in values {
      let distance = value - mean
      guard (distance * distance).isFinite else { return nil }
      distances.add(distance)
      squares.add(distance * distance)
    }
    let count = Double(values.count)
    let rest = distances.value
    let variance = (squares.value - rest * rest / count) / (count - 1)
    guard variance.isFinite else { return nil }
    self.init(count: count, mean: mean, variance: max(0, variance))
    meanRest = rest / count
  }

  /// Moments known from elsewhere.
  package init(count: Double, mean: Double, variance: Double) {
    precondition(count > 1 && variance >= 0, "moments of two values or more")
    self.count = count
    self.mean = mean
    self.variance = variance
  }

  /// The variance of the mean.
  var meanVariance: Double { variance / count }
}

/// Welch's test of equal means, of samples whose variances may differ.
///
/// B. Welch (1947), with Satterthwaite's degrees of freedom; two-sided.
package struct WelchTest: Hashable, Sendable {
  /// The candidate's mean minus the baseline's.
  package let difference: Double
  package let standardError: Double
  package let degreesOfFreedom: Double

  /// Compares two means.
  package init(baseline: Moments, candidate: Moments) {
    difference = (candidate.mean - baseline.mean) + (candidate.meanRest - baseline.meanRest)
    let (first, second) = (baseline.meanVariance, candidate.meanVariance)
    let variance = first + second
    standardError = variance.squareRoot()
    // As shares, since the squares of tiny variances are zero.
    let (p, q) = variance > 0 ? (first / variance, second / variance) : (0.5, 0.5)
    degreesOfFreedom = 1 / (p * p / (baseline.count - 1) + q * q / (candidate.count - 1))
  }

  /// The difference in standard errors; infinite where all values of each sample are equal, and the
  /// two are not.
  package var statistic: Double {
    difference == 0 ? 0 : difference / standardError
  }

  package var pValue: Double {
    StudentDistribution(degreesOfFreedom: degreesOfFreedom).twoSided(statistic)
  }

  /// Where the difference of the means lies.
  package func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let student = StudentDistribution(degreesOfFreedom: degreesOfFreedom)
    let reach = student.criticalValue(confidence: confidence) * standardError
    return ConfidenceInterval(low: difference - reach, high: difference + reach)
  }

  /// The p-value of equivalence: of the mean difference lying at or beyond a bound.
  ///
  /// The two one-sided tests of D. Schuirmann (1987). The means are equivalent at level α where it is
  /// at most α, which is where the interval of confidence 1 - 2α lies between the bounds.
  package func equivalencePValue(low: Double, high: Double) -> Double {
    precondition(low < high, "bounds of equivalence")
    guard standardError > 0 else { return low < difference && difference < high ? 0 : 1 }
    let student = StudentDistribution(degreesOfFreedom: degreesOfFreedom)
    return max(
      student.survival((difference - low) / standardError),
      student.survival((high - difference) / standardError))
  }
}
