import Statistics
import Testing

/// Paired values, compared with SciPy and statsmodels.
struct PairTests {
  @Test func `the tests of pairs are those of SciPy and statsmodels`() throws {
    for item in try GoldenCase.all("pairs") {
      if item.name == "mcnemar" {
        let test = McNemarTest(
          baselineOnly: Int(try item.number("b")), candidateOnly: Int(try item.number("c")))
        item.expect("exact", test.exactPValue, relative: 1e-9)
        let (corrected, plain) = (test.asymptotic(), test.asymptotic(correcting: false))
        item.expect("corrected", corrected.statistic)
        item.expect("correctedP", corrected.pValue, relative: 1e-9)
        item.expect("plain", plain.statistic)
        item.expect("plainP", plain.pValue, relative: 1e-9)
        continue
      }
      let differences = try item.list("d")
      let test = SignedRankTest(differences: differences, method: .asymptotic)
      item.expect("statistic", test?.statistic)
      item.expect("p", test?.pValue, relative: 1e-9)
      let pratt = SignedRankTest(differences: differences, zeros: .ranked, method: .asymptotic)
      item.expect("prattStatistic", pratt?.statistic)
      item.expect("prattP", pratt?.pValue, relative: 1e-9)
      guard item.expected["pExact"] != nil else { continue }
      let exact = SignedRankTest(differences: differences, method: .exact)
      item.expect("pExact", exact?.pValue, relative: 1e-9)
    }
  }

  @Test func `turning the differences around leaves the p-value`() throws {
    for item in try GoldenCase.all("pairs") where item.inputs["d"] != nil {
      let differences = try item.list("d")
      let there = SignedRankTest(differences: differences)
      let back = SignedRankTest(differences: differences.map { -$0 })
      #expect(there?.positiveRanks == back?.negativeRanks)
      #expect(there?.pValue == back?.pValue)
    }
    #expect(SignedRankTest(differences: []) == nil)
    #expect(SignedRankTest(differences: [0, 0]) == nil)
  }
}
