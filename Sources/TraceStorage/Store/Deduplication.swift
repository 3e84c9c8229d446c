import Columns
import Scanning
package import TraceModel

/// What to do with spans that come in, on one snapshot: the same (trace id, span id) is one span.
///
/// Of two copies the one that ended later counts, and a finished copy counts before a running
/// one; of copies that ended together, the one that comes last.
struct Deduplication {
  /// Spans that no stored or earlier span has the identity of, in the order met.
  private(set) var fresh: [SpanData] = []
  /// Spans that replace a hot one: they must go to the hot batches too, where the later batch
  /// counts.
  private(set) var replacingHot: [SpanData] = []
  /// Rows of sealed segments that a span in `fresh` replaces.
  private(set) var deadRows: [UInt32: [Int]] = [:]
  /// Spans that came with an identity already there, replacing or not.
  private(set) var duplicateCount = 0
  /// How many spans are new to the store: neither replacing nor dropped.
  private(set) var newSpanCount = 0
  /// The traces of these.
  private(set) var newSpanTraces: Set<TraceID> = []
  /// How many of these the store has no span of.
  private(set) var newTraceCount = 0

  private var hotIndexes: [SpanKey: Int] = [:]

  /// Sorts out spans against a snapshot.
  ///
  /// O(log) look-ups a trace.
  init(_ spans: [SpanData], _ snapshot: StorageSnapshot) throws(ScanError) {
    var sealed = SealedTraces(snapshot)
    // The spans of `fresh`, as indexes: where all are new, nothing is copied.
    var picks = Picks()
    var latestTrace: TraceID?
    // Most traces are new, or have sealed spans alone: their spans need not be looked for.
    var isHotTrace = false
    var latestLooked: TraceID?
    let view = spans.span
    for index in view.indices {
      let key = SpanKey(view[index])
      let hash = TableHash.of(key)
      if key.trace != latestLooked {
        latestLooked = key.trace
        isHotTrace = snapshot.hot.contains(key.trace)
      }
      if let pick = picks.number(of: key, hash, in: view) {
        duplicateCount += 1
        if view[index].replaces(end: view[picks.indexes[pick]].end) { picks.indexes[pick] = index }
      } else if isHotTrace, let place = hotIndexes[key] {
        duplicateCount += 1
        if view[index].replaces(end: replacingHot[place].end) { replacingHot[place] = view[index] }
      } else if isHotTrace, let stored = snapshot.hot.span(key) {
        duplicateCount += 1
        guard view[index].replaces(end: stored.end), !view[index].isSame(as: stored) else {
          continue
        }
        hotIndexes[key] = replacingHot.count
        replacingHot.append(view[index])
      } else if let row = try sealed.row(of: key) {
        duplicateCount += 1
        guard view[index].replaces(end: row.end) else { continue }
        // The same copy again changes nothing; comparing costs a read, replacing a rewrite.
        if try sealed.holds(view[index], at: row) { continue }
        deadRows[row.segment, default: []].append(row.row)
        picks.add(index, hash)
      } else {
        newSpanCount += 1
        if key.trace != latestTrace, newSpanTraces.insert(key.trace).inserted,
          !isHotTrace, try sealed.rows(of: key.trace).isEmpty
        {
          newTraceCount += 1
        }
        latestTrace = key.trace
        picks.add(index, hash)
      }
    }
    fresh = picks.indexes.count == spans.count ? spans : picks.indexes.map { spans[$0] }
  }
}

/// Indexes of spans with distinct identities.
private struct Picks {
  var indexes: [Int] = []
  private var table = HashTable()

  /// The place in `indexes` of the span with an identity.
  func number(of key: SpanKey, _ hash: UInt64, in spans: Swift.Span<SpanData>) -> Int? {
    table.number(of: hash) { SpanKey(spans[indexes[$0]]) == key }
  }

  mutating func add(_ index: Int, _ hash: UInt64) {
    table.add(hash)
    indexes.append(index)
  }
}

extension SpanData {
  /// Whether this copy counts rather than one that ended at `other`, nil while it runs.
  fileprivate func replaces(end other: Int64?) -> Bool {
    switch (end, other) {
    case (nil, nil), (.some, nil): true
    case (nil, .some): false
    case (.some(let mine), .some(let theirs)): mine >= theirs
    }
  }
}

/// The live rows of sealed traces, looked up a trace at a time.
private struct SealedTraces {
  struct Row {
    var segment: UInt32
    var row: Int
    var end: Int64?
  }

  private let snapshot: StorageSnapshot
  private var traces: [TraceID: [SpanID: Row]] = [:]
  /// The trace asked for last, and whether it has rows.
  private var latest: (trace: TraceID, isStored: Bool)?

  init(_ snapshot: StorageSnapshot) {
    self.snapshot = snapshot
  }

  mutating func row(of key: SpanKey) throws(ScanError) -> Row? {
    if let latest, latest.trace == key.trace, !latest.isStored { return nil }
    let rows = try rows(of: key.trace)
    latest = (key.trace, !rows.isEmpty)
    return rows[key.span]
  }

  /// The live rows of a trace by span.
  mutating func rows(of trace: TraceID) throws(ScanError) -> [SpanID: Row] {
    if let known = traces[trace] { return known }
    var rows: [SpanID: Row] = [:]
    for fragment in try snapshot.fragments(of: trace) {
      try add(fragment, to: &rows)
    }
    traces[trace] = rows
    return rows
  }

  private func add(
    _ fragment: TraceFragment, to rows: inout [SpanID: Row]
  ) throws(ScanError) {
    let segment = fragment.segment
    for row in try segment.liveRows(in: fragment.rows) {
      guard let span = try segment.identity(ofRow: row) else { continue }
      rows[span.id] = Row(segment: segment.header.segment, row: row, end: span.end)
    }
  }

  /// Whether the stored row is this very span.
  ///
  /// Attributes compare by name, as columns keep them.
  func holds(_ span: SpanData, at row: Row) throws(ScanError) -> Bool {
    guard let segment = try snapshot.sealedSegment(row.segment) else { return false }
    let stored = try segment.spans(
      ofRows: row.row..<row.row + 1, catalogue: snapshot.catalogue)
    return stored.first.map { $0.isSame(as: span) } ?? false
  }
}

extension SpanData {
  /// Whether two copies would be stored alike.
  ///
  /// Bytes are compared: a NaN is itself, and texts that only look alike are not.
  fileprivate func isSame(as other: SpanData) -> Bool {
    SpanCodec.write([inColumnOrder]) == SpanCodec.write([other.inColumnOrder])
  }

  /// The span with its attributes by name, each name once with its last value.
  package var inColumnOrder: SpanData {
    var copy = self
    copy.attributes = attributes.lastByName
    copy.resource.attributes = resource.attributes.lastByName
    copy.scope.attributes = scope.attributes.lastByName
    return copy
  }
}

extension [Attribute] {
  fileprivate var lastByName: [Attribute] {
    // As columns give them.
    if indices.dropFirst().allSatisfy({ precedesByBytes(self[$0 - 1].key, self[$0].key) }) {
      return self
    }
    var last: [ByteText: AttributeValue] = [:]
    for attribute in self { last[ByteText(attribute.key)] = attribute.value }
    return last.map { Attribute(key: $0.key.text, value: $0.value) }
      .sorted { precedesByBytes($0.key, $1.key) }
  }
}
