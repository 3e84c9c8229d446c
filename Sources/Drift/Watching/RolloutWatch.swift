import Statistics

/// A comparison that takes in one trace after another, and may be looked at after each.
///
/// What it knows depends on the traces and their order alone, not on when anybody looked: taking in
/// the same traces anew gives the same.
///
/// p-values are multiplied by the number of tests, and each interval has that much more confidence (C.
/// Bonferroni): that holds however the metrics depend on each other, and whichever of them makes
/// somebody stop. The correction of Benjamini and Hochberg needs positive dependence, which a common
/// time of stopping need not leave, and has no intervals that agree with it.
package struct RolloutWatch: Sendable {
  private let metrics: [WatchedMetric]
  private let names: [String]
  private let alpha: Double
  /// By side, then by metric.
  private var sums: [[RunningRatio]]
  /// By candidate, then by metric.
  private var watches: [[MetricWatch]]
  private var traceCounts: [Int]

  /// - Parameters:
  ///   - metrics: What is compared.
  ///   - names: What the sides are called, the baseline first.
  ///   - alpha: The probability of any false alarm.
  package init(_ metrics: [WatchedMetric], names: [String], alpha: Double) {
    precondition(names.count > 1 && !metrics.isEmpty, "something to compare")
    self.metrics = metrics
    self.names = names
    self.alpha = alpha
    let tests = metrics.count * (names.count - 1)
    sums = names.map { _ in metrics.map { _ in RunningRatio() } }
    watches = names.dropFirst().map { _ in
      metrics.map { MetricWatch($0, confidence: 1 - alpha / Double(tests)) }
    }
    traceCounts = names.map { _ in 0 }
  }

  private var testCount: Int { metrics.count * (names.count - 1) }

  /// Memory beside the value itself.
  package var byteCount: Int { sums.joined().reduce(0) { $0 + $1.byteCount } }

  /// Takes in a trace, and looks at all that it is part of.
  package mutating func add(_ trace: WatchedTrace) {
    traceCounts[trace.side] += 1
    for metric in metrics.indices {
      let part = metrics[metric].part(of: trace.values[metric])
      guard part.count > 0 else { continue }
      sums[trace.side][metric].add(sum: part.sum, count: part.count, cluster: trace.cluster)
      let candidates = trace.side == 0 ? Array(watches.indices) : [trace.side - 1]
      for candidate in candidates {
        watches[candidate][metric].look(
          sums[0][metric], sums[candidate + 1][metric], at: trace.start)
      }
    }
  }

  /// What is known by now; the caller adds when that is, and what it waits for.
  package func state(unit: String, delay: Int64, longest: Int64) -> WatchState {
    let sides = zip(names, traceCounts).map {
      WatchState.Side(name: $0, traces: $1, waiting: 0)
    }
    let told = watches.indices.flatMap { candidate in
      metrics.indices.map { metric in
        watches[candidate][metric].told(
          sums[0][metric], sums[candidate + 1][metric], candidateName: names[candidate + 1],
          tests: testCount)
      }
    }
    return WatchState(
      time: 0, countedUntil: 0, baseline: sides[0], candidates: Array(sides.dropFirst()),
      metrics: told, late: 0,
      method: WatchState.Method(
        alpha: alpha, unit: unit, delay: delay, longest: longest, tests: testCount),
      notes: notes)
  }

  private var notes: [String] {
    let contradicting = watches.flatMap { candidate in
      candidate.filter(\.contradictsItself).map(\.metric.name)
    }
    guard !contradicting.isEmpty else { return [] }
    return [
      "What came later contradicts what came earlier in "
        + "\(contradicting.joined(separator: ", ")): the difference changed while it was watched. "
        + "Watch anew from a later time on."
    ]
  }
}
