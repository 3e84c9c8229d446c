import Statistics
import Testing

/// Sorting by radix, and what stands for many sorted values.
struct SortingTests {
  @Test func `a radix sort gives what a sort by comparison does`() {
    var generator = SplitMix64(seed: 31)
    let makers: [(inout SplitMix64) -> Double] = [
      { Double(bitPattern: $0.next()) }, { Double(Int64(bitPattern: $0.next()) >> 20) },
      { Double($0.next(below: 7)) - 3 }, { _ in 5 },
      { Double.random(in: -1...1, using: &$0) * Double.leastNormalMagnitude },
    ]
    for make in makers {
      for count in [0, 1, 2_047, 2_048, 20_000] {
        let values = (0..<count).map { _ in make(&generator) }.filter { !$0.isNaN }
        #expect(ascending(values) == values.sorted())
      }
    }
  }

  @Test func `resampled quantiles of many values are those of their sort`() throws {
    var generator = SplitMix64(seed: 32)
    let values = (0..<5_000).map { _ in Double(generator.next(below: 900)) }
    let clusters = values.indices.map { Int32($0 / 5) }
    let sample = try #require(
      ClusteredQuantiles(values: values, clusters: clusters, clusterCount: 1_000, seed: 4))
    let fractions = [(0, 1), (1, 100), (1, 2), (95, 100), (1, 1)].compactMap {
      QuantileFraction($0.0, over: $0.1)
    }
    let replicates = sample.resampledQuantiles(fractions, 20)
    var resampler = ClusterResampler(clusterCount: 1_000, seed: 4)
    var draws: [Int32] = []
    for replicate in 0..<20 {
      resampler.draw(into: &draws)
      let drawn = values.indices.flatMap { index in
        [Double](
          repeating: values[index],
          count: Int(draws[Int(resampler.groups[Int(clusters[index])])]))
      }
      let sorted = try SortedSample(drawn)
      for (fraction, values) in zip(fractions, replicates) {
        #expect(values[replicate] == sorted.quantile(fraction))
      }
    }
  }

  @Test func `a part of the values gives nearly the shift of all`() throws {
    var generator = SplitMix64(seed: 33)
    let sides = try (0..<2).map { side in
      try SortedSample(
        (0..<(40_000 + 7 * side)).map { _ in
          exponential(
            0.9 * NormalDistribution.quantile(Double.random(in: 1e-12..<1, using: &generator)))
        })
    }
    let all = try #require(HodgesLehmannShift(baseline: sides[0], candidate: sides[1]))
    let part = try #require(
      HodgesLehmannShift.all(
        baseline: sides[0], candidate: sides[1], confidences: [0.95], valueLimit: 4_096
      ).first)
    let width = all.interval.high - all.interval.low
    #expect(abs(part.value - all.value) < 0.01 * width)
    #expect(abs(part.interval.low - all.interval.low) < 0.01 * width)
    #expect(abs(part.interval.high - all.interval.high) < 0.01 * width)
  }
}
