import Drift
import Statistics

/// Finds the traces that show a difference.
struct ExemplarSearch {
  /// A trace to show, by its place on its side.
  struct Found {
    var isCandidate: Bool
    var trace: Int
    var reason: String
    var value: Double?
  }

  let plan: ComparisonPlan
  let samples: CollectedSamples
  let first: UnitSample
  let second: UnitSample

  /// Of a metric that differs: the candidate's trace in the middle of what is beyond the baseline's
  /// value, its worst, and the baseline's in the middle.
  func exemplars(of comparison: MetricComparison) -> [Found] {
    guard [.regressed, .improved, .changed].contains(comparison.verdict),
      let index = plan.metrics.firstIndex(where: { $0.name == comparison.metric }),
      let effect = comparison.effect
    else { return [] }
    let place = samples.program.places[index]
    switch plan.metrics[index].kind {
    case .categories: return category(comparison, place)
    case .share: return share(comparison, place, rises: effect.value > 0)
    case .meanOfSums:
      return middle(comparison, sums(first, place), sums(second, place), effect.value > 0)
    case .distribution, .quantile, .mean:
      return middle(comparison, values(first, place), values(second, place), effect.value > 0)
    }
  }

  private func values(_ side: UnitSample, _ place: Int) -> TraceValues {
    let values = side.rows.numbers[place]
    let traces = side.rows.traces
    return TraceValues(
      values: values.values, traces: values.rows.map { $0.map { traces[Int($0)] } } ?? traces)
  }

  private func sums(_ side: UnitSample, _ place: Int) -> TraceValues {
    var sums = [Double](repeating: 0, count: side.rows.traceCount)
    let values = values(side, place)
    for index in values.values.indices {
      sums[Int(values.traces[index])] += values.values[index]
    }
    return TraceValues(values: sums, traces: sums.indices.map { Int32($0) })
  }

  private func middle(
    _ comparison: MetricComparison, _ before: TraceValues, _ after: TraceValues, _ rises: Bool
  ) -> [Found] {
    guard let level = comparison.baseline else { return [] }
    let beyond = after.keeping { rises ? $0 > level : $0 < level }
    var found: [Found] = []
    if let middle = beyond.median ?? after.median {
      found.append(
        Found(
          isCandidate: true, trace: middle.trace,
          reason: "\(comparison.metric): median of the \(rises ? "risen" : "fallen")",
          value: middle.value))
    }
    let isWorstHigh = comparison.better == .neither ? rises : comparison.better == .lower
    if let worst = after.extreme(isHigh: isWorstHigh) {
      let word = comparison.better == .neither ? "most extreme" : "worst"
      found.append(
        Found(
          isCandidate: true, trace: worst.trace, reason: "\(comparison.metric): \(word)",
          value: worst.value))
    }
    if let middle = before.median {
      found.append(
        Found(
          isCandidate: false, trace: middle.trace, reason: "\(comparison.metric): median",
          value: middle.value))
    }
    return found
  }

  /// The first trace on the side where it is more frequent, and the first of the other side without.
  private func share(
    _ comparison: MetricComparison, _ place: Int, rises: Bool
  ) -> [Found] {
    let (with, without) = rises ? (second, first) : (first, second)
    var found: [Found] = []
    if let trace = values(with, place).first(of: 1) {
      found.append(
        Found(
          isCandidate: rises, trace: trace, reason: "\(comparison.metric): true", value: 1))
    }
    if let trace = values(without, place).first(of: 0) {
      found.append(
        Found(
          isCandidate: !rises, trace: trace, reason: "\(comparison.metric): false", value: 0))
    }
    return found
  }

  /// The first trace with the category that has grown the most, and the first with the one that has
  /// shrunk the most.
  private func category(_ comparison: MetricComparison, _ place: Int) -> [Found] {
    let names = samples.categories[place]
    let (before, after) = (shares(first, place, names.count), shares(second, place, names.count))
    let changes = names.indices.map { after[$0] - before[$0] }
    guard let grown = changes.indices.max(by: { changes[$0] < changes[$1] }),
      let shrunk = changes.indices.min(by: { changes[$0] < changes[$1] })
    else { return [] }
    return [
      found(comparison, names[grown], grown, second, place, isCandidate: true),
      found(comparison, names[shrunk], shrunk, first, place, isCandidate: false),
    ].compactMap { $0 }
  }

  private func shares(_ side: UnitSample, _ place: Int, _ count: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for code in side.rows.categories[place].values { counts[Int(code)] += 1 }
    let total = max(1, counts.reduce(0, +))
    return counts.map { $0 / total }
  }

  private func found(
    _ comparison: MetricComparison, _ name: Value, _ code: Int, _ side: UnitSample, _ place: Int,
    isCandidate: Bool
  ) -> Found? {
    let values = side.rows.categories[place]
    guard let index = values.values.firstIndex(of: UInt32(code)) else { return nil }
    let row = values.rows.map { Int($0[index]) } ?? index
    return Found(
      isCandidate: isCandidate, trace: Int(side.rows.traces[row]),
      reason: "\(comparison.metric)=\(ComparisonRunner.label(name))", value: nil)
  }
}

/// Values, and the trace of each, in the order of the traces.
private struct TraceValues {
  var values: [Double]
  var traces: [Int32]

  /// Those of which something is true.
  func keeping(_ isKept: (Double) -> Bool) -> TraceValues {
    var kept = TraceValues(values: [], traces: [])
    for index in values.indices where isKept(values[index]) {
      kept.values.append(values[index])
      kept.traces.append(traces[index])
    }
    return kept
  }

  /// The middle one by (value, trace).
  var median: (value: Double, trace: Int)? {
    guard !values.isEmpty else { return nil }
    let rank = (values.count - 1) / 2
    var sorted = values
    var span = sorted.mutableSpan
    let value = selectInPlace(&span, rank: rank, in: 0..<span.count)
    // Of equal values, which stand in the order of their traces.
    var rest = rank - values.count { $0 < value }
    for index in values.indices where values[index] == value {
      if rest == 0 { return (value, Int(traces[index])) }
      rest -= 1
    }
    return nil
  }

  /// The first trace of the greatest or the least value.
  func extreme(isHigh: Bool) -> (value: Double, trace: Int)? {
    guard let value = isHigh ? values.max() : values.min() else { return nil }
    return first(of: value).map { (value, $0) }
  }

  /// The first trace that has a value.
  func first(of value: Double) -> Int? {
    values.firstIndex(of: value).map { Int(traces[$0]) }
  }
}
