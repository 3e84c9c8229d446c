import QuerySyntax
import Scanning
import TraceModel

/// What tree fields are.
extension SegmentReader {
  func values(of field: TreeField, in forest: SpanForest) throws(QueryError) -> TreeValues {
    try query.check()
    switch field {
    case .depth: return TreeValues(forest.depths)
    case .childCount: return TreeValues(forest.childCounts)
    case .isOrphan: return TreeValues(forest.orphanFlags)
    case .selfTime:
      return forest.selfTimes(
        starts: try numbers(of: .start, in: forest).numbers,
        latencies: try numbers(of: .latency, in: forest))
    case .traceSpanCount:
      return forest.spread { $0.isEmpty ? nil : Int64($0.count) }
    case .traceErrorCount:
      let errors = try spans(where: .status, is: "error", in: forest)
      return forest.spread { trace in Int64(errors.setCount(in: trace)) }
    case .traceStart:
      let starts = try numbers(of: .start, in: forest).numbers
      return forest.spread { trace in starts[trace].min() }
    case .traceLatency:
      return forest.traceLatencies(
        starts: try numbers(of: .start, in: forest).numbers,
        latencies: try numbers(of: .latency, in: forest))
    case .traceEnd:
      return forest.traceEnds(
        starts: try numbers(of: .start, in: forest).numbers,
        latencies: try numbers(of: .latency, in: forest))
    case .traceSession, .traceUser: preconditionFailure("texts are no numbers")
    case .traceTotalTokens: return try usage(.totalTokens, in: forest, field)
    case .traceInputTokens: return try usage(.inputTokens, in: forest, field)
    case .traceOutputTokens: return try usage(.outputTokens, in: forest, field)
    case .traceCost: return try usage(.cost, in: forest, field)
    case .criticalPathShare:
      return try forest.criticalPathShares(
        starts: try numbers(of: .start, in: forest).numbers,
        latencies: try numbers(of: .latency, in: forest), query)
    }
  }

  /// A usage of traces, each counted once: of generations that no other generation is part of.
  private func usage(
    _ field: Field, in forest: SpanForest, _ sum: TreeField
  ) throws(QueryError) -> TreeValues {
    let leaves = forest.leaves(of: try spans(where: .stage, is: "generation", in: forest))
    let numbers = try numbers(of: field, in: forest)
    var overflow = false
    let sums = forest.spread { trace in
      var total: Int64?
      for position in trace where leaves[position] {
        guard let number = numbers[position] else { continue }
        let (next, isTooLarge) = (total ?? 0).addingReportingOverflow(number)
        if isTooLarge { overflow = true }
        total = next
      }
      return total
    }
    guard !overflow else {
      throw .overflow(
        Diagnostic("\(sum.name) of a trace does not fit a 64-bit whole number", at: .init(0, 0)))
    }
    return sums
  }
}

extension SpanForest {
  fileprivate var depths: [Int64] {
    var depths = [Int64](repeating: 0, count: count)
    for position in parents.indices where parents[position] != Self.none {
      depths[position] = depths[Int(parents[position])] + 1
    }
    return depths
  }

  fileprivate var childCounts: [Int64] {
    var counts = [Int64](repeating: 0, count: count)
    for parent in parents where parent != Self.none { counts[Int(parent)] += 1 }
    return counts
  }

  fileprivate var orphanFlags: [Int64] {
    var flags = [Int64](repeating: 0, count: count)
    for orphan in orphans { flags[Int(orphan.position)] = 1 }
    return flags
  }

  /// Latencies without the time in which children ran, as far as it is within the span.
  ///
  /// A child that is still running runs to the span's end. Siblings go by their starts, so that one
  /// look at each suffices.
  fileprivate func selfTimes(starts: [Int64], latencies: SpanNumbers) -> TreeValues {
    var times = latencies.numbers
    // Up to where children took each span's time.
    var taken = starts
    for position in parents.indices where parents[position] != Self.none {
      let parent = Int(parents[position])
      guard let latency = latencies[parent] else { continue }
      let parentEnd = end(starts[parent], latency)
      let ownEnd = latencies[position].map { end(starts[position], $0) } ?? parentEnd
      let (from, to) = (max(starts[position], taken[parent]), min(ownEnd, parentEnd))
      guard to > from else { continue }
      times[parent] -= to - from
      taken[parent] = to
    }
    return TreeValues(times, validity: latencies.validity)
  }

  /// From each trace's least start to its greatest end; nothing while no span has ended.
  fileprivate func traceLatencies(starts: [Int64], latencies: SpanNumbers) -> TreeValues {
    spread { trace in
      let ends = trace.lazy.compactMap { position in
        latencies[position].map { end(starts[position], $0) }
      }
      guard let last = ends.max(), let first = starts[trace].min() else { return nil }
      return last.subtractingReportingOverflow(first).partialValue
    }
  }

  /// Each trace's greatest end; nothing while no span has ended.
  fileprivate func traceEnds(starts: [Int64], latencies: SpanNumbers) -> TreeValues {
    spread { trace in
      trace.lazy.compactMap { position in
        latencies[position].map { end(starts[position], $0) }
      }.max()
    }
  }

  /// The marked spans that have no marked descendant.
  fileprivate func leaves(of marked: Bitmap) -> Bitmap {
    var leaves = marked
    leaves.subtract(ancestors(of: marked))
    return leaves
  }

  /// The spans that have a marked descendant.
  func ancestors(of marked: Bitmap) -> Bitmap {
    var found = Bitmap(bitCount: count, isSet: false)
    for position in marked.rows {
      var parent = parents[Int(position)]
      // Above a span that was found, all are.
      while parent != Self.none && !found[Int(parent)] {
        found.set(Int(parent))
        parent = parents[Int(parent)]
      }
    }
    return found
  }

  /// A value for each trace, which all of its spans have.
  fileprivate func spread(_ value: (Range<Int>) -> Int64?) -> TreeValues {
    var numbers = [Int64](repeating: 0, count: count)
    var validity = [Bool](repeating: true, count: count)
    var lacksNone = true
    forEachTrace { trace in
      if let value = value(trace) {
        for position in trace { numbers[position] = value }
      } else {
        lacksNone = false
        for position in trace { validity[position] = false }
      }
    }
    return TreeValues(numbers, validity: lacksNone ? nil : validity)
  }
}

/// When a span ends; the last moment where that is past all that can be told.
func end(_ start: Int64, _ latency: Int64) -> Int64 {
  let (end, overflow) = start.addingReportingOverflow(latency)
  return overflow ? latency > 0 ? .max : .min : end
}

extension Bitmap {
  /// Set bits in a range.
  func setCount(in range: Range<Int>) -> Int {
    var count = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let word = position >> 6
      let end = min((word + 1) << 6, range.upperBound)
      let mask: UInt64 = (.max >> UInt64(64 - (end - position))) << UInt64(position & 63)
      count += (words[word] & mask).nonzeroBitCount
      position = end
    }
    return count
  }
}
