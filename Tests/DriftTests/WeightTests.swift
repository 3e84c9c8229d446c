import Drift
import Testing

/// Values that stand for those that sampling dropped.
struct WeightTests {
  /// Lognormal values of traces, each kept with a probability that its value may decide.
  private func side(
    _ count: Int, scale: Double = 1, seed: UInt64, probability: (Double) -> Double
  ) -> Sample {
    var source = InventedNumbers(seed: seed)
    var (values, weights): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      let value = scale * source.exponential(0.8 * source.normal())
      let kept = probability(value)
      guard source.chance(kept) else { continue }
      values.append(value)
      weights.append(1 / kept)
    }
    var sample = Sample.single(values)
    sample.weights = SampleWeights(ofValues: weights, ofUnits: weights)
    return sample
  }

  private func input(_ metrics: [MetricInput]) -> ComparisonInput {
    var input = ComparisonInput(
      baseline: .init(name: "v3", spans: 0, traces: 0),
      candidate: .init(name: "v4", spans: 0, traces: 0), metrics: metrics)
    input.options.resamples = 200
    if let first = metrics.first, let before = first.baseline.weights,
      let after = first.candidate.weights
    {
      input.weighting = Weighting(
        baseline: .init(before.ofUnits), candidate: .init(after.ofUnits))
    }
    return input
  }

  private func metrics(_ before: Sample, _ after: Sample) -> [MetricInput] {
    let kinds: [MetricInput.Kind] = [
      .distribution, .mean, .meanOfSums, .quantile(1, over: 2), .quantile(95, over: 100),
    ]
    return kinds.enumerated().map { index, kind in
      MetricInput(
        name: "metric \(index)", kind: kind, unit: .nanoseconds, better: .lower, baseline: before,
        candidate: after)
    }
  }

  @Test func `what was kept more often where it is slow is no difference once it is weighted`() {
    var (alarms, plainAlarms) = (0, 0)
    for seed in 0..<40 {
      // Of the candidate, fast traces are dropped; of the baseline, none.
      let before = side(200, seed: UInt64(2 * seed)) { _ in 1 }
      let after = side(600, seed: UInt64(2 * seed + 1)) { $0 > 1 ? 1 : 0.25 }
      let report = ComparisonReport(input(metrics(before, after)))
      alarms += report.metrics.contains { ($0.adjustedP ?? 1) <= 0.05 } ? 1 : 0
      var (plainBefore, plainAfter) = (before, after)
      (plainBefore.weights, plainAfter.weights) = (nil, nil)
      let plain = ComparisonReport(input(metrics(plainBefore, plainAfter)))
      plainAlarms += plain.metrics.contains { ($0.adjustedP ?? 1) <= 0.05 } ? 1 : 0
    }
    // One in twenty by chance: of forty, nine or more once in two thousand seeds.
    #expect(alarms <= 8)
    #expect(plainAlarms >= 35)
  }

  @Test func `what is slower is found among weighted traces, too`() throws {
    let before = side(2_000, seed: 1) { $0 > 1 ? 0.8 : 0.3 }
    let after = side(2_000, scale: 1.5, seed: 2) { $0 > 1 ? 0.8 : 0.3 }
    let report = ComparisonReport(input(metrics(before, after)))
    for metric in report.metrics.dropLast() {
      #expect(metric.verdict == .regressed, "\(metric.metric)")
    }
    // The medians are those of what there was: 1 and 1.5.
    let median = try #require(report.metrics.first)
    #expect(abs(try #require(median.baseline) - 1) < 0.1)
    #expect(abs(try #require(median.candidate) - 1.5) < 0.15)
    let weights = try #require(report.method.weights)
    #expect(weights.baselineUnits < Double(before.values.count))
    #expect(report.notes.contains { $0.hasPrefix("Weighted by 1/sampling_probability") })
  }

  @Test func `intervals of weighted metrics hold the truth`() throws {
    var (held, made) = (0, 0)
    for seed in 0..<60 {
      let before = side(300, seed: UInt64(900 + 2 * seed)) { $0 > 1 ? 1 : 0.2 }
      let after = side(300, seed: UInt64(901 + 2 * seed)) { $0 > 1 ? 0.5 : 0.2 }
      for metric in ComparisonReport(input(metrics(before, after))).metrics.dropLast() {
        let low = try #require(metric.effect?.low)
        let high = try #require(metric.effect?.high)
        made += 1
        held += low <= 0 && 0 <= high ? 1 : 0
      }
    }
    // The metrics of a report go together: of 240, four deviations of sixty.
    #expect(Double(held) >= 0.84 * Double(made), "\(held) of \(made)")
  }

  @Test func `weights that differ by more than ten times leave no p-value, and are told`() throws {
    let before = side(4_000, seed: 1) { $0 > 1 ? 1 : 0.05 }
    let after = side(4_000, scale: 3, seed: 2) { $0 > 1 ? 1 : 0.05 }
    var input = input(metrics(before, after))
    var few = metrics(before, .single([1, 2, 3]))[0]
    few.name = "few"
    few.candidate.weights = SampleWeights(ofValues: [1, 2, 3], ofUnits: [1, 2, 3])
    input.metrics.append(few)
    let report = ComparisonReport(input)
    for metric in report.metrics.dropLast() {
      #expect(metric.p == nil && metric.adjustedP == nil)
      #expect(metric.verdict == .inconclusive)
      #expect(metric.effect != nil)
    }
    #expect(report.metrics.last?.verdict == .insufficient)
    #expect(report.method.tests == 0)
    #expect(report.notes.contains { $0.contains("20 times as many as others") })
  }

  @Test func `even weights have the verdicts of plain values`() throws {
    var before = side(600, seed: 5) { _ in 1 }
    var after = side(600, scale: 1.3, seed: 6) { _ in 1 }
    let plain = ComparisonReport(input(metrics(before, after)))
    before.weights = SampleWeights(
      ofValues: before.values.map { _ in 4 }, ofUnits: before.values.map { _ in 4 })
    after.weights = SampleWeights(
      ofValues: after.values.map { _ in 4 }, ofUnits: after.values.map { _ in 4 })
    let weighted = ComparisonReport(input(metrics(before, after)))
    for (one, other) in zip(plain.metrics, weighted.metrics) {
      #expect(one.baseline == other.baseline || one.measure == .mean)
      let (value, same) = (try #require(one.effect?.value), try #require(other.effect?.value))
      #expect(abs(value - same) <= 1e-9 * abs(value), "\(one.metric)")
      #expect(one.verdict == other.verdict, "\(one.metric)")
    }
  }

  @Test func `categories and shares are weighted`() throws {
    func sample(_ values: [Double], _ weights: [Double]) -> Sample {
      var sample = Sample.single(values)
      sample.weights = SampleWeights(ofValues: weights, ofUnits: weights)
      return sample
    }
    // Every failure was kept, and a quarter of the rest: a tenth failed on either side.
    let before = (0..<900).map { $0 < 400 ? 1.0 : 0 }
    let after = (0..<1_800).map { $0 < 800 ? 1.0 : 0 }
    func weights(_ values: [Double]) -> [Double] { values.map { $0 == 1 ? 1 : 7.2 } }
    let share = MetricInput(
      name: "error_rate()", kind: .share, unit: .share, better: .lower,
      baseline: sample(before, weights(before)), candidate: sample(after, weights(after)))
    var kinds = share
    kinds.name = "status"
    kinds.kind = .categories(["ok", "error"])
    let report = ComparisonReport(input([share, kinds]))
    #expect(abs(try #require(report.metrics[0].baseline) - 0.1) < 1e-9)
    #expect(abs(try #require(report.metrics[0].effect?.value)) < 1e-12)
    #expect(report.metrics.allSatisfy { $0.verdict == .inconclusive || $0.verdict == .equivalent })
    #expect(report.metrics[1].plot?.categories.first?.baseline == 3_600)
  }
}
