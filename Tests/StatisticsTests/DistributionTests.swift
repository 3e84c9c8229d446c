import Foundation
import Statistics
import Testing

/// The special functions, against mpmath with sixty digits.
struct DistributionTests {
  @Test func `distributions are those of the golden file`() throws {
    for item in try GoldenCase.all("distributions") {
      let x = item.inputs["x"]?.first ?? item.inputs["z"]?.first ?? item.inputs["t"]?.first ?? 0
      let p = item.inputs["p"]?.first ?? 0
      switch item.name {
      case "logGamma": item.expect("value", logGamma(x), relative: 1e-14, absolute: 1e-15)
      case "normal", "normalTail":
        item.expect("cumulative", NormalDistribution.cumulative(x), relative: 1e-13)
        item.expect("survival", NormalDistribution.survival(x), relative: 1e-13)
        item.expect("logSurvival", NormalDistribution.logSurvival(x), relative: 1e-13)
      case "normalQuantile":
        item.expect("value", NormalDistribution.quantile(p), relative: 1e-14)
      case "student":
        let student = StudentDistribution(degreesOfFreedom: try item.number("df"))
        item.expect("twoSided", student.twoSided(x), relative: 1e-11)
        item.expect("cumulative", student.cumulative(x), relative: 1e-11)
      case "studentQuantile":
        let student = StudentDistribution(degreesOfFreedom: try item.number("df"))
        item.expect("value", student.upperQuantile(p), relative: 1e-10)
      case "chiSquare":
        let chiSquare = ChiSquareDistribution(degreesOfFreedom: try item.number("df"))
        item.expect("survival", chiSquare.survival(x), relative: 1e-11)
        item.expect("cumulative", chiSquare.cumulative(x), relative: 1e-11)
      case "chiSquareQuantile":
        let chiSquare = ChiSquareDistribution(degreesOfFreedom: try item.number("df"))
        item.expect("value", chiSquare.upperQuantile(p), relative: 1e-10)
      case "beta":
        let value = regularizedBeta(x, try item.number("a"), try item.number("b"))
        item.expect("value", value, relative: 1e-11)
      case "hypergeometric":
        let log = logHypergeometricProbability(
          Int(try item.number("k")), draws: Int(try item.number("draws")),
          good: Int(try item.number("good")), bad: Int(try item.number("bad")))
        item.expect("log", log, relative: 1e-12, absolute: 1e-13)
      default: Issue.record("what is \(item.name)?")
      }
    }
  }

  @Test func `quantiles invert what they are quantiles of`() {
    for p in [1e-100, 1e-9, 0.02, 0.4, 0.6, 0.999] {
      #expect(abs(NormalDistribution.cumulative(NormalDistribution.quantile(p)) / p - 1) < 1e-12)
      for degrees in [1, 3.5, 40, 1e5] {
        let student = StudentDistribution(degreesOfFreedom: degrees)
        #expect(abs(student.survival(student.upperQuantile(p)) / p - 1) < 1e-9)
      }
    }
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
  }

  @Test func `the probabilities of an urn add up to one`() {
    for (draws, good, bad) in [(5, 4, 6), (100, 30, 700), (2_000, 5_000, 5_000)] {
      let total = (0...good).reduce(0.0) { sum, cell in
        let log = logHypergeometricProbability(cell, draws: draws, good: good, bad: bad)
        return sum + (log == -.infinity ? 0 : exp(log))
      }
      #expect(abs(total - 1) < 1e-11)
    }
  }
}
