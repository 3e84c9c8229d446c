import Drift
import Foundation
import Testing

/// How often whole reports alarm where nothing changed, how often their intervals hold the truth, and
/// how often they find what was planted.
///
/// `SPOOR_CALIBRATION` says how many reports to make, 2,000 for a full run (`make calibrate`); few are
/// made otherwise. Limits are those of the binomial law at the planned rate and four standard
/// deviations.
struct CalibrationTests {
  /// Reports of each kind in a full run.
  private static let fullRuns: Int? =
    ProcessInfo.processInfo.environment["SPOOR_CALIBRATION"].flatMap { Int($0) }

  /// Prints what a full run has found.
  private static func say(_ text: String) {
    if fullRuns != nil { print(text) }
  }

  private func limit(_ rate: Double, of runs: Int, deviations: Double = 4) -> Int {
    let count = Double(runs)
    return Int(count * rate + deviations * (count * rate * (1 - rate)).squareRoot())
  }

  private struct Population {
    let name: String
    let behaviour: Behaviour
    let size: Size

    static var all: [Population] {
      var sessions = Behaviour()
      sessions.hasSessions = true
      var heavy = Behaviour()
      heavy.spread = 1.8
      heavy.tail = 8
      return [
        Population(name: "traces", behaviour: Behaviour(), size: Size(200)),
        Population(name: "few traces", behaviour: Behaviour(), size: Size(45, 35)),
        Population(name: "sessions", behaviour: sessions, size: Size(400, 300)),
        Population(name: "heavy tails", behaviour: heavy, size: Size(250, 150)),
      ]
    }
  }

  @Test func `reports of the same twice alarm in one of twenty, and intervals hold the truth`() {
    let runs = Self.fullRuns ?? 3
    var total = 0
    var allAlarms = 0
    for population in Population.all {
      var tally = Tally()
      for run in 0..<runs {
        tally.add(
          ComparisonReport(
            .invented(
              population.behaviour, population.behaviour, population.size,
              seed: UInt64(run + 1))))
      }
      total += runs
      allAlarms += tally.alarms
      Self.say(
        "\(population.name): \(runs) reports, \(tally.alarms) with an alarm, "
          + "\(tally.verdicts) with a verdict of a difference")
      // At most 5 %, and 6 % in 2,000 with the binomial margin.
      #expect(
        tally.alarms <= limit(0.05, of: runs, deviations: runs < 500 ? 4 : 2.1),
        "\(population.name): \(tally.alarms)")
      for (metric, counts) in tally.intervals.sorted(by: { $0.key < $1.key }) {
        let share = Double(counts.held) / Double(counts.made)
        Self.say("  \(metric): \(counts.held) of \(counts.made) intervals, \(share)")
        guard counts.made >= 500 else { continue }
        #expect(share >= 0.93, "\(population.name), \(metric): \(share)")
      }
    }
    #expect(allAlarms <= limit(0.05, of: total))
  }

  /// What many reports say.
  private struct Tally {
    var alarms = 0
    var verdicts = 0
    var intervals: [String: (held: Int, made: Int)] = [:]

    mutating func add(_ report: ComparisonReport) {
      let metrics = report.metrics.map(\.adjustedP)
      let others =
        report.mix.map(\.adjustedP) + (report.shape?.tests ?? []).map(\.adjustedP)
      alarms += (metrics + others).contains { ($0 ?? 1) <= 0.05 } ? 1 : 0
      verdicts +=
        report.metrics.contains { [.regressed, .improved, .changed].contains($0.verdict) } ? 1 : 0
      for metric in report.metrics where metric.p != nil {
        guard let low = metric.effect?.low, let high = metric.effect?.high else { continue }
        intervals[metric.metric, default: (0, 0)].made += 1
        intervals[metric.metric, default: (0, 0)].held += low <= 0 && 0 <= high ? 1 : 0
      }
    }
  }

  @Test func `what was planted is found at the number of traces that it is said to take`() {
    // A few reports are made of twice the traces, at which nearly all find it.
    let runs = Self.fullRuns.map { max(50, $0 / 10) } ?? 1
    for planted in PlantedDrift.catalogue {
      let traces = Self.fullRuns == nil ? planted.traces * 2 : planted.traces
      guard Self.fullRuns != nil || traces <= 350 else { continue }
      var found = 0
      for run in 0..<runs {
        let report = ComparisonReport(
          .invented(Behaviour(), planted.candidate, Size(traces), seed: UInt64(run + 5_000)))
        found += planted.isFound(report) ? 1 : 0
      }
      Self.say("\(planted.name), \(traces) traces a side: found \(found) of \(runs)")
      let allowed = limit(0.2, of: runs, deviations: 2.5)
      #expect(runs - found <= (runs < 10 ? 0 : allowed), "\(planted.name): \(found) of \(runs)")
    }
  }
}
