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
      if item.name == "stuart-maxwell" {
        let pairs = try Self.pairs(item)
        let test = StuartMaxwellTest(pairs)
        item.expect("statistic", test?.statistic)
        item.expect("df", test.map { Double($0.degreesOfFreedom) })
        item.expect("p", test?.pValue, relative: 1e-8)
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

  private static func pairs(_ item: GoldenCase) throws -> PairedCounts {
    let counts = try item.list("table").map { Int($0) }
    return PairedCounts(
      categoryCount: Int(Double(counts.count).squareRoot().rounded()), counts: counts)
  }

  @Test func `of two categories the test of categories is that of events`() throws {
    let test = try #require(
      StuartMaxwellTest(PairedCounts(categoryCount: 2, counts: [9, 30, 12, 7])))
    let events = McNemarTest(baselineOnly: 30, candidateOnly: 12).asymptotic(correcting: false)
    #expect(abs(test.statistic - events.statistic) < 1e-12)
    #expect(abs(test.pValue - events.pValue) < 1e-14)
  }

  @Test func `sides exchanged at random tell about what the law of many pairs does`() throws {
    for item in try GoldenCase.all("pairs") where item.name == "stuart-maxwell" {
      let pairs = try Self.pairs(item)
      let p = StuartMaxwellTest.permutationPValue(pairs, permutations: 4_999, seed: 5)
      let law = try #require(StuartMaxwellTest(pairs)?.pValue)
      // The statistics are not the same, but both are small where the sides differ.
      #expect(law > 0.001 || p < 0.02)
      #expect(p > 0.002 || law < 0.05)
    }
    let unmoved = PairedCounts(categoryCount: 3, counts: [5, 2, 1, 2, 8, 3, 1, 3, 9])
    #expect(StuartMaxwellTest.permutationPValue(unmoved, seed: 1) == 1)
    #expect(StuartMaxwellTest(unmoved)?.statistic == 0)
  }

  @Test func `categories that no pair changes leave no statistic, and gather with others`() {
    let pairs = PairedCounts(categoryCount: 3, counts: [5, 0, 0, 0, 8, 4, 0, 2, 9])
    #expect(StuartMaxwellTest(pairs) == nil)
    #expect(pairs.moved == [0, 6, 6])
    let gathered = pairs.gathering([0, 2])
    #expect(gathered.counts == [8, 4, 2, 14])
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
