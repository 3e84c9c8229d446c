import TestSupport
import TraceModel

/// Names a span.
struct Identity: Hashable {
  var trace: TraceID
  var span: SpanID

  init(trace: TraceID, span: SpanID) {
    self.trace = trace
    self.span = span
  }

  init(_ span: SpanData) {
    trace = span.traceID
    self.span = span.spanID
  }
}

/// What a store must hold, kept in a dictionary by the plainest code that can be.
struct StoreModel {
  /// A span that counts, and whether a segment holds it.
  struct Entry {
    var span: SpanData
    var isSealed: Bool
  }

  /// What a write must report.
  struct Summary: Equatable {
    var stored = 0
    var duplicates = 0
    var traces: Set<TraceID> = []
    var newTraceCount = 0
  }

  private(set) var entries: [Identity: Entry] = [:]
  private(set) var deadRowCount = 0
  private(set) var segmentCount = 0

  /// The spans that no segment holds.
  var hotIdentities: Set<Identity> {
    Set(entries.filter { !$0.value.isSealed }.keys)
  }

  var hotSpanCount: Int { entries.values.count { !$0.isSealed } }

  /// The spans of a trace by (start, id).
  func spans(of trace: TraceID) -> [SpanData] {
    entries.values.filter { $0.span.traceID == trace }.map(\.span)
      .sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
  }

  mutating func append(_ spans: [SpanData]) -> Summary { write(spans, sealing: false) }

  mutating func load(_ spans: [SpanData]) -> Summary { write(spans, sealing: true) }

  /// After a seal: how many spans it takes at once is the store's affair.
  mutating func noteSeal(hot: Set<Identity>, segmentCount: Int, deadRowCount: Int) {
    for identity in entries.keys { entries[identity]?.isSealed = !hot.contains(identity) }
    self.segmentCount = segmentCount
    self.deadRowCount = deadRowCount
  }

  /// After a compaction: what is in which segment is the store's affair, but rows that do not count
  /// are never more than before.
  mutating func noteCompaction(segmentCount: Int, deadRowCount: Int) {
    self.segmentCount = segmentCount
    self.deadRowCount = deadRowCount
  }

  /// Forgets the spans of segments that went.
  mutating func remove(_ identities: Set<Identity>, segmentCount: Int, deadRowCount: Int) {
    for identity in identities { entries[identity] = nil }
    self.segmentCount = segmentCount
    self.deadRowCount = deadRowCount
  }

  private mutating func write(_ spans: [SpanData], sealing: Bool) -> Summary {
    var summary = Summary()
    let known = Set(entries.keys.map(\.trace))
    // Spans of this call are in no segment yet, so that replacing one kills no row.
    var writtenNow: Set<Identity> = []
    var bringsRows = false
    for span in spans {
      let identity = Identity(span)
      guard let old = entries[identity] else {
        entries[identity] = Entry(span: span, isSealed: sealing)
        writtenNow.insert(identity)
        bringsRows = true
        summary.stored += 1
        summary.traces.insert(span.traceID)
        continue
      }
      summary.duplicates += 1
      guard counts(span, before: old.span) else { continue }
      if span.canonicalBytes == old.span.canonicalBytes { continue }
      if old.isSealed, !writtenNow.contains(identity) {
        deadRowCount += 1
        writtenNow.insert(identity)
        bringsRows = true
        entries[identity] = Entry(span: span, isSealed: sealing)
      } else {
        entries[identity]?.span = span
      }
    }
    summary.newTraceCount = summary.traces.subtracting(known).count
    if sealing, bringsRows { segmentCount += 1 }
    return summary
  }

  /// A finished copy counts before a running one, a later end before an earlier one, and of the
  /// same end the copy that came last.
  private func counts(_ new: SpanData, before old: SpanData) -> Bool {
    guard let end = new.end else { return old.end == nil }
    return end >= old.end ?? .min
  }
}
