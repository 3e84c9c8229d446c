import Drift
import Statistics
import Testing

/// Which verdict a metric gets, by its data and its tolerance.
struct VerdictTests {
  /// Lognormal values, one a unit.
  private func values(
    _ count: Int, scale: Double = 1, spread: Double = 0.5, seed: UInt64
  ) -> Sample {
    var source = InventedNumbers(seed: seed)
    return Sample.single(
      (0..<count).map { _ in scale * source.exponential(spread * source.normal()) })
  }

  private func metric(
    _ kind: MetricInput.Kind = .distribution, _ better: MetricComparison.Direction = .lower,
    _ baseline: Sample, _ candidate: Sample, tolerance: MetricInput.Tolerance? = nil
  ) -> MetricInput {
    MetricInput(
      name: "latency", kind: kind, unit: .nanoseconds, better: better, tolerance: tolerance,
      baseline: baseline, candidate: candidate)
  }

  @Test func `a shift beyond the tolerance is worse, better or just another by direction`() throws {
    let (before, after) = (values(400, seed: 1), values(400, scale: 1.5, seed: 2))
    let kinds: [MetricInput.Kind] = [.distribution, .quantile(1, over: 2), .mean, .meanOfSums]
    for kind in kinds {
      #expect(try verdict(metric(kind, .lower, before, after)) == .regressed)
      #expect(try verdict(metric(kind, .higher, before, after)) == .improved)
      #expect(try verdict(metric(kind, .neither, before, after)) == .changed)
      #expect(try verdict(metric(kind, .lower, after, before)) == .improved)
      #expect(try verdict(metric(kind, .higher, after, before)) == .regressed)
    }
  }

  @Test func `a difference within the tolerance is equivalent however sure it is`() throws {
    let (before, after) = (values(40_000, seed: 3), values(40_000, scale: 1.03, seed: 4))
    let wide = try only(metric(.mean, .lower, before, after))
    #expect(wide.verdict == .equivalent)
    #expect(try #require(wide.p) < 1e-6)
    #expect(wide.needed == nil)
    let narrow = metric(.mean, .lower, before, after, tolerance: .relative(0.01))
    #expect(try verdict(narrow) == .regressed)
    let absolute = metric(.mean, .lower, before, after, tolerance: .absolute(0.001))
    #expect(try verdict(absolute) == .regressed)
  }

  @Test func `what the data leave open is inconclusive, with how many more it takes`() throws {
    let (before, after) = (values(60, seed: 5), values(60, scale: 1.1, seed: 6))
    let open = try only(metric(.mean, .lower, before, after))
    #expect(open.verdict == .inconclusive)
    let needed = try #require(open.needed)
    // With so many more the same effect has a verdict.
    let copies = (60 + needed) / 60 + 1
    func repeated(_ sample: Sample) -> Sample {
      .single((0..<copies).flatMap { _ in sample.values })
    }
    let more = try only(metric(.mean, .lower, repeated(before), repeated(after)))
    #expect(more.verdict != .inconclusive)
  }

  @Test func `no kind of metric has a verdict below its least count`() throws {
    let kinds: [(MetricInput.Kind, least: Int)] = [
      (.distribution, 30), (.quantile(50, over: 100), 30), (.quantile(90, over: 100), 100),
      (.quantile(95, over: 100), 200), (.quantile(99, over: 100), 500), (.mean, 30),
      (.meanOfSums, 30), (.share, 30), (.categories(["a", "b"]), 50),
    ]
    var options = ComparisonOptions()
    options.resamples = 100
    for (kind, least) in kinds {
      for count in [0, 1, 2, least - 1, least, least + 1] {
        // As different as can be.
        let before = Sample.single([Double](repeating: 0, count: 1_000))
        let after = Sample.single([Double](repeating: 1, count: count))
        for sides in [(before, after), (after, before)] {
          let one = report([metric(kind, .lower, sides.0, sides.1)], options)
          let comparison = try #require(one.metrics.first)
          if count < least {
            #expect(comparison.verdict == .insufficient, "\(kind) of \(count)")
            #expect(comparison.p == nil && comparison.adjustedP == nil)
            #expect(count == 0 || comparison.needed != nil, "\(kind) of \(count)")
          } else {
            #expect(comparison.verdict != .insufficient, "\(kind) of \(count)")
            #expect(comparison.verdict != .inconclusive, "\(kind) of \(count)")
          }
        }
      }
    }
  }

