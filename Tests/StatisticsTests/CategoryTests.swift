import Statistics
import Testing

/// Categories in two samples, compared with SciPy.
struct CategoryTests {
  @Test func `tests and distances are those of SciPy`() throws {
    for item in try GoldenCase.all("categories") {
      let (a, b) = (try item.list("a"), try item.list("b"))
      let test = HomogeneityTest(baseline: a.map { Int($0) }, candidate: b.map { Int($0) })
      item.expect("chi", test?.statistic, absolute: 1e-15)
      item.expect("df", test.map { Double($0.degreesOfFreedom) })
      item.expect("p", test?.pValue, relative: 1e-9)
      item.expect("least", test?.leastExpectedCount)
      item.expect("cramer", test?.cramersV, absolute: 1e-15)
      let distances = try #require(CategoryDistances(baseline: a, candidate: b))
      item.expect("tv", distances.totalVariation, absolute: 1e-15)
      item.expect("js", distances.jensenShannonDistance, absolute: 1e-12)
      item.expect("psi", distances.stabilityIndex(), absolute: 1e-14)
      item.expect("psiRaw", distances.stabilityIndex(rescaling: false), absolute: 1e-14)
    }
  }

  @Test func `Wasserstein's distance of weighted values is that of SciPy`() throws {
    for item in try GoldenCase.all("weighted") {
      let first = try zip(item.list("a"), item.list("u")).map { WeightedValue($0, weight: $1) }
      let second = try zip(item.list("b"), item.list("v")).map { WeightedValue($0, weight: $1) }
      item.expect("wasserstein", wassersteinDistance(first, second))
    }
  }

  @Test func `the cut of the stability index is that of simulations`() {
    for (size, cut) in [(100, 0.338), (200, 0.169), (500, 0.068), (1_000, 0.034), (5_000, 0.007)] {
      #expect(abs(stabilityIndexCut(categories: 10, size, size) - cut) < 5e-4)
    }
  }

  @Test func `Jensen and Shannon's distance has the known values`() throws {
    let distances = try #require(
      CategoryDistances(baseline: [0.5, 0.3, 0.2], candidate: [0.4, 0.25, 0.35]))
    #expect(abs(distances.jensenShannonDistance - 0.143_530_07) < 1e-8)
    let apart = try #require(CategoryDistances(baseline: [1, 0], candidate: [0, 1]))
    #expect(apart.jensenShannonDistance == 1 && apart.totalVariation == 1)
  }

  @Test func `rare categories are pooled until enough are expected`() {
    let pooled = PooledCategories(
      baseline: [100, 2, 50, 1, 0, 3, 12], candidate: [90, 1, 40, 2, 0, 5, 9])
    // Of 3, 3 and 8 the pool is 14, of which seven or so are expected on either side.
    #expect(pooled.pooled == [1, 3, 5])
    #expect(pooled.baseline == [100, 50, 12, 6] && pooled.candidate == [90, 40, 9, 8])
    let short = PooledCategories(baseline: [100, 2, 1, 6], candidate: [100, 1, 2, 5])
    #expect(short.pooled == [1, 2, 3])
    #expect(short.baseline == [100, 9])
    let plain = PooledCategories(baseline: [40, 50], candidate: [60, 30])
    #expect(plain.pooled.isEmpty && plain.baseline == [40, 50])
  }

  @Test func `bins hold equal parts of the baseline, and everything else somewhere`() throws {
    let baseline = try SortedSample((1...100).map(Double.init))
    let bins = try #require(QuantileBins(baseline: baseline))
    #expect(bins.counts(of: baseline) == [Int](repeating: 10, count: 10) + [0])
    let other = try SortedSample([-1e300, 10, 10.5, 95, 1e300])
    #expect(bins.counts(of: other, missing: 3) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2, 3])
    let tied = try SortedSample([Double](repeating: 1, count: 95) + [2, 2, 2, 2, 3])
    #expect(QuantileBins(baseline: tied)?.counts(of: tied) == [95, 5, 0])
    let constant = try SortedSample([4, 4, 4])
    #expect(QuantileBins(baseline: constant)?.counts(of: constant) == [3, 0])
    #expect(QuantileBins(baseline: try SortedSample([])) == nil)
    #expect(baseline.interquartileRange == 50)
  }

  @Test func `of nothing there is no test`() {
    #expect(HomogeneityTest(baseline: [0, 0], candidate: [1, 2]) == nil)
    #expect(HomogeneityTest(baseline: [3, 0], candidate: [5, 0]) == nil)
    #expect(CategoryDistances(baseline: [], candidate: []) == nil)
  }
}
