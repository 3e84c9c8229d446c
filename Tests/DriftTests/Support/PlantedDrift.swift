import Drift

/// A change that a report must find, and where.
struct PlantedDrift: Sendable {
  let name: String
  let change: @Sendable (inout Behaviour) -> Void
  /// The number of traces a side at which four of five reports find it.
  let traces: Int
  /// Whether a report has found it.
  let isFound: @Sendable (ComparisonReport) -> Bool

  /// The behaviour with and without the change, applied to both sides or to the candidate alone.
  var candidate: Behaviour {
    var behaviour = Behaviour()
    change(&behaviour)
    return behaviour
  }

  static let catalogue: [PlantedDrift] = [
    .init(name: "latency 1.5 times", change: { $0.latency = 1.5 }, traces: 160) {
      $0.verdict("latency") == .regressed
    },
    .init(name: "latency 1.2 times", change: { $0.latency = 1.2 }, traces: 750) {
      $0.verdict("latency") == .regressed
    },
    .init(name: "latency 0.8 times", change: { $0.latency = 0.8 }, traces: 600) {
      $0.verdict("latency") == .improved
    },
    .init(name: "slowest tenth 2.5 times as slow", change: { $0.tail = 2.5 }, traces: 1_400) {
      $0.verdict("p95(latency)") == .regressed
    },
    .init(name: "cost 1.2 times", change: { $0.cost = 1.2 }, traces: 500) {
      $0.verdict("avg(cost)") == .regressed
    },
    .init(name: "errors from 5 to 10 %", change: { $0.errorRate = 0.1 }, traces: 680) {
      $0.verdict("error_rate()") == .regressed
    },
    .init(name: "score from 0.8 to 0.75", change: { $0.score = 0.75 }, traces: 220) {
      $0.verdict("score.quality") == .regressed
    },
    .init(
      name: "output cut off in 20 % instead of 10 %",
      change: { $0.finish = [0.6, 0.2, 0.02, 0.18] }, traces: 750
    ) {
      $0.verdict("finish_reason") == .changed
    },
    .init(name: "one finish reason only", change: { $0.finish = [0, 0, 1, 0] }, traces: 60) {
      $0.verdict("finish_reason") == .changed
    },
    .init(
      name: "large model in 65 % instead of 50 %", change: { $0.largeModel = 0.65 }, traces: 350
    ) { report in
      report.mix.contains { $0.attribute == "model" && $0.differs }
    },
    .init(name: "tool loop from 0.35 to 0.42", change: { $0.loop = 0.42 }, traces: 1_000) {
      $0.differs("transitions") || $0.differs("tool:search")
    },
    .init(name: "retries from 4 to 8 %", change: { $0.retryRate = 0.08 }, traces: 450) {
      $0.differs("retries")
    },
    .init(name: "another order in half", change: { $0.reordered = 0.5 }, traces: 100) {
      $0.differs("transitions") && $0.differs("shapes")
    },
    .init(name: "a new tool in 5 %", change: { $0.newTool = 0.05 }, traces: 300) {
      $0.differs("has tool:browse")
    },
    .init(name: "twice the tool calls", change: { $0.loop = 0.7 }, traces: 100) {
      $0.differs("tool calls") && $0.differs("spans")
    },
  ]
}

extension ComparisonReport {
  /// The verdict of a metric of some name.
  func verdict(_ metric: String) -> Verdict? {
    metrics.first { $0.metric == metric }?.verdict
  }

  /// Whether a feature of the shapes differs.
  func differs(_ feature: String) -> Bool {
    shape?.tests.contains { $0.feature == feature && $0.differs } ?? false
  }
}