  @Test func `a rate needs five events, too`() throws {
    func rate(_ events: Int, _ count: Int) -> Sample {
      .single((0..<count).map { $0 < events ? 1 : 0 })
    }
    let few = try only(metric(.share, .lower, rate(1, 400), rate(3, 400)))
    #expect(few.verdict == .insufficient)
    #expect(few.needed == 100)
    #expect(try verdict(metric(.share, .lower, rate(0, 400), rate(0, 400))) == .insufficient)
    #expect(try verdict(metric(.share, .lower, rate(0, 400), rate(40, 400))) == .regressed)
  }

  @Test func `a rate without events is equivalent where its interval says so, which takes no test`()
    throws
  {
    let none = Sample.single([Double](repeating: 0, count: 1_000))
    for isPaired in [false, true] {
      var rate = metric(.share, .lower, none, none)
      rate.isPaired = isPaired
      let comparison = try only(rate)
      #expect(comparison.verdict == .equivalent)
      #expect(comparison.p == nil && comparison.adjustedP == nil)
      #expect(report([rate]).method.tests == 0)
    }
    let few = Sample.single([Double](repeating: 0, count: 400))
    let open = try only(metric(.share, .lower, few, few))
    #expect(open.verdict == .insufficient)
    let more = Sample.single([Double](repeating: 0, count: 400 + (try #require(open.needed))))
    #expect(try verdict(metric(.share, .lower, more, more)) == .equivalent)
    let fewer = Sample.single([Double](repeating: 0, count: 390 + (try #require(open.needed))))
    #expect(try verdict(metric(.share, .lower, fewer, fewer)) == .insufficient)
    // Below the least number of units there is no verdict, however wide the tolerance.
    let tiny = Sample.single([Double](repeating: 0, count: 29))
    let wide = metric(.share, .lower, tiny, tiny, tolerance: .absolute(0.9))
    #expect(try verdict(wide) == .insufficient)
  }

  @Test func `spans of one trace that never fail are one unit together`() throws {
    let units = (0..<4_000).map { Int32($0 / 100) }
    let none = Sample(
      values: units.map { _ in 0 }, units: units, unitCount: 40)
    #expect(try verdict(metric(.share, .lower, none, none)) == .insufficient)
  }

  @Test func `equal sides are equivalent as soon as their values are near enough`() throws {
    let sample = values(5_000, spread: 0.2, seed: 7)
    for kind in [MetricInput.Kind.distribution, .quantile(95, over: 100), .mean] {
      let comparison = try only(metric(kind, .lower, sample, sample))
      #expect(comparison.verdict == .equivalent, "\(kind)")
      #expect(comparison.effect?.value == 0)
      // The sides are drawn apart, so that the interval has a width.
      #expect(try #require(comparison.effect?.low) < 0)
      #expect(try #require(comparison.effect?.high) > 0)
    }
  }

  @Test func `only what is worse fails a gate`() {
    let worse = metric(.distribution, .lower, values(200, seed: 1), values(200, scale: 2, seed: 2))
    let better = metric(.distribution, .lower, values(200, scale: 2, seed: 1), values(200, seed: 2))
    let few = metric(.distribution, .lower, values(200, seed: 1), values(5, seed: 2))
    #expect(report([worse]).hasRegressed)
    #expect(!report([better]).hasRegressed)
    #expect(!report([few]).hasRegressed)
    #expect(report([few]).lacksData)
    #expect(!report([worse]).lacksData)
  }

  @Test func `a relative tolerance of a share is one of points`() throws {
    let before = Sample.single((0..<2_000).map { $0 % 10 == 0 ? 1 : 0 })
    let comparison = try only(
      metric(.share, .lower, before, before, tolerance: .relative(0.05)))
    #expect(comparison.tolerance == 0.05)
    #expect(comparison.verdict == .equivalent)
  }
}
