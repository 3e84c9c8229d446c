import Foundation
import Statistics
import Testing

/// Shares of events and how two of them differ.
struct ProportionTests {
  private func comparison(_ x: Int, _ n: Int, _ y: Int, _ m: Int) throws -> ProportionComparison {
    ProportionComparison(
      baseline: try #require(Proportion(x, of: n)), candidate: try #require(Proportion(y, of: m)))
  }

  private func comparison(_ item: GoldenCase) throws -> ProportionComparison {
    let baseline = try item.list("baseline").map { Int($0) }
    let candidate = try item.list("candidate").map { Int($0) }
    return try comparison(baseline[0], baseline[1], candidate[0], candidate[1])
  }

  @Test func `intervals are those of statsmodels`() throws {
    for item in try GoldenCase.all("proportions") {
      let pair = try comparison(item)
      let wilson = pair.candidate.wilsonInterval()
      item.expect("wilsonLow", wilson.low, absolute: 1e-15)
      item.expect("wilsonHigh", wilson.high)
      let wilson99 = pair.candidate.wilsonInterval(confidence: 0.99)
      item.expect("wilson99Low", wilson99.low, absolute: 1e-15)
      item.expect("wilson99High", wilson99.high)
      let newcombe = pair.differenceInterval()
      item.expect("differenceLow", newcombe.low, absolute: 1e-14)
      item.expect("differenceHigh", newcombe.high, absolute: 1e-14)
      let odds = pair.oddsRatio()
      item.expect("odds", odds.value)
      item.expect("oddsLow", odds.interval.low)
      item.expect("oddsHigh", odds.interval.high)
      let ratio = pair.ratio()
      item.expect("ratio", ratio.value)
      item.expect("ratioLow", ratio.interval.low)
      item.expect("ratioHigh", ratio.interval.high)
    }
  }

  @Test func `tests are those of statsmodels and SciPy`() throws {
    for item in try GoldenCase.all("proportions") {
      let pair = try comparison(item)
      item.expect("z", pair.pooledTest.statistic)
      item.expect("p", pair.pooledTest.pValue, relative: 1e-9)
      item.expect("fisher", pair.fisherExact, relative: 1e-9)
    }
  }

  @Test func `the figures of Newcombe's paper come out`() throws {
    let pair = try comparison(56, 70, 48, 80)
    let interval = pair.differenceInterval()
    #expect(abs(interval.low - -0.333_872_7) < 1e-7)
    #expect(abs(interval.high - -0.052_431_5) < 1e-7)
    #expect(abs(try comparison(5, 1_000, 18, 1_000).pooledTest.pValue - 0.006_402_75) < 1e-8)
  }

  @Test func `swapping the samples turns the differences around`() throws {
    for item in try GoldenCase.all("proportions") {
      let pair = try comparison(item)
      let swapped = ProportionComparison(baseline: pair.candidate, candidate: pair.baseline)
      let (interval, other) = (pair.differenceInterval(), swapped.differenceInterval())
      #expect(interval.low == -other.high && interval.high == -other.low)
      #expect(pair.pooledTest.statistic == -swapped.pooledTest.statistic)
      #expect(abs(pair.fisherExact / swapped.fisherExact - 1) < 1e-9)
      #expect(abs(pair.oddsRatio().value * swapped.oddsRatio().value - 1) < 1e-12)
      #expect(interval.contains(pair.difference))
    }
  }

  @Test func `intervals stay where probabilities are`() throws {
    for trials in [1, 2, 7, 100] {
      for events in 0...trials {
        let proportion = try #require(Proportion(events, of: trials))
        let interval = proportion.wilsonInterval()
        #expect(interval.low >= 0 && interval.high <= 1)
        #expect(interval.contains(proportion.share))
      }
    }
    #expect(Proportion(0, of: 0) == nil)
    #expect(Proportion(3, of: 2) == nil)
    #expect(Proportion(-1, of: 2) == nil)
  }

  @Test func `the least expected count is that of the rarer side in the smaller sample`() throws {
    #expect(try comparison(2, 10, 4, 30).leastExpectedCount == 1.5)
    #expect(try comparison(10, 10, 29, 30).leastExpectedCount == 0.25)
  }
}
