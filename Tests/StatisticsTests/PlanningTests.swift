import Foundation
import Statistics
import Testing

/// How much data a comparison needs, weights of sampled data, and the split of a difference.
struct PlanningTests {
  @Test func `counts for eighty per cent of power are the known ones`() {
    let design = TestDesign()
    for (rise, count) in [(1.05, 5_342), (1.1, 1_400), (1.2, 383), (1.5, 78)] {
      let needed = design.countPerSample(meanDifference: log(rise), standardDeviation: 0.9)
      #expect(needed == Double(count))
    }
    let rates: [(Double, Double, Double)] = [
      (0.01, 0.02, 2_319), (0.01, 0.03, 769), (0.02, 0.04, 1_141), (0.05, 0.08, 1_059),
      (0.05, 0.1, 435), (0.7, 0.75, 1_251),
    ]
    for (first, second, count) in rates {
      #expect(design.countPerSample(probability: first, and: second) == count)
      #expect(design.countPerSample(probability: second, and: first) == count)
    }
    #expect(design.countPerSample(meanDifference: 0, standardDeviation: 1) == nil)
    #expect(design.countPerSample(probability: 0.1, and: 0.1) == nil)
  }

  @Test func `an undecided comparison tells how much more it needs`() {
    let wide = ConfidenceInterval(low: -0.02, high: 0.08)
    // The effect is 0.01 below the bound, and the interval reaches 0.05 beyond it: 25 times the data.
    let more = additionalCountNeeded(
      soFar: 100, effect: 0.03, interval: wide, low: -0.04, high: 0.04)
    #expect(more.map { abs($0 - 2_400) <= 1 } == true)
    let decided = additionalCountNeeded(
      soFar: 100, effect: 0.3, interval: ConfidenceInterval(low: 0.2, high: 0.4), low: -0.04,
      high: 0.04)
    #expect(decided == 0)
    #expect(
      additionalCountNeeded(soFar: 100, effect: 0.04, interval: wide, low: -0.04, high: 0.04) == nil
    )
  }

  @Test func `the farther out a quantile, the more values it takes`() throws {
    let counts = try [1, 50, 75, 90, 95, 99].map { percent in
      MinimumCounts.quantile(try #require(QuantileFraction(percent, over: 100)))
    }
    #expect(counts == [500, 30, 30, 100, 200, 500])
    let p999 = try #require(QuantileFraction(999, over: 1_000))
    #expect(abs(MinimumCounts.quantile(p999) - 5_000) <= 1)
    #expect(MinimumCounts.quantile(try #require(QuantileFraction(1, over: 1))) == .max)
  }

  @Test func `weighted means are those of statsmodels`() throws {
    for item in try GoldenCase.all("weighted") {
      var mean = WeightedMean()
      for (value, weight) in try zip(item.list("a"), item.list("u")) {
        mean.add(value, weight: weight)
      }
      item.expect("mean", mean.value, relative: 1e-12)
      item.expect("total", mean.total, relative: 1e-12)
      item.expect("effective", mean.effectiveCount, relative: 1e-12)
      item.expect("meanVariance", mean.meanVariance, absolute: 1e-15)
    }
  }

  @Test func `equal weights change nothing`() throws {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    var mean = WeightedMean()
    for value in values { mean.add(value, probability: 0.25) }
    let plain = try #require(Moments(values))
    let moments = try #require(mean.moments)
    #expect(mean.populationCount == 32 && mean.weightRatio == 1 && mean.count == 8)
    #expect(abs(moments.count - 8) < 1e-12)
    #expect(abs(moments.mean - plain.mean) < 1e-14)
    #expect(abs(moments.variance / plain.variance - 1) < 1e-13)
    #expect(WeightedMean().value == nil && WeightedMean().moments == nil)
  }

  @Test func `mix and change within add up to the difference`() throws {
    var generator = SplitMix64(seed: 6)
    for _ in 0..<100 {
      let groups = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        GroupMeans(
          baselineCount: Double(generator.next(below: 20) + 1),
          baselineMean: Double.random(in: 0...100, using: &generator),
          candidateCount: Double(generator.next(below: 20)),
          candidateMean: Double.random(in: 0...100, using: &generator))
      }
      guard let shift = MeanShift(groups) else { continue }
      #expect(abs(shift.mix + shift.within - shift.difference) < 1e-9)
    }
    let moved = try #require(
      MeanShift([
        GroupMeans(baselineCount: 90, baselineMean: 1, candidateCount: 50, candidateMean: 1),
        GroupMeans(baselineCount: 10, baselineMean: 5, candidateCount: 50, candidateMean: 5),
      ]))
    #expect(abs(moved.mix - 1.6) < 1e-12 && moved.within == 0)
    #expect(MeanShift([]) == nil)
  }
}
