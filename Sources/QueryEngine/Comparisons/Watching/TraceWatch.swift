package import Drift
package import QuerySyntax
package import Scanning
import TraceModel

/// A comparison that is watched: looks at a store again and again, and takes in each trace once, in
/// the order in which the traces began.
///
/// A trace is taken in once its root ended `delay` ago, and it began `longest` before that. Were it
/// taken in when it ends, the first traces of a candidate would be its short ones, while the baseline
/// has traces of all lengths: a difference that is none.
///
/// What it tells follows from the traces that the store has and their order: a watch that begins anew
/// takes in the same traces in the same order, but for those that took longer or came later.
package struct TraceWatch: Sendable {
  private let query: Query
  private let text: String
  private let patience: WatchPatience
  private var rollout: RolloutWatch?
  private var unit = ComparedCluster.session
  /// Traces that were taken in.
  private var entered: Set<FoundTrace.Key> = []
  /// Numbers of sessions or users.
  private var clusters: [String: Int] = [:]
  /// What began until then was taken in, as far as it had ended.
  private var reached: Int64?
  /// The first start of the traces that wait.
  private var waitingStart = Int64.max
  /// Segments whose rows were read, and will not change.
  private var known: Set<SegmentIdentity> = []
  private var lateCount = 0

  /// Fewer late traces than that move nothing.
  private static let lateShare = 0.01

  /// - Parameters:
  ///   - query: The syntax tree of `text`, which compares.
  ///   - text: The query as written.
  ///   - patience: How long traces are waited for.
  package init(_ query: Query, text: String, patience: WatchPatience) {
    self.query = query
    self.text = text
    self.patience = patience
  }

  /// Refuses a query that cannot be watched.
  package static func check(
    _ query: Query, text: String, over source: any ScanSource, options: QueryOptions
  ) throws(QueryError) {
    _ = try WatchPlan(query, text: text, over: source, options: options)
  }

  /// Takes in the traces that have ended since, and tells what is known by now.
  ///
  /// - Parameters:
  ///   - time: When that is, in nanoseconds since 1970 UTC.
  ///   - source: What to ask.
  ///   - options: Their time stays that of the first look: `since 1h` is the hour before it.
  /// - Returns: What is known by now.
  /// - Throws: As running a query does; then nothing was taken in, and the next look may succeed.
  package mutating func look(
    at time: Int64, over source: any ScanSource, options: QueryOptions
  ) throws(QueryError) -> WatchState {
    let plan = try WatchPlan(query, text: text, over: source, options: options)
    let meter = MemoryMeter(limitByteCount: options.memoryByteLimit)
    var memory = MemoryShare(of: meter)
    try memory.hold(byteCount, doing: "remembering the traces that were counted")
    let found = try traces(plan, source, options, meter)
    var rollout =
      self.rollout
      ?? RolloutWatch(
        plan.metrics, names: plan.populations.map(\.name), alpha: plan.alpha)
    // Held once, so that nothing is copied; nothing below throws.
    self.rollout = nil
    let ended = time.subtractingReportingOverflow(patience.delay).partialValue
    let began = ended.subtractingReportingOverflow(patience.longest).partialValue
    let reached = max(self.reached ?? .min, began)
    let open = found.filter { !entered.contains($0.key) }
    let ready = open.filter { $0.hasEnded(by: ended) && $0.start <= reached }
    for trace in ready.sorted(by: FoundTrace.precedes) { take(trace, into: &rollout) }
    self.rollout = rollout
    unit = plan.cluster
    self.reached = reached
    let waiting = open.filter { !entered.contains($0.key) }
    waitingStart = waiting.reduce(.max) { min($0, $1.start) }
    known = Set((0..<source.segmentCount).compactMap { source.identity(ofSegmentAt: $0) })
    var state = state(at: time, rollout, waiting)
    state.notes += plan.logical.notes
    return state
  }

  private var byteCount: Int {
    entered.capacity * (MemoryLayout<FoundTrace.Key>.stride + 1) * 4 / 3
      + clusters.count * 80 + (rollout?.byteCount ?? 0)
  }

  private mutating func take(_ trace: FoundTrace, into rollout: inout RolloutWatch) {
    entered.insert(trace.key)
    if let reached, trace.start <= reached { lateCount += 1 }
    var cluster: Int?
    if let name = trace.cluster {
      cluster = clusters[name] ?? clusters.count
      clusters[name] = cluster
    }
    rollout.add(
      WatchedTrace(side: trace.key.side, cluster: cluster, start: trace.start, values: trace.values)
    )
  }

  private func state(
    at time: Int64, _ rollout: RolloutWatch, _ waiting: [FoundTrace]
  ) -> WatchState {
    var state = rollout.state(
      unit: unit.rawValue, delay: patience.delay, longest: patience.longest)
    state.time = time
    state.countedUntil = reached ?? time
    state.late = lateCount
    state.baseline.waiting = waiting.count { $0.key.side == 0 }
    for candidate in state.candidates.indices {
      state.candidates[candidate].waiting = waiting.count { $0.key.side == candidate + 1 }
    }
    let reached = reached ?? .min
    let endless = waiting.count { $0.end == nil && $0.start <= reached }
    if Double(endless) > Self.lateShare * Double(entered.count + endless) {
      state.notes.append(
        "\(QueryLevel.traces.count(endless)) that began longer ago have no end, and wait for it: "
          + "rows of a table are so without a latency (import --set latency=0s)")
    }
    if Double(lateCount) > Self.lateShare * Double(entered.count) {
      state.notes.append(
        "\(QueryLevel.traces.count(lateCount)) took longer or came later than was waited for, and "
          + "were counted when they came: wait longer for traces (--longest), as the first that end "
          + "are the short ones")
    }
    return state
  }
}

