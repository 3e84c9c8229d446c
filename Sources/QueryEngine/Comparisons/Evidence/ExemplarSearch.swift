import Drift

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

  /// A value and the trace that it is of.
  private struct TraceValue {
    var value: Double
    var trace: Int
  }

  private func values(_ side: UnitSample, _ place: Int) -> [TraceValue] {
    let values = side.rows.numbers[place]
    return values.values.indices.map { index in
      let row = values.rows.map { Int($0[index]) } ?? index
      return TraceValue(value: values.values[index], trace: Int(side.rows.traces[row]))
    }
  }

  private func sums(_ side: UnitSample, _ place: Int) -> [TraceValue] {
    var sums = [Double](repeating: 0, count: side.rows.traceCount)
    for value in values(side, place) { sums[value.trace] += value.value }
    return sums.enumerated().map { TraceValue(value: $1, trace: $0) }
  }

  private func middle(
    _ comparison: MetricComparison, _ before: [TraceValue], _ after: [TraceValue], _ rises: Bool
  ) -> [Found] {
    guard let level = comparison.baseline else { return [] }
    let beyond = after.filter { rises ? $0.value > level : $0.value < level }
    var found: [Found] = []
    if let middle = Self.median(beyond.isEmpty ? after : beyond) {
      found.append(
        Found(
          isCandidate: true, trace: middle.trace,
          reason: "\(comparison.metric): median of the \(rises ? "risen" : "fallen")",
          value: middle.value))
    }
    let isWorstHigh = comparison.better == .neither ? rises : comparison.better == .lower
    if let worst = Self.extreme(after, isHigh: isWorstHigh) {
      let word = comparison.better == .neither ? "most extreme" : "worst"
      found.append(
        Found(
          isCandidate: true, trace: worst.trace, reason: "\(comparison.metric): \(word)",
          value: worst.value))
    }
    if let middle = Self.median(before) {
      found.append(
        Found(
          isCandidate: false, trace: middle.trace, reason: "\(comparison.metric): median",
          value: middle.value))
    }
    return found
  }

  /// The middle one by (value, trace).
  private static func median(_ values: [TraceValue]) -> TraceValue? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted { ($0.value, $0.trace) < ($1.value, $1.trace) }
    return sorted[(sorted.count - 1) / 2]
  }

  /// The first trace of the greatest or the least value.
  private static func extreme(_ values: [TraceValue], isHigh: Bool) -> TraceValue? {
    values.min { left, right in
      left.value == right.value
        ? left.trace < right.trace : (left.value > right.value) == isHigh
    }
  }

  /// The first trace on the side where it is more frequent, and the first of the other side without.
  private func share(
    _ comparison: MetricComparison, _ place: Int, rises: Bool
  ) -> [Found] {
    let (with, without) = rises ? (second, first) : (first, second)
    var found: [Found] = []
    if let trace = values(with, place).first(where: { $0.value == 1 })?.trace {
      found.append(
        Found(
          isCandidate: rises, trace: trace, reason: "\(comparison.metric): true", value: 1))
    }
    if let trace = values(without, place).first(where: { $0.value == 0 })?.trace {
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
