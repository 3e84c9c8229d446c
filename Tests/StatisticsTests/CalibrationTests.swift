import Foundation
import Statistics
import Testing

/// How often tests alarm where nothing changed, and intervals hold the truth.
///
/// The seeds are fixed, and the margins those of the binomial law: four standard deviations, which
/// right code passes in all but one of 15,000 seeds.
struct CalibrationTests {
  private static let runs = 400

  /// A lognormal value with the spread that latencies have.
  private func latency(using generator: inout SplitMix64) -> Double {
    exp(0.9 * NormalDistribution.quantile(Double.random(in: 1e-12..<1, using: &generator)))
  }

  private func latencies(_ count: Int, using generator: inout SplitMix64) -> [Double] {
    (0..<count).map { _ in latency(using: &generator) }
  }

  /// The greatest count of alarms that a rate allows.
  private func limit(_ rate: Double) -> Int {
    let count = Double(Self.runs)
    return Int(count * rate + 4 * (count * rate * (1 - rate)).squareRoot())
  }

  private func floor(_ rate: Double) -> Int {
    let count = Double(Self.runs)
    return Int(count * rate - 4 * (count * rate * (1 - rate)).squareRoot())
  }

  @Test func `tests of samples alarm in one of twenty where nothing changed`() throws {
    var generator = SplitMix64(seed: 21)
    var (ranks, means, shapes) = (0, 0, 0)
    for _ in 0..<Self.runs {
      let (a, b) = (latencies(40, using: &generator), latencies(30, using: &generator))
      let (first, second) = (try SortedSample(a), try SortedSample(b))
      ranks += try #require(RankSumTest(baseline: first, candidate: second)).pValue <= 0.05 ? 1 : 0
      shapes +=
        try #require(KolmogorovSmirnovTest(baseline: first, candidate: second)).pValue <= 0.05
        ? 1 : 0
      let logs = (
        try #require(Moments(a.map { log($0) })), try #require(Moments(b.map { log($0) }))
      )
      means += WelchTest(baseline: logs.0, candidate: logs.1).pValue <= 0.05 ? 1 : 0
    }
    #expect((floor(0.05)...limit(0.05)).contains(ranks), "\(ranks)")
    #expect((floor(0.05)...limit(0.05)).contains(means), "\(means)")
    // Conservative, as its statistic takes few values.
    #expect((floor(0.035)...limit(0.05)).contains(shapes), "\(shapes)")
  }

  @Test func `a planted shift is found with the power planned for`() throws {
    var generator = SplitMix64(seed: 22)
    var found = 0
    for _ in 0..<Self.runs {
      let a = latencies(78, using: &generator).map { log($0) }
      let b = latencies(78, using: &generator).map { log(1.5 * $0) }
      let test = WelchTest(baseline: try #require(Moments(a)), candidate: try #require(Moments(b)))
      found += test.pValue <= 0.05 ? 1 : 0
    }
    #expect((floor(0.8)...limit(0.8)).contains(found), "\(found)")
  }

  @Test func `tests of shares and categories alarm in one of twenty where nothing changed`() throws
  {
    var generator = SplitMix64(seed: 23)
    var (pooled, exact, categories, family) = (0, 0, 0, 0)
    for _ in 0..<Self.runs {
      var counts = [[Int]](repeating: [0, 0, 0, 0], count: 2)
      for side in 0..<2 {
        for _ in 0..<(200 - side * 50) {
          let draw = generator.next(below: 20)
          counts[side][draw < 4 ? 0 : draw < 8 ? 1 : draw < 13 ? 2 : 3] += 1
        }
      }
      let pair = ProportionComparison(
        baseline: try #require(Proportion(counts[0][0], of: 200)),
        candidate: try #require(Proportion(counts[1][0], of: 150)))
      let test = try #require(HomogeneityTest(baseline: counts[0], candidate: counts[1]))
      pooled += pair.pooledTest.pValue <= 0.05 ? 1 : 0
      exact += pair.fisherExact <= 0.05 ? 1 : 0
      categories += test.pValue <= 0.05 ? 1 : 0
      let adjusted = benjaminiHochbergAdjusted([pair.pooledTest.pValue, test.pValue])
      family += adjusted.contains { $0 <= 0.05 } ? 1 : 0
    }
    #expect((floor(0.05)...limit(0.05)).contains(pooled), "\(pooled)")
    #expect(exact <= limit(0.05), "\(exact)")
    #expect((floor(0.05)...limit(0.05)).contains(categories), "\(categories)")
    #expect(family <= limit(0.05), "\(family)")
  }

  @Test func `intervals hold the truth in nineteen of twenty`() throws {
    var generator = SplitMix64(seed: 24)
    var held = (shift: 0, delta: 0, difference: 0, median: 0)
    let half = try #require(QuantileFraction(1, over: 2))
    for run in 0..<Self.runs {
      let (a, b) = (latencies(40, using: &generator), latencies(35, using: &generator))
      let (first, second) = (try SortedSample(a), try SortedSample(b.map { $0 + 1 }))
      let shift = try #require(HodgesLehmannShift(baseline: first, candidate: second))
      held.shift += shift.interval.contains(1) ? 1 : 0
      let same = try #require(CliffDelta(baseline: first, candidate: SortedSample(b)))
      held.delta += try #require(same.interval).contains(0) ? 1 : 0
      let events = [30, 20].map { count in
        (0..<count * 3).count { _ in generator.next(below: 10) < 1 }
      }
      let pair = ProportionComparison(
        baseline: try #require(Proportion(events[0], of: 90)),
        candidate: try #require(Proportion(events[1], of: 60)))
      held.difference += pair.differenceInterval().contains(0) ? 1 : 0
      let sample = try #require(
        ClusteredQuantiles(values: a, clusters: Array(a.indices), seed: UInt64(run)))
      let replicates = sample.resampledQuantiles([half], 99)[0]
      held.median += try #require(percentileInterval(replicates)).contains(1) ? 1 : 0
    }
    #expect((floor(0.95)...limit(0.95)).contains(held.shift), "\(held)")
    #expect((floor(0.95)...limit(0.95)).contains(held.delta), "\(held)")
    #expect(held.difference >= floor(0.95), "\(held)")
    // The percentile bootstrap of a median of forty holds a little less than it says.
    #expect((floor(0.93)...Self.runs).contains(held.median), "\(held)")
  }
}
