import Drift
import Statistics
import Testing

/// Faults of other tools, which reports do not have.
struct ContrastTests {
  /// Lognormal seconds, as nanoseconds.
  private func seconds(_ count: Int, _ factor: Double = 1, seed: UInt64) -> [Double] {
    var numbers = InventedNumbers(seed: seed)
    return (0..<count).map { _ in factor * 1e9 * numbers.exponential(0.9 * numbers.normal()) }
  }

  private func latency(_ baseline: [Double], _ candidate: [Double]) throws -> MetricComparison {
    try only(
      MetricInput(
        name: "latency", kind: .distribution, unit: .nanoseconds, better: .lower,
        baseline: .single(baseline), candidate: .single(candidate)))
  }

  private func effect(_ name: String, of metric: MetricComparison) throws -> Double {
    try #require(metric.effects.first { $0.name == name }).value
  }

  private static let hour = 3_600e9

  // Bins of equal width over all data, and a distance by the standard deviation, see nothing beside an
  // hour: a stability index of 0.0006 instead of 0.09, a distance of 0.03 instead of 0.34.
  @Test func `an outlier of the baseline does not hide that latencies are half as long again`()
    throws
  {
    let (before, after) = (seconds(1_000, seed: 21), seconds(1_000, 1.5, seed: 22))
    var spoilt = before
    spoilt[500] = Self.hour
    let (plain, hidden) = (try latency(before, after), try latency(spoilt, after))
    #expect(plain.verdict == .regressed && hidden.verdict == .regressed)
    #expect(try effect("psi", of: plain) > 0.09)
    for name in ["psi", "jensen_shannon", "cliffs_delta", "ks"] {
      let (first, second) = (try effect(name, of: plain), try effect(name, of: hidden))
      #expect(abs(first - second) < 0.05 * first, "\(name): \(first) and \(second)")
    }
    let psi = try #require(hidden.effects.first { $0.name == "psi" })
    #expect(psi.value > (psi.cut ?? .infinity))
  }

  // The distance by the standard deviation says 0.86 then, and alarms.
  @Test func `an outlier of the candidate alone is no drift`() throws {
    let before = seconds(1_000, seed: 23)
    var after = seconds(1_000, seed: 24)
    after[500] = Self.hour
    let metric = try latency(before, after)
    #expect(![.regressed, .improved].contains(metric.verdict))
    let psi = try #require(metric.effects.first { $0.name == "psi" })
    #expect(psi.value < (psi.cut ?? 0))
  }

  // A test against the baseline's shares as if they were exact alarms in 50 % of comparisons of 200 with
  // 200 values, and in nearly all where the baseline is small.
  @Test func `the shares of a small baseline are not taken for exact`() throws {
    let runs = 200
    var numbers = InventedNumbers(seed: 25)
    var (alarms, naive) = (0, 0)
    for _ in 0..<runs {
      func draw(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(numbers.index(of: [0.4, 0.3, 0.2, 0.1])) }
      }
      let (before, after) = (draw(100), draw(1_000))
      let metric = try only(
        MetricInput(
          name: "finish_reason", kind: .categories(["a", "b", "c", "d"]), unit: .number,
          better: .neither, baseline: .single(before), candidate: .single(after)))
      alarms += (metric.p ?? 1) <= 0.05 ? 1 : 0
      let counts = [before, after].map { values in
        (0..<4).map { code in Double(values.count { $0 == Double(code) }) }
      }
      let oneSample = zip(counts[0], counts[1]).reduce(0.0) { sum, cell in
        let expected = cell.0 * 10
        return sum + (cell.1 - expected) * (cell.1 - expected) / expected
      }
      // The 95th percentile of chi-square with three degrees of freedom.
      naive += oneSample > 7.815 ? 1 : 0
    }
    // 5 % and four standard deviations.
    #expect(alarms <= 22)
    #expect(naive > 100)
  }

  // One-sided, only the first of these is found.
  @Test func `what became less is found as what became more`() throws {
    var numbers = InventedNumbers(seed: 26)
    func values(_ mean: Double) -> [Double] {
      (0..<300).map { _ in 100 + mean + numbers.normal() }
    }
    let before = values(0)
    for shift in [0.5, -0.5] {
      let metric = try latency(before, values(shift))
      #expect(try #require(metric.p) < 1e-6)
      #expect((metric.effect?.value ?? 0) * shift > 0)
    }
  }

  @Test func `of eight rows nothing is said but how many more it takes`() throws {
    let metric = try latency(seconds(8, seed: 27), seconds(8, 9, seed: 28))
    #expect(metric.verdict == .insufficient && metric.p == nil && metric.needed == 22)
  }

  // "Any two large batches differ": they do, by less than anybody minds.
  @Test func `large data with next to no difference are equivalent`() throws {
    let metric = try latency(seconds(50_000, seed: 29), seconds(50_000, 1.025, seed: 30))
    #expect(try #require(metric.p) < 0.01)
    #expect(metric.verdict == .equivalent)
  }

  // Where medians of parts were added up, the median of all grew with the parts.
  @Test func `the median is that of all values, however they come in units`() throws {
    let values = seconds(999, seed: 31)
    let median = values.sorted()[499]
    for perUnit in [1, 3, 111] {
      let sample = Sample(
        values: values, units: values.indices.map { Int32($0 / perUnit) },
        unitCount: 999 / perUnit)
      let metric = try only(
        MetricInput(
          name: "p50(latency)", kind: .quantile(1, over: 2), unit: .nanoseconds, better: .lower,
          baseline: sample, candidate: sample))
      #expect(metric.baseline == median && metric.candidate == median)
    }
  }

  // A G test with the baseline's counts as the expected ones fails where the sides differ in size.
  @Test func `sides of different sizes are compared by their shares`() throws {
    func sample(_ counts: [Int]) -> Sample {
      .single(
        counts.enumerated().flatMap { Array(repeating: Double($0.offset), count: $0.element) })
    }
    let metric = try only(
      MetricInput(
        name: "finish_reason", kind: .categories(["a", "b"]), unit: .number, better: .neither,
        baseline: sample([80, 20]), candidate: sample([4_000, 1_000])))
    #expect(metric.p == 1 && metric.effect?.value == 0)
  }
}