// MARK: - Reading

extension TraceWatch {
  /// The traces that wait, and those with spans in segments that are new.
  ///
  /// Reads the rows that began since the first of these, so that a look costs what came since the
  /// last one, and everything again where segments were merged. A trace may have begun before: then
  /// it is read from its beginning.
  private func traces(
    _ plan: WatchPlan, _ source: any ScanSource, _ options: QueryOptions, _ meter: MemoryMeter
  ) throws(QueryError) -> [FoundTrace] {
    var from = min(waitingStart, newStart(source))
    let asked = plan.logical.timeRange.from ?? .min
    while true {
      let found = try traces(since: from, plan, source, options, meter)
      let cut = found.filter { $0.start < from && !entered.contains($0.key) }
      guard from > asked, let first = cut.map(\.start).min() else { return found }
      from = first
    }
  }

  /// The first start in segments that were not read, or may have changed since.
  private func newStart(_ source: any ScanSource) -> Int64 {
    (0..<source.segmentCount).reduce(.max) { start, index in
      if let identity = source.identity(ofSegmentAt: index), known.contains(identity) {
        return start
      }
      return min(start, source.startRange(ofSegmentAt: index)?.lowerBound ?? .max)
    }
  }

  private func traces(
    since from: Int64, _ plan: WatchPlan, _ source: any ScanSource, _ options: QueryOptions,
    _ meter: MemoryMeter
  ) throws(QueryError) -> [FoundTrace] {
    var logical = plan.logical
    logical.timeRange.narrow(from: from)
    guard case .comparison(let comparison) = logical.output else { return [] }
    var memory = MemoryShare(of: meter)
    defer { memory.release() }
    var scan = SegmentScan(
      of: source, for: logical, notices: Notices(), control: QueryControl(options), meter: meter)
    return try ComparisonRunner(plan: comparison, logical: logical, options: options)
      .watchedTraces(plan, rootlessPatience: patience.withoutRoot, &scan, &memory)
  }
}

extension FoundTrace {
  fileprivate func hasEnded(by time: Int64) -> Bool { end.map { $0 <= time } ?? false }

  /// By their starts; of one moment, by their ids and sides.
  fileprivate static func precedes(_ left: Self, _ right: Self) -> Bool {
    (left.start, left.key.id, left.key.side) < (right.start, right.key.id, right.key.side)
  }
}
