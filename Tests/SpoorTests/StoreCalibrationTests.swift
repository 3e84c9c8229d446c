import Foundation
import Spoor
import TestSupport
import Testing

/// How often reports on the spans of one store alarm where its traces were parted at random, so that
/// nothing differs: through storage, query and statistics together.
///
/// `SPOOR_CALIBRATION` says how many reports to make, a tenth of it of each kind (`make calibrate`); few
/// are made otherwise. Limits are those of the binomial law at the planned rate.
struct StoreCalibrationTests {
  /// Reports of each kind in a full run.
  private static let fullRuns: Int? =
    ProcessInfo.processInfo.environment["SPOOR_CALIBRATION"].flatMap { Int($0) }

  private let folder = TemporaryFolder()

  /// Metrics of numbers and conditions, of which the first are skewed.
  private static let metrics =
    "on latency, p50(latency), p95(latency), avg(output_tokens), sum(output_tokens), "
    + "error_rate(), finish_reason with resamples=400"

  @Test func `random halves of the traces of a store alarm in one of twenty`() throws {
    let runs = Self.fullRuns.map { max(100, $0 / 10) } ?? 3
    for (name, isSampled) in [("plain", false), ("sampled", true)] {
      let store = try filledStore(isSampled: isSampled)
      var (alarms, verdicts) = (0, 0)
      for run in 0..<runs {
        // Remainders by different numbers part the traces each time anew.
        let divisor = 1_009 + 2 * run
        let half = "attr.draw % \(divisor) < \(divisor / 2)"
        let report = try #require(
          try store.compare("compare {\(half)} vs {not \(half)} \(Self.metrics)").first)
        try #require(report.baseline.traces > 300 && report.candidate.traces > 300)
        #expect(report.method.weights != nil || !isSampled)
        let tests =
          report.metrics.map(\.adjustedP) + report.mix.map(\.adjustedP)
          + (report.shape?.tests ?? []).map(\.adjustedP)
        alarms += tests.contains { ($0 ?? 1) <= 0.05 } ? 1 : 0
        verdicts +=
          report.metrics.contains { [.regressed, .improved, .changed].contains($0.verdict) } ? 1 : 0
      }
      if Self.fullRuns != nil {
        print("\(name) store: \(runs) reports, \(alarms) with an alarm, \(verdicts) with a verdict")
      }
      let count = Double(runs)
      // Few reports more than the law allows but once in fifteen thousand seeds.
      let limit = count * 0.05 + 4 * (count * 0.05 * 0.95).squareRoot()
      #expect(Double(alarms) <= limit, "\(name): \(alarms) of \(runs)")
    }
  }

  /// Eight hundred traces of an agent with one to four generations; of a sampled store three times as
  /// many, of which one in three was kept, and all that failed.
  private func filledStore(isSampled: Bool) throws -> Store {
    let store = try Store.open(folder.appending("\(isSampled ? "sampled" : "plain").spoor"))
    var random = SeededGenerator(seed: isSampled ? 2 : 1)
    var batch: [SpanData] = []
    var number: UInt64 = 0
    for trace in 0..<(isSampled ? 2_400 : 800) {
      let temper = normal(&random) * 0.3
      let failed = uniform(&random) < 0.1
      // One of so many is kept.
      let rate: Int64 = isSampled ? (failed ? 1 : 3) : 1
      let draw = Int64(random.next() >> 2)
      guard uniform(&random) * Double(rate) < 1 else { continue }
      var spans: [SpanData] = []
      let count = 1 + Int(uniform(&random) * 4)
      for place in 0...count {
        number += 1
        let start = Int64(trace) * 60_000_000_000 + Int64(place) * 1_000_000
        let latency = exp(20 + temper + 0.8 * normal(&random))
        var own = attributes(&random, isRoot: place == 0)
        own.append(Attribute(key: "draw", value: .integer(draw)))
        if isSampled { own.append(Attribute(key: "sampleRate", value: .integer(rate))) }
        spans.append(
          SpanData(
            traceID: try #require(TraceID(high: 7, low: UInt64(trace) + 1)),
            spanID: try #require(SpanID(rawValue: number)), parentID: spans.first?.spanID,
            name: place == 0 ? "agent" : "chat", start: start, end: start + Int64(latency),
            attributes: own,
            status: SpanStatus(code: failed && place == count ? .error : .ok)))
      }
      batch += spans
      guard batch.count > 500 else { continue }
      try store.append(batch)
      batch = []
    }
    try store.append(batch)
    return store
  }

  private func attributes(_ random: inout SeededGenerator, isRoot: Bool) -> [Attribute] {
    func text(_ key: String, _ value: String) -> Attribute {
      Attribute(key: key, value: .string(value))
    }
    guard !isRoot else { return [text("gen_ai.operation.name", "invoke_agent")] }
    let isLarge = uniform(&random) < 0.4
    return [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.response.model", isLarge ? "large" : "small"),
      text("llm.finish_reason", uniform(&random) < 0.15 ? "length" : "stop"),
      Attribute(
        key: "gen_ai.usage.output_tokens",
        value: .integer(Int64(exp(5 + 0.7 * normal(&random)) * (isLarge ? 1.5 : 1)))),
    ]
  }

  private func uniform(_ random: inout SeededGenerator) -> Double {
    (Double(random.next() >> 11) + 0.5) * 0x1p-53
  }

  /// A normal number, from two uniform ones as George Box and Mervin Muller have it.
  private func normal(_ random: inout SeededGenerator) -> Double {
    (-2 * log(uniform(&random))).squareRoot() * cos(2 * .pi * uniform(&random))
  }
}
