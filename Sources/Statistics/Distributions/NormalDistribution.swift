/// The normal distribution of mean 0 and variance 1.
package enum NormalDistribution {
  /// Φ(z), right in relative terms down to the least double.
  package static func cumulative(_ z: Double) -> Double {
    0.5 * complementaryErrorFunction(-z * 0.5.squareRoot())
  }

  /// 1 - Φ(z), right in relative terms down to the least double.
  package static func survival(_ z: Double) -> Double { cumulative(-z) }

  /// The probability of being farther from 0 than z, to either side.
  package static func twoSided(_ z: Double) -> Double {
    min(1, complementaryErrorFunction(abs(z) * 0.5.squareRoot()))
  }

  /// The logarithm of 1 - Φ(z), also where that is less than any double.
  package static func logSurvival(_ z: Double) -> Double {
    if z < 0 { return logarithmOfOnePlus(-cumulative(z)) }
    guard z > 30 else { return logarithm(survival(z)) }
    // Mills' ratio as its continued fraction, from the far end: z + 1/(z + 2/(z + 3/…)).
    var fraction = z
    for step in stride(from: 30.0, to: 0, by: -1) { fraction = z + step / fraction }
    return -0.5 * z * z - logRootTwoPi - logarithm(fraction)
  }

  /// The z with Φ(z) = p.
  ///
  /// M. Wichura, "The percentage points of the normal distribution", algorithm AS 241 (1988),
  /// PPND16: a relative error of about 1e-16. For a probability above the middle that is known as
  /// its small rest, take `-quantile(rest)`.
  package static func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability")
    let distance = p - 0.5
    if abs(distance) <= 0.425 {
      let r = 0.180_625 - distance * distance
      return distance * horner(centre.0, r) / horner(centre.1, r)
    }
    let tail = min(p, 1 - p)
    guard tail > 0 else { return p == 0 ? -.infinity : .infinity }
    let r = (-logarithm(tail)).squareRoot()
    let z =
      r <= 5
      ? horner(middle.0, r - 1.6) / horner(middle.1, r - 1.6)
      : horner(far.0, r - 5) / horner(far.1, r - 5)
    return distance < 0 ? -z : z
  }

  /// How many standard errors an interval of a confidence reaches to either side: 1.96 for 0.95.
  package static func criticalValue(confidence: Double) -> Double {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    return -quantile((1 - confidence) / 2)
  }

  private static func horner(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }

  private static let centre: ([Double], [Double]) = (
    [
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3,
    ],
    [
      1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3,
    ]
  )
  private static let middle: ([Double], [Double]) = (
    [
      1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ],
    [
      1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9,
    ]
  )
  private static let far: ([Double], [Double]) = (
    [
      6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
      1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15,
    ]
  )
}
