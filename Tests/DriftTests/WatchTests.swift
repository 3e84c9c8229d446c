import Drift
import Testing

/// What a watch tells.
struct WatchTests {
  private func metric(
    _ measure: WatchState.Measure, _ unit: MetricComparison.Unit = .nanoseconds,
    _ tolerance: MetricInput.Tolerance = .relative(0.05)
  ) -> WatchedMetric {
    WatchedMetric(
      name: "latency", measure: measure, unit: unit, better: .lower, tolerance: tolerance)
  }

  /// Traces of one value each, in turn of one side and of the other.
  private func watch(
    _ metric: WatchedMetric, _ baseline: [Double], _ candidate: [Double],
    _ look: (WatchState) -> Void = { _ in }
  ) -> WatchState {
    var watch = RolloutWatch([metric], names: ["a", "b"], alpha: 0.05)
    for index in 0..<max(baseline.count, candidate.count) {
      for (side, values) in [baseline, candidate].enumerated() where index < values.count {
        watch.add(
          WatchedTrace(
            side: side, cluster: nil, start: Int64(index),
            values: [.init(sum: values[index], count: 1)]))
        look(watch.state)
      }
    }
    return watch.state
  }

  private func seconds(_ count: Int, _ factor: Double, seed: UInt64) -> [Double] {
    var numbers = InventedNumbers(seed: seed)
    return (0..<count).map { _ in factor * 1e9 * numbers.exponential(0.5 * numbers.normal()) }
  }

  @Test func `p never rises, the interval only narrows, and a verdict stays`() throws {
    var last: WatchState.Metric?
    var verdicts: [Verdict] = []
    let state = watch(
      metric(.typical), seconds(600, 1, seed: 1), seconds(600, 1.5, seed: 2)
    ) { state in
      let metric = state.metrics[0]
      if verdicts.last != metric.verdict { verdicts.append(metric.verdict) }
      if let last, let before = last.effect, let after = metric.effect {
        #expect((metric.p ?? 1) <= (last.p ?? 1))
        #expect((after.low ?? 0) >= (before.low ?? 0))
        #expect((after.high ?? .infinity) <= (before.high ?? .infinity))
      }
      last = metric
    }
    #expect(verdicts == [.insufficient, .inconclusive, .regressed])
    let metric = try #require(state.metrics.first)
    #expect(state.isDecided && state.hasRegressed)
    #expect((metric.decidedAt ?? .max) < 400)
    #expect(metric.needed == nil)
    let ratio = try #require(metric.effect)
    #expect(ratio.name == "ratio" && (1.3...1.7).contains(ratio.value))
    #expect((metric.baseline ?? 0) > 0.9e9 && (metric.baseline ?? 0) < 1.1e9)
  }

  @Test func `one outlier of an hour does not hide that durations are half as long again`() throws {
    var before = seconds(400, 1, seed: 3)
    before[10] = 3_600e9
    let after = seconds(400, 1.5, seed: 4)
    #expect(watch(metric(.typical), before, after).metrics[0].verdict == .regressed)
    // Of the mean it does.
    #expect(watch(metric(.mean), before, after).metrics[0].verdict == .inconclusive)
  }

  @Test func `below thirty units a side there is nothing but how many are missing`() throws {
    let state = watch(metric(.mean), seconds(40, 1, seed: 5), seconds(29, 9, seed: 6))
    let metric = try #require(state.metrics.first)
    #expect(metric.verdict == .insufficient && metric.needed == 1)
    #expect(metric.p == nil && metric.effect == nil)
    #expect(metric.baselineCount == 40 && metric.candidateCount == 29)
  }

  @Test func `a share takes five events, and grows from none by more than chance`() throws {
    let share = metric(.share, .share, .absolute(0.005))
    let none = [Double](repeating: 0, count: 400)
    let few = watch(share, none, Array(repeating: 1, count: 4) + none).metrics[0]
    #expect(few.verdict == .insufficient && few.needed == 100)
    let many = watch(share, none, (0..<400).map { $0 % 4 == 0 ? 1 : 0 }).metrics[0]
    #expect(many.verdict == .regressed)
    #expect(many.baseline == 0 && many.candidate == 0.25)
  }

  @Test func `what was never seen on a small side is no proof`() {
    // Fifty events in a thousand, and none in a hundred: one in some 120 by chance.
    let share = metric(.share, .share, .absolute(0.005))
    let state = watch(
      share, (0..<1_000).map { $0 % 20 == 0 ? 1 : 0 }, [Double](repeating: 0, count: 100))
    #expect(state.metrics[0].verdict == .inconclusive)
    #expect((state.metrics[0].p ?? 0) > 0.05)
  }

