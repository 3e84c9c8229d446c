/// Which segments go, and why: the oldest first, by their last start.
package struct RetentionPlan: Hashable, Sendable {
  /// What a plan of retention knows of a segment.
  package struct Candidate: Hashable, Sendable {
    package var segment: UInt32
    /// Rows that count.
    package var spanCount: Int
    /// Bytes of columns and payloads.
    package var byteCount: Int
    /// The last start, in nanoseconds since 1970 UTC.
    package var greatestStart: Int64

    package init(segment: UInt32, spanCount: Int, byteCount: Int, greatestStart: Int64) {
      self.segment = segment
      self.spanCount = spanCount
      self.byteCount = byteCount
      self.greatestStart = greatestStart
    }
  }

  /// A segment that goes, with the first limit that asks for it.
  package struct Drop: Hashable, Sendable {
    package var candidate: Candidate
    package var reason: RetentionReason
  }

  /// Oldest first.
  package private(set) var drops: [Drop] = []

  /// Chooses among sealed segments; the last of all goes for its age only.
  ///
  /// The segments share the bytes in use by their own bytes: pages are not always full, and the
  /// trace index goes with the segments. Hot spans count, and stay.
  package init(
    _ candidates: [Candidate], usedByteCount: Int, hotSpanCount: Int, _ limits: RetentionLimits
  ) {
    let ordered = candidates.sorted {
      ($0.greatestStart, $0.segment) < ($1.greatestStart, $1.segment)
    }
    let byteCount = ordered.reduce(0) { $0 + $1.byteCount }
    var keptBytes = byteCount
    var keptSpans = ordered.reduce(hotSpanCount) { $0 + $1.spanCount }
    for (index, candidate) in ordered.enumerated() {
      let isNewest = index == ordered.count - 1
      let size = Double(usedByteCount) * Double(keptBytes) / Double(max(byteCount, 1))
      let reason: RetentionReason
      if let oldest = limits.oldestStart, candidate.greatestStart < oldest {
        reason = .age
      } else if !isNewest, let limit = limits.byteCount, size > Double(limit) {
        reason = .size
      } else if !isNewest, let limit = limits.spanCount, keptSpans > limit {
        reason = .count
      } else {
        return
      }
      drops.append(Drop(candidate: candidate, reason: reason))
      keptBytes -= candidate.byteCount
      keptSpans -= candidate.spanCount
    }
  }
}
