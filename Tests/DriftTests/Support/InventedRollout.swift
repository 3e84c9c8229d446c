import Drift
import Statistics

/// Traces of two invented behaviours, as they end one after another.
struct InventedRollout {
  private let behaviours: [Behaviour]
  /// The part of traces that are the candidate's.
  private let candidateShare: Double
  private var source: InventedNumbers
  private var moods: [[Double]] = [[], []]
  private var time: Int64 = 0

  static let names = ["v3", "v4"]

  static let metrics: [WatchedMetric] = [
    .init(
      name: "latency", measure: .typical, unit: .nanoseconds, better: .lower,
      tolerance: .relative(0.05)),
    .init(
      name: "avg(latency)", measure: .mean, unit: .nanoseconds, better: .lower,
      tolerance: .relative(0.05)),
    .init(
      name: "sum(cost)", measure: .mean, unit: .nanodollars, better: .lower,
      tolerance: .relative(0.05)),
    .init(
      name: "error_rate()", measure: .share, unit: .share, better: .lower,
      tolerance: .absolute(0.005)),
    .init(
      name: "score.quality", measure: .mean, unit: .number, better: .higher,
      tolerance: .absolute(0.02)),
  ]

  init(
    _ baseline: Behaviour, _ candidate: Behaviour, candidateShare: Double = 0.5, seed: UInt64
  ) {
    behaviours = [baseline, candidate]
    self.candidateShare = candidateShare
    source = InventedNumbers(seed: seed)
  }

  /// The next trace that ends.
  mutating func next() -> WatchedTrace {
    time += 1_000_000_000
    let side = source.chance(candidateShare) ? 1 : 0
    let behaviour = behaviours[side]
    let session = behaviour.hasSessions ? session(of: side) : nil
    let mood = session.map { moods[side][$0] } ?? 0
    let temper = 0.4 * mood + 0.3 * source.normal()
    let isLarge = source.chance(behaviour.largeModel)
    var latency = WatchedTrace.Values()
    var cost = WatchedTrace.Values(count: 1)
    var errors = WatchedTrace.Values()
    repeat {
      var seconds = source.exponential(behaviour.spread * source.normal() + temper)
      seconds *= behaviour.latency * (isLarge ? 1.5 * behaviour.largeModelLatency : 1)
      if source.chance(0.1) { seconds *= 2 * behaviour.tail }
      latency.sum += seconds * 1e9
      latency.count += 1
      cost.sum += source.exponential(0.7 * source.normal() + 0.3 * mood) * behaviour.cost * 1e6
      let rate = behaviour.errorRate * (mood > 0 ? 1.6 : mood < 0 ? 0.4 : 1)
      errors.sum += source.chance(rate) ? 1 : 0
      errors.count += 1
    } while source.chance(behaviour.loop)
    let score = min(1, max(0, behaviour.score + 0.03 * mood + 0.1 * source.normal()))
    return WatchedTrace(
      side: side, cluster: session.map { $0 * 2 + side }, start: time,
      values: [latency, latency, cost, errors, .init(sum: score, count: 1)])
  }

  /// One of the last few sessions, or a new one: a session has some four traces.
  private mutating func session(of side: Int) -> Int {
    if moods[side].isEmpty || source.chance(0.25) { moods[side].append(source.normal()) }
    let newest = moods[side].count - 1
    return newest - min(newest, source.index(below: 8))
  }
}

extension RolloutWatch {
  /// Takes in so many traces of a rollout.
  static func watching(
    _ rollout: InventedRollout, traces: Int, alpha: Double = 0.05
  ) -> RolloutWatch {
    var (rollout, watch) = (
      rollout,
      RolloutWatch(InventedRollout.metrics, names: InventedRollout.names, alpha: alpha)
    )
    for _ in 0..<traces { watch.add(rollout.next()) }
    return watch
  }

  var state: WatchState { state(unit: "trace", delay: 0, longest: 0) }
}