  @Test func `the number still needed is about what a verdict then takes`() throws {
    let (before, after) = (seconds(5_000, 1, seed: 7), seconds(5_000, 1.2, seed: 8))
    let early = watch(metric(.typical), Array(before[..<150]), Array(after[..<150])).metrics[0]
    #expect(early.verdict == .inconclusive)
    let needed = try #require(early.needed)
    let decided = try #require(watch(metric(.typical), before, after).metrics[0].decidedAt)
    #expect(needed > 50)
    // The effect seen early is not the true one: an order of size.
    #expect((Double(decided) / 8...Double(decided) * 8).contains(Double(needed + 150)))
  }

  @Test func `what changes while it is watched is told`() {
    let narrow = metric(.mean, .nanoseconds, .absolute(0.01e9))
    var numbers = InventedNumbers(seed: 9)
    func values(_ count: Int, _ mean: Double) -> [Double] {
      (0..<count).map { _ in mean * 1e9 + 0.3e9 * numbers.normal() }
    }
    let early = (values(600, 1), values(600, 1.2))
    let later = (values(4_000, 1), values(4_000, 0.9))
    let first = watch(narrow, early.0, early.1)
    #expect(first.metrics[0].verdict == .regressed && first.notes.isEmpty)
    let last = watch(narrow, early.0 + later.0, early.1 + later.1)
    // The verdict stays, and a note says that it is no longer the whole truth.
    #expect(last.metrics[0].verdict == .regressed)
    #expect(last.metrics[0].decidedAt == first.metrics[0].decidedAt)
    #expect(last.notes.count == 1 && last.metrics[0].effect?.low == nil)
  }

  @Test func `the same traces in the same order give the same, whenever one looked`() {
    let rollout = InventedRollout(Behaviour(), Behaviour(), seed: 12)
    let one = RolloutWatch.watching(rollout, traces: 500).state
    let other = RolloutWatch.watching(rollout, traces: 500).state
    #expect(one == other)
  }

  @Test func `values of one session count as one`() throws {
    // Each session has one value ten times: as independent ones they would be proof.
    var watch = RolloutWatch([metric(.mean)], names: ["a", "b"], alpha: 0.05)
    var apart = watch
    var numbers = InventedNumbers(seed: 13)
    for session in 0..<120 {
      let side = session % 2
      let value = 1e9 * (1 + 0.5 * numbers.normal() + (side == 1 ? 0.15 : 0))
      for repetition in 0..<10 {
        let trace = WatchedTrace(
          side: side, cluster: session, start: Int64(session * 10 + repetition),
          values: [.init(sum: value, count: 1)])
        watch.add(trace)
        var alone = trace
        alone.cluster = nil
        apart.add(alone)
      }
    }
    #expect(watch.state.metrics[0].baselineCount == 60)
    #expect(watch.state.baseline.traces == 600)
    let (together, single) = (watch.state.metrics[0].p ?? 1, apart.state.metrics[0].p ?? 1)
    #expect(together > 0.05 && single < 1e-3)
  }

  @Test func `metrics share the probability of an alarm, and several candidates do`() {
    let metrics = [metric(.mean), metric(.typical)]
    var watch = RolloutWatch(metrics, names: ["a", "b", "c"], alpha: 0.05)
    let values = [
      seconds(100, 1, seed: 14), seconds(100, 1.4, seed: 15), seconds(100, 1, seed: 16),
    ]
    for index in 0..<100 {
      for side in 0..<3 {
        let value = WatchedTrace.Values(sum: values[side][index], count: 1)
        watch.add(
          WatchedTrace(side: side, cluster: nil, start: Int64(index), values: [value, value]))
      }
    }
    let state = watch.state
    #expect(state.method.tests == 4 && state.metrics.count == 4)
    #expect(state.metrics.map(\.candidateName) == ["b", "b", "c", "c"])
    for metric in state.metrics {
      #expect(metric.adjustedP == metric.p.map { min(1, $0 * 4) })
      // An interval excludes none where its adjusted p is small enough.
      let none = metric.measure == .typical ? 1.0 : 0
      if let low = metric.effect?.low, let high = metric.effect?.high {
        #expect(((metric.adjustedP ?? 1) <= 0.05) == !(low...high).contains(none))
      }
    }
  }
}
