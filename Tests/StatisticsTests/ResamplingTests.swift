import Statistics
import Testing

/// Resamples of clusters, and permutations.
struct ResamplingTests {
  /// Values in clusters of one to four, with ties.
  private func clustered(_ count: Int, seed: UInt64) -> (values: [Double], clusters: [Int]) {
    var generator = SplitMix64(seed: seed)
    var (values, clusters): ([Double], [Int]) = ([], [])
    for cluster in 0..<count {
      let level = Double(Int.random(in: 0..<50, using: &generator))
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        values.append(level + Double(Int.random(in: 0..<9, using: &generator)))
        clusters.append(cluster)
      }
    }
    return (values, clusters)
  }

  @Test(arguments: [1, 2, 40, 900])
  func `quantiles of resamples are those of the values copied out`(_ count: Int) throws {
    let (values, clusters) = clustered(count, seed: UInt64(count))
    let fractions = try [0, 50, 95, 100].map { try #require(QuantileFraction($0, over: 100)) }
    let sample = try #require(ClusteredQuantiles(values: values, clusters: clusters, seed: 5))
    let replicates = sample.resampledQuantiles(fractions, 20)
    var resampler = ClusterResampler(clusterCount: count, seed: 5)
    var draws: [Int32] = []
    for replicate in 0..<20 {
      resampler.draw(into: &draws)
      #expect(draws.reduce(0, +) == Int32(count))
      let copied = values.indices.flatMap { index in
        repeatElement(values[index], count: Int(draws[Int(resampler.groups[clusters[index]])]))
      }.sorted()
      for (index, fraction) in fractions.enumerated() {
        #expect(
          replicates[index][replicate] == copied[fraction.nearestRank(among: copied.count) - 1])
      }
    }
  }

  @Test func `means of resamples spread as the theory says, also of many clusters`() throws {
    for count in [300, 20_000] {
      var generator = SplitMix64(seed: 8)
      let sums = (0..<count).map { _ in Double.random(in: 0..<1, using: &generator) }
      let data = try #require(
        ClusteredMeans(sums: sums, counts: [Double](repeating: 1, count: count)))
      let moments = try #require(Moments(data.resampledMeans(300, seed: 1)))
      let spread = try #require(Moments(sums)).variance / Double(count)
      // The variance of 300 replicates is off by a relative √(2/299) = 0.08.
      #expect(abs(moments.variance / spread - 1) < 0.3)
      #expect(abs(moments.mean - data.mean) < 4 * (spread / 300).squareRoot())
    }
  }

  @Test func `clusters that agree within count as one value each`() throws {
    var generator = SplitMix64(seed: 11)
    let levels = (0..<200).map { _ in Double.random(in: 0..<1, using: &generator) }
    let data = try #require(
      ClusteredMeans(sums: levels.map { $0 * 50 }, counts: [Double](repeating: 50, count: 200)))
    let moments = try #require(Moments(data.resampledMeans(400, seed: 2)))
    let ofClusters = try #require(Moments(levels)).variance / 200
    #expect(moments.variance > 0.7 * ofClusters && moments.variance < 1.4 * ofClusters)
  }

  @Test func `a seed gives the same numbers again`() throws {
    let (values, clusters) = clustered(60, seed: 4)
    let median = try #require(QuantileFraction(1, over: 2))
    let results = try [7, 7, 8].map { seed in
      try #require(ClusteredQuantiles(values: values, clusters: clusters, seed: seed))
        .resampledQuantiles([median], 50)
    }
    #expect(results[0] == results[1])
    #expect(results[0] != results[2])
    var generator = SplitMix64(seed: 0)
    #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
  }

  @Test func `a shifted sample differs by the shift at every quantile`() throws {
    let (values, clusters) = clustered(150, seed: 12)
    let fractions = try [50, 90].map { try #require(QuantileFraction($0, over: 100)) }
    let baseline = try #require(ClusteredQuantiles(values: values, clusters: clusters, seed: 1))
    let candidate = try #require(
      ClusteredQuantiles(values: values.map { $0 + 25 }, clusters: clusters, seed: 2))
    let differences = QuantileDifference.all(
      fractions, baseline: baseline, candidate: candidate, resamples: 199)
    for (fraction, result) in zip(fractions, differences) {
      #expect(result.fraction == fraction)
      #expect(result.difference == 25)
      #expect(result.interval.contains(25) && !result.interval.contains(0))
      #expect(try result.baseline == SortedSample(values).quantile(fraction))
    }
  }

  @Test func `the percentile interval leaves as many replicates on either side`() throws {
    let interval = try #require(percentileInterval((1...1_999).map(Double.init)))
    #expect(interval == ConfidenceInterval(low: 50, high: 1_950))
    #expect(percentileInterval([.nan]) == nil)
    #expect(percentileInterval([3]) == ConfidenceInterval(low: 3, high: 3))
  }

  @Test func `permutations of a table come near Fisher's exact p-value`() throws {
    for (x, n, y, m) in [(3, 20, 9, 25), (1, 12, 6, 10), (5, 30, 5, 30)] {
      let exact = ProportionComparison(
        baseline: try #require(Proportion(x, of: n)), candidate: try #require(Proportion(y, of: m)))
      let p = HomogeneityTest.permutationPValue(
        baseline: [x, n - x], candidate: [y, m - y], permutations: 4_000, seed: 3)
      #expect(abs(p - exact.fisherExact) < 0.035)
    }
  }

  @Test func `permutations of labels find a difference, and never say zero`() {
    let values = (0..<40).map { Double($0 % 20 + ($0 >= 20 ? 30 : 0)) }
    func difference(_ labels: [Bool]) -> Double {
      zip(values, labels).reduce(0) { $0 + ($1.1 ? $1.0 : -$1.0) }
    }
    let p = permutationPValue(
      baselineUnits: 20, candidateUnits: 20, permutations: 199, seed: 1, statistic: difference)
    #expect(p == 1.0 / 200)
    let none = permutationPValue(
      baselineUnits: 20, candidateUnits: 20, permutations: 199, seed: 1, statistic: { _ in 1 })
    #expect(none == 1)
  }
}
