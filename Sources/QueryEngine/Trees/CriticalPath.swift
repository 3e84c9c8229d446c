extension SpanForest {
  /// The share of its trace's critical path on which each span's own time is.
  ///
  /// The path goes back from the end of the trace's root to its start: from any moment to the end
  /// of the child that ended last before it, through that child to its start, and on from there.
  /// Of children that ended together the one that started first is followed, then the one with the
  /// least id. What is between children is the span's own. Where the root never came, the earliest
  /// span without a parent stands for it; while that runs, or when it took no time, there is no
  /// path.
  func criticalPathShares(
    starts: [Int64], latencies: SpanNumbers, _ query: QueryShare
  ) throws(QueryError) -> TreeValues {
    var times = [Int64](repeating: 0, count: count)
    var lengths = [Int64](repeating: 0, count: count)
    let ends = parents.indices.map { position in
      latencies[position].map { latency in end(starts[position], latency) }
    }
    var walk = PathWalk(starts: starts, ends: ends)
    try forEachTrace { (trace) throws(QueryError) in
      try query.check()
      let top = root(of: trace) ?? trace.lowerBound
      guard let end = ends[top], end > starts[top] else { return }
      walk.link(trace, parents)
      walk.follow(from: top, &times)
      for position in trace { lengths[position] = end - starts[top] }
    }
    return TreeValues(
      times.indices.map { lengths[$0] > 0 ? Double(times[$0]) / Double(lengths[$0]) : 0 },
      validity: lengths.map { $0 > 0 })
  }
}

/// Walks back along the critical path of one trace after the other.
private struct PathWalk {
  let starts: [Int64]
  /// Nil of spans that are running.
  let ends: [Int64?]
  /// The next child to look at, latest ends first; -1 after the last.
  private var nextChild: [Int]
  private var nextSibling: [Int]

  init(starts: [Int64], ends: [Int64?]) {
    self.starts = starts
    self.ends = ends
    nextChild = Array(repeating: -1, count: starts.count)
    nextSibling = Array(repeating: -1, count: starts.count)
  }

  /// Puts the children of each span of a trace in the order in which the path may meet them.
  mutating func link(_ trace: Range<Int>, _ parents: [UInt32]) {
    // Siblings lie by (start, id): what is pushed to the front last is looked at first.
    let finished = trace.compactMap { position in ends[position].map { (end: $0, position) } }
      .filter { parents[$0.1] != SpanForest.none }
      .sorted { ($0.end, -$0.1) < ($1.end, -$1.1) }
    for (_, position) in finished {
      let parent = Int(parents[position])
      nextSibling[position] = nextChild[parent]
      nextChild[parent] = position
    }
  }

  /// A span on the way, and down to where the path follows it.
  private struct Visit {
    var span: Int
    var floor: Int64
  }

  mutating func follow(from top: Int, _ times: inout [Int64]) {
    guard var moment = ends[top] else { return }
    var visits = [Visit(span: top, floor: starts[top])]
    while let visit = visits.last {
      let child = nextChild[visit.span]
      guard child >= 0, let end = ends[child], end > visit.floor else {
        times[visit.span] += moment - visit.floor
        moment = visit.floor
        visits.removeLast()
        continue
      }
      nextChild[visit.span] = nextSibling[child]
      guard end <= moment else { continue }
      times[visit.span] += moment - end
      moment = end
      visits.append(
        Visit(span: child, floor: min(max(starts[child], visit.floor), end)))
    }
  }
}
