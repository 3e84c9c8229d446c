import Statistics
import Testing

/// Tests that may be looked at again and again.
struct SequentialTests {
  @Test func `the mixture's likelihood ratio is the integral that defines it`() throws {
    for item in try GoldenCase.all("mixture") {
      var test = MixtureTest(priorVariance: try item.number("prior"))
      let difference = try item.number("difference")
      test.look(difference: difference, variance: try item.number("variance"))
      item.expect("p", test.pValue, relative: 1e-9)
      #expect((test.pValue <= 0.05) == !test.interval.contains(0))
      #expect(test.interval.contains(difference))
    }
  }

  @Test func `looks only narrow the interval and lessen the p-value`() {
    var test = MixtureTest(priorVariance: 0.01)
    #expect(test.pValue == 1 && test.looks == 0)
    test.look(difference: 0.3, variance: 0)
    #expect(test.pValue == 1 && test.looks == 1)
    var generator = SplitMix64(seed: 2)
    for look in 1...50 {
      let before = test
      let difference = 0.1 + Double.random(in: -0.05...0.05, using: &generator)
      test.look(difference: difference, variance: 0.1 / Double(look))
      #expect(test.pValue <= before.pValue)
      #expect(test.interval.low >= before.interval.low)
      #expect(test.interval.high <= before.interval.high)
    }
  }

  @Test func `peeking twenty times raises no false alarms, and finds what is there`() throws {
    var generator = SplitMix64(seed: 14)
    var alarms = (none: 0, naive: 0, planted: 0)
    for _ in 0..<300 {
      var (test, planted) = (MixtureTest(priorVariance: 0.0025), MixtureTest(priorVariance: 0.0025))
      var (x, y, z) = (0, 0, 0)
      var hasNaiveAlarm = false
      for look in 1...20 {
        for _ in 0..<50 {
          x += generator.next(below: 100) < 20 ? 1 : 0
          y += generator.next(below: 100) < 20 ? 1 : 0
          z += generator.next(below: 100) < 30 ? 1 : 0
        }
        let baseline = try #require(Proportion(x, of: look * 50))
        let same = ProportionComparison(
          baseline: baseline, candidate: try #require(Proportion(y, of: look * 50)))
        test.look(same)
        hasNaiveAlarm = hasNaiveAlarm || same.pooledTest.pValue <= 0.05
        planted.look(
          ProportionComparison(
            baseline: baseline, candidate: try #require(Proportion(z, of: look * 50))))
      }
      alarms.none += test.pValue <= 0.05 ? 1 : 0
      alarms.naive += hasNaiveAlarm ? 1 : 0
      alarms.planted += planted.pValue <= 0.05 ? 1 : 0
    }
    // At most 5 % of 300 and three standard deviations; the z test alarms in about a quarter.
    #expect(alarms.none <= 26)
    #expect(alarms.naive > 45)
    #expect(alarms.planted > 285)
  }
}

/// Means of values that come one after another.
struct RunningRatioTests {
  @Test func `one value a cluster has the mean and the variance of a sample`() throws {
    // Large numbers of little spread, as instants are.
    var generator = SplitMix64(seed: 3)
    let values = (0..<200).map { _ in 1.7e18 + Double(generator.next(below: 4_096)) * 256 }
    var running = RunningRatio()
    for value in values { running.add(sum: value, count: 1, cluster: nil) }
    let moments = try #require(Moments(values))
    #expect(running.mean == moments.mean && running.clusterCount == 200)
    let variance = try #require(running.meanVariance)
    #expect(abs(variance - moments.variance / 200) <= 1e-9 * variance)
  }

  @Test func `values of a cluster may come apart`() throws {
    var generator = SplitMix64(seed: 4)
    var (sums, counts) = ([Double](repeating: 0, count: 40), [Double](repeating: 0, count: 40))
    var running = RunningRatio()
    for _ in 0..<500 {
      let cluster = generator.next(below: 40)
      let (sum, count) = (
        Double(generator.next(below: 900)) + 100, Double(generator.next(below: 3))
      )
      guard count > 0 else { continue }
      sums[cluster] += sum
      counts[cluster] += count
      running.add(sum: sum, count: count, cluster: cluster)
    }
    let mean = sums.reduce(0, +) / counts.reduce(0, +)
    let squares = zip(sums, counts).reduce(0.0) { $0 + ($1.0 - mean * $1.1) * ($1.0 - mean * $1.1) }
    let total = counts.reduce(0, +)
    let variance = squares * 40 / 39 / (total * total)
    #expect(running.clusterCount == 40 && running.weight == total)
    #expect(abs((running.mean ?? 0) - mean) < 1e-9 * mean)
    #expect(abs((running.meanVariance ?? 0) - variance) < 1e-9 * variance)
    #expect(abs(running.total - sums.reduce(0, +)) < 1e-6)
  }

  @Test func `the growth that is needed is where the interval reaches as far`() throws {
    let prior = MixtureTest.priorVariance(narrowestAfter: 500, confidence: 0.95)
    let test = MixtureTest(priorVariance: prior, confidence: 0.95)
    for (variance, distance) in [(0.01, 0.1), (0.02, 0.05), (0.001, 0.02)] {
      let growth = try #require(test.growthNeeded(variance: variance, distance: distance))
      #expect(growth > 1)
      #expect(abs(test.reach(variance: variance / growth) - distance) < 1e-9)
    }
    #expect(test.growthNeeded(variance: 0.001, distance: 5) == 1)
    #expect(test.growthNeeded(variance: 1, distance: 1e-9) == nil)
    // About the narrowest of all priors after 500 values of variance 1.
    let others = [0.3, 0.6, 1.7, 3].map {
      MixtureTest(priorVariance: prior * $0).reach(variance: 1.0 / 500)
    }
    #expect(others.allSatisfy { $0 > test.reach(variance: 1.0 / 500) })
  }
}
