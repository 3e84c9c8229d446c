import Drift
import Foundation
import Testing

/// How often watches alarm at any time where nothing changed, and how soon they find what was planted.
///
/// After each trace is a look; `SPOOR_CALIBRATION` says how many watches to make of each kind.
struct WatchCalibrationTests {
  private static let fullRuns: Int? =
    ProcessInfo.processInfo.environment["SPOOR_CALIBRATION"].flatMap { Int($0) }

  private static func say(_ text: String) {
    if fullRuns != nil { print(text) }
  }

  private struct Population {
    let name: String
    let behaviour: Behaviour
    var candidateShare = 0.5
  }

  private static var populations: [Population] {
    var sessions = Behaviour()
    sessions.hasSessions = true
    var heavy = Behaviour()
    heavy.spread = 1.8
    heavy.tail = 8
    var rare = Behaviour()
    rare.errorRate = 0.005
    return [
      Population(name: "traces", behaviour: Behaviour()),
      Population(name: "one of ten", behaviour: Behaviour(), candidateShare: 0.1),
      Population(name: "sessions", behaviour: sessions),
      Population(name: "heavy tails", behaviour: heavy),
      Population(name: "heavy tails, one of twenty", behaviour: heavy, candidateShare: 0.05),
      Population(name: "rare errors, one of ten", behaviour: rare, candidateShare: 0.1),
    ]
  }

  @Test func `watches of the same twice alarm in one of twenty at most, however often one looks`() {
    let runs = Self.fullRuns ?? 8
    let traces = Self.fullRuns == nil ? 400 : 3_000
    for population in Self.populations {
      var (alarms, verdicts) = (0, 0)
      var byMetric: [String: Int] = [:]
      for run in 0..<runs {
        let rollout = InventedRollout(
          population.behaviour, population.behaviour,
          candidateShare: population.candidateShare, seed: UInt64(run + 77))
        let state = RolloutWatch.watching(rollout, traces: traces).state
        let alarming = state.metrics.filter { ($0.adjustedP ?? 1) <= 0.05 }
        for metric in alarming { byMetric[metric.metric, default: 0] += 1 }
        alarms += alarming.isEmpty ? 0 : 1
        verdicts +=
          state.metrics.contains { [.regressed, .improved].contains($0.verdict) } ? 1 : 0
      }
      Self.say(
        "watch, \(population.name): \(runs) watches of \(traces) traces, \(alarms) with an alarm, "
          + "\(verdicts) with a verdict of a difference \(byMetric)")
      let count = Double(runs)
      let deviations = runs < 500 ? 4.0 : 2.1
      let allowed = Int(count * 0.05 + deviations * (count * 0.05 * 0.95).squareRoot())
      #expect(alarms <= allowed, "\(population.name): \(alarms) of \(runs)")
    }
  }

  private struct Planted {
    let name: String
    let metric: String
    /// Traces of both sides together after which four of five watches have found it.
    let traces: Int
    var verdict = Verdict.regressed
    let change: @Sendable (inout Behaviour) -> Void
  }

  private static let catalogue: [Planted] = [
    .init(name: "latency 1.5 times", metric: "latency", traces: 700) { $0.latency = 1.5 },
    .init(name: "latency 1.2 times", metric: "latency", traces: 3_500) { $0.latency = 1.2 },
    .init(name: "cost 1.3 times", metric: "sum(cost)", traces: 2_500) { $0.cost = 1.3 },
    .init(name: "errors from 5 to 10 %", metric: "error_rate()", traces: 2_500) {
      $0.errorRate = 0.1
    },
    .init(name: "score from 0.8 to 0.75", metric: "score.quality", traces: 900) {
      $0.score = 0.75
    },
    .init(name: "nothing", metric: "score.quality", traces: 2_000, verdict: .equivalent) { _ in },
  ]

  @Test func `what was planted is found, and what is equal is found equal`() {
    let runs = Self.fullRuns.map { max(50, $0 / 10) } ?? 2
    for planted in Self.catalogue {
      // Nearly all of the few ordinary watches find it in twice the traces.
      let traces = Self.fullRuns == nil ? planted.traces * 2 : planted.traces
      guard Self.fullRuns != nil || planted.traces < 1_000 else { continue }
      var changed = Behaviour()
      planted.change(&changed)
      var found = 0
      for run in 0..<runs {
        let rollout = InventedRollout(Behaviour(), changed, seed: UInt64(run + 9_000))
        let state = RolloutWatch.watching(rollout, traces: traces).state
        found +=
          state.metrics.contains {
            $0.metric == planted.metric && $0.verdict == planted.verdict
          } ? 1 : 0
      }
      Self.say("watch, \(planted.name), \(traces) traces: found \(found) of \(runs)")
      let count = Double(runs)
      let allowed = Int(count * 0.2 + 2.5 * (count * 0.16).squareRoot())
      #expect(runs - found <= (runs < 10 ? 0 : allowed), "\(planted.name): \(found) of \(runs)")
    }
  }
}
