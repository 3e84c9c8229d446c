import Statistics
import Testing

/// Ranks and quantiles of values that stand for several.
struct WeightedRankTests {
  @Test func `weighted ranks are those of SciPy, and of its formula with weighted variances`()
    throws
  {
    for item in try GoldenCase.all("weighted-ranks") {
      let (a, u) = (try item.list("a"), try item.list("u"))
      let (b, v) = (try item.list("b"), try item.list("v"))
      let test = try #require(WeightedRankTest(baseline: (a, u), candidate: (b, v)))
      item.expect("probability", test.probability)
      item.expect("statistic", test.statistic)
      item.expect("df", test.degreesOfFreedom)
      item.expect("p", test.pValue, relative: 1e-8)
      let sample = WeightedSample(a, weights: u)
      item.expect("median", QuantileFraction(1, over: 2).flatMap { sample.quantile($0) })
      item.expect("p95", QuantileFraction(95, over: 100).flatMap { sample.quantile($0) })
    }
  }

  @Test func `values of one weight have the quantiles of plain ones`() throws {
    let values = [5.0, 1, 4, 2, 3, 3, 9]
    let weighted = WeightedSample(values, weights: values.map { _ in 4 })
    let plain = try SortedSample(values)
    for percent in 1..<100 {
      let fraction = try #require(QuantileFraction(Int64(percent), over: 100))
      #expect(weighted.quantile(fraction) == plain.quantile(fraction), "\(percent) %")
    }
    #expect(weighted.spaced(count: values.count).values == plain.values)
    #expect(weighted.share(upToMiddleOf: 3) == 3.0 / 7)
    #expect(weighted.share(above: 4) == 1 - 5.0 / 7)
  }

  @Test func `a value that stands for two is as two of it`() throws {
    let weighted = WeightedSample([1, 2, 3], weights: [1, 2, 1])
    #expect(weighted.spaced(count: 4).values == [1, 2, 2, 3])
    let fractions = [(1, 1.0), (25, 1), (26, 2), (75, 2), (76, 3)]
    for (percent, expected) in fractions {
      let fraction = try #require(QuantileFraction(Int64(percent), over: 100))
      #expect(weighted.quantile(fraction) == expected, "\(percent) %")
    }
  }

  @Test func `uneven weights tell as much as fewer plain values`() throws {
    var generator = SplitMix64(seed: 4)
    let values = (0..<200).map { _ in Double(generator.next(below: 1_000)) }
    let even = values.map { _ in 3.0 }
    let uneven = values.indices.map { $0 % 4 == 0 ? 9.0 : 1 }
    let plain = try #require(WeightedRankTest(baseline: (values, even), candidate: (values, even)))
    let mixed = try #require(
      WeightedRankTest(baseline: (values, uneven), candidate: (values, even)))
    #expect(abs(plain.baselineCount - 200) < 2)
    #expect(abs(effectiveCount(uneven) - 200.0 * 9 / 21) < 1e-9)
    #expect(mixed.baselineCount < 130)
    #expect(plain.statistic == 0 && plain.pValue == 1)
  }

  @Test func `weighted quantiles of resamples spread as those of plain ones`() throws {
    var generator = SplitMix64(seed: 8)
    let values = (0..<3_000).map { _ in Double(generator.next(below: 1_000_000)) }
    let clusters = (0..<3_000).map { Int32($0 / 2) }
    let median = try #require(QuantileFraction(1, over: 2))
    let plain = try #require(
      ClusteredQuantiles(values: values, clusters: clusters, clusterCount: 1_500, seed: 3))
    let weighted = try #require(
      WeightedQuantiles(
        values: values, weights: values.map { _ in 2 }, clusters: clusters, clusterCount: 1_500,
        seed: 3))
    // The same draws, and so the same quantiles.
    #expect(
      weighted.resampledQuantiles(median, 200) == plain.resampledQuantiles([median], 200)[0])
  }
}
