/// What went, or would go, and what is left.
package struct RetentionReport: Hashable, Sendable {
  /// Segments that went, by the limit that they went for.
  package var segmentCounts: [RetentionReason: Int] = [:]
  /// Spans of these that counted.
  package var spanCount = 0
  /// Bytes of their columns and payloads, which later writes use again.
  package var byteCount = 0
  package var keptSegmentCount = 0
  /// Spans that are left, hot ones included.
  package var keptSpanCount = 0
  /// Spans that are not sealed yet, whatever their age: they stay.
  package var hotSpanCount = 0
  /// Whether nothing is left to go; false where it was cancelled.
  package var isComplete = false

  package init() {}

  /// Segments that went.
  package var segmentCount: Int { segmentCounts.values.reduce(0, +) }

  mutating func add(_ drops: some Sequence<RetentionPlan.Drop>) {
    for drop in drops {
      segmentCounts[drop.reason, default: 0] += 1
      spanCount += drop.candidate.spanCount
      byteCount += drop.candidate.byteCount
    }
  }
}
