import Statistics
import Testing

/// Two samples against each other, compared with SciPy.
struct TwoSampleTests {
  private struct Pair {
    let baseline: SortedSample
    let candidate: SortedSample
  }

  private func pair(_ item: GoldenCase) throws -> Pair {
    Pair(
      baseline: try SortedSample(item.list("a")), candidate: try SortedSample(item.list("b")))
  }

  @Test func `the rank-sum test is that of SciPy`() throws {
    for item in try GoldenCase.all("two-samples") {
      let pair = try pair(item)
      let (a, b) = (pair.baseline, pair.candidate)
      let test = try #require(RankSumTest(baseline: a, candidate: b, method: .asymptotic))
      item.expect("u", test.statistic)
      item.expect("p", test.pValue, relative: 1e-9)
      item.expect("delta", test.delta, absolute: 1e-15)
      guard item.expected["pExact"] != nil else { continue }
      let exact = RankSumTest(baseline: a, candidate: b, method: .exact)
      item.expect("pExact", exact?.pValue, relative: 1e-9)
    }
  }

  @Test func `Hodges and Lehmann's shift is the median of all differences`() throws {
    for item in try GoldenCase.all("two-samples") {
      let pair = try pair(item)
      let shift = try #require(
        HodgesLehmannShift(baseline: pair.baseline, candidate: pair.candidate))
      item.expect("shift", shift.value, relative: 1e-15)
      item.expect("shiftLow", shift.interval.low, relative: 0)
      item.expect("shiftHigh", shift.interval.high, relative: 0)
    }
  }

  @Test func `Cliff's delta is that of the whole matrix`() throws {
    for item in try GoldenCase.all("two-samples") {
      let pair = try pair(item)
      let delta = try #require(CliffDelta(baseline: pair.baseline, candidate: pair.candidate))
      item.expect("delta", delta.value, absolute: 1e-15)
      item.expect("deltaLow", delta.interval?.low, absolute: 1e-14)
      item.expect("deltaHigh", delta.interval?.high, absolute: 1e-14)
    }
  }

  @Test func `Kolmogorov and Smirnov's test is that of SciPy`() throws {
    for item in try GoldenCase.all("two-samples") {
      let pair = try pair(item)
      let test = try #require(
        KolmogorovSmirnovTest(baseline: pair.baseline, candidate: pair.candidate))
      item.expect("ks", test.statistic, relative: 1e-13)
      item.expect("ksExact", test.pValue, relative: 1e-9)
      item.expect("wasserstein", wassersteinDistance(pair.baseline, pair.candidate))
    }
    for item in try GoldenCase.all("kolmogorov") {
      let tail = oneSampleTail(try item.number("d"), count: try item.number("n"))
      item.expect("p", tail, relative: 1e-9)
    }
  }

  @Test func `Welch's test is that of SciPy`() throws {
    for item in try GoldenCase.all("two-samples") where item.expected["t"] != nil {
      let test = WelchTest(
        baseline: try #require(Moments(item.list("a"))),
        candidate: try #require(Moments(item.list("b"))))
      item.expect("t", test.statistic)
      item.expect("df", test.degreesOfFreedom)
      item.expect("tP", test.pValue, relative: 1e-9)
      item.expect("tLow", test.interval().low)
      item.expect("tost", test.equivalencePValue(low: -0.5, high: 0.5), relative: 1e-9)
      item.expect("tHigh", test.interval().high)
    }
  }

  @Test func `swapping the samples turns every effect around`() throws {
    for item in try GoldenCase.all("two-samples") {
      let (a, b) = (try pair(item).baseline, try pair(item).candidate)
      let there = try #require(RankSumTest(baseline: a, candidate: b))
      let back = try #require(RankSumTest(baseline: b, candidate: a))
      #expect(there.z == -back.z)
      #expect(abs(there.pValue - back.pValue) <= 1e-12 * there.pValue)
      let shift = try #require(HodgesLehmannShift(baseline: a, candidate: b))
      let shiftBack = try #require(HodgesLehmannShift(baseline: b, candidate: a))
      #expect(shift.value == -shiftBack.value)
      #expect(shift.interval.low == -shiftBack.interval.high)
      #expect(
        KolmogorovSmirnovTest(baseline: a, candidate: b)?.statistic
          == KolmogorovSmirnovTest(baseline: b, candidate: a)?.statistic)
    }
  }

  @Test func `a shift of one sample is the shift found`() throws {
    var generator = SplitMix64(seed: 9)
    let values = (0..<300).map { _ in Double(Int.random(in: 0..<4_096, using: &generator)) }
    let baseline = try SortedSample(values)
    let shifted = try SortedSample(values.map { $0 + 512 })
    #expect(HodgesLehmannShift(baseline: baseline, candidate: shifted)?.value == 512)
    #expect(wassersteinDistance(baseline, shifted) == 512)
  }

  @Test func `differences of any rank are found among many, and among many equal ones`() throws {
    var generator = SplitMix64(seed: 10)
    for levels in [1, 7, 1_000_000] {
      let sides = try (0..<2).map { side in
        try SortedSample(
          (0..<(400 - 90 * side)).map { _ in
            Double(Int.random(in: 0..<levels, using: &generator) * 3)
          })
      }
      let all = sides[0].values.flatMap { a in sides[1].values.map { $0 - a } }.sorted()
      let shift = try #require(HodgesLehmannShift(baseline: sides[0], candidate: sides[1]))
      #expect(shift.value == (all[all.count / 2 - 1] + all[all.count / 2]) / 2)
      for confidence in [0.5, 0.99, 0.999_999] {
        let interval = try #require(
          HodgesLehmannShift(baseline: sides[0], candidate: sides[1], confidence: confidence)
        ).interval
        // Both bounds have the same rank, one from below and one from above.
        let ranks = all.indices.filter { all[$0] == interval.low }
        #expect(ranks.contains { all[all.count - 1 - $0] == interval.high })
        #expect(interval.contains(shift.value))
      }
    }
  }

  @Test func `differences that leave the doubles are infinite, and ranked as such`() throws {
    let huge = Double.greatestFiniteMagnitude
    let first = try SortedSample((0..<120).map { $0 % 2 == 0 ? -huge : huge })
    let second = try SortedSample((0..<90).map { $0 % 3 == 0 ? huge : -huge })
    // Of the pairs a sixth differs by +∞, a third by -∞, and half not at all.
    // At this confidence the bounds lie 1,925 ranks of 10,800 from the middle.
    let shift = try #require(
      HodgesLehmannShift(baseline: first, candidate: second, confidence: 0.999_99))
    #expect(shift.value == 0)
    #expect(shift.interval == ConfidenceInterval(low: -.infinity, high: 0))
    let back = try #require(
      HodgesLehmannShift(baseline: second, candidate: first, confidence: 0.999_99))
    #expect(back.interval == ConfidenceInterval(low: 0, high: .infinity))
    let apart = try SortedSample([Double](repeating: huge, count: 120))
    let below = try SortedSample([Double](repeating: -huge, count: 120))
    #expect(HodgesLehmannShift(baseline: apart, candidate: below)?.value == -.infinity)
    #expect(HodgesLehmannShift(baseline: below, candidate: apart)?.value == .infinity)
    let tiny = try SortedSample((0..<120).map { Double($0) * Double.leastNonzeroMagnitude })
    #expect(HodgesLehmannShift(baseline: tiny, candidate: tiny)?.value == 0)
  }

  @Test func `what is no number is refused, and of nothing there is no test`() throws {
    #expect(throws: SampleError.notFinite(index: 1)) { try SortedSample([1, .nan]) }
    #expect(throws: SampleError.notFinite(index: 0)) { try SortedSample([-.infinity, .nan]) }
    let (none, one) = (try SortedSample([]), try SortedSample([1]))
    #expect(RankSumTest(baseline: none, candidate: one) == nil)
    #expect(HodgesLehmannShift(baseline: one, candidate: none) == nil)
    #expect(KolmogorovSmirnovTest(baseline: none, candidate: none) == nil)
    #expect(CliffDelta(baseline: none, candidate: one) == nil)
    #expect(CliffDelta(baseline: one, candidate: one)?.interval == nil)
    #expect(wassersteinDistance(none, one) == nil)
    #expect(Moments([1]) == nil)
    #expect(Moments([1e200, -1e200]) == nil)
  }

  @Test func `means are equivalent where the interval of twice the level lies within the bounds`() {
    let baseline = Moments(count: 200, mean: 10, variance: 4)
    for mean in stride(from: 8.0, through: 12, by: 0.05) {
      let test = WelchTest(
        baseline: baseline, candidate: Moments(count: 150, mean: mean, variance: 5))
      let isEquivalent = test.equivalencePValue(low: -1, high: 1) <= 0.05
      #expect(isEquivalent == test.interval(confidence: 0.9).lies(between: -1, and: 1))
    }
  }
}
