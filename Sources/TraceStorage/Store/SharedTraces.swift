package import Scanning
import Synchronization
import TraceModel

/// Which traces have rows in several segments, as of the latest snapshots that asked.
struct SharedTraces: Sendable {
  var sealed: SealedSharedTraces?
  var hot: HotSharedTraces?
}

/// What the hot spans add to the traces that have rows in several segments.
struct HotSharedTraces: Sendable {
  /// Tells the states of hot spans and index apart.
  struct Version: Hashable, Sendable {
    var index: TraceIndexDirectory.Version
    var firstSequence: UInt64
    var lastSequence: UInt64
  }

  let version: Version
  /// Traces with hot spans in several groups, or with sealed ones, too.
  private(set) var traces: Set<TraceID> = []
  /// By sealed segment, the first rows of traces that have hot spans.
  private(set) var firstRows: [UInt32: [UInt32]] = [:]

  /// O(traces of hot spans · runs).
  init(of snapshot: StorageSnapshot, version: Version) throws(ScanError) {
    self.version = version
    for trace in Set(snapshot.hot.traceIDs) {
      let groups = snapshot.hot.groups(of: trace)
      let fragments = try snapshot.fragments(of: trace)
      if groups.count > 1 || !fragments.isEmpty { traces.insert(trace) }
      for fragment in fragments {
        firstRows[fragment.segment.header.segment, default: []]
          .append(UInt32(fragment.rows.lowerBound))
      }
    }
  }
}

extension StorageSnapshot {
  package func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32] {
    guard segmentCount > 1 else { return [] }
    guard index < headers.count else { return try sharedTraces(ofGroup: index - headers.count) }
    let segment = headers[index].segment
    let sealed = try sealedSharedTraces().firstRows[segment] ?? []
    guard !hot.isEmpty else { return sealed }
    let withHot = try hotSharedTraces().firstRows[segment] ?? []
    return Set(sealed).union(withHot).sorted()
  }

  package func fragments(
    ofTraceAt row: Int, inSegmentAt index: Int
  ) throws(ScanError) -> [TraceRows] {
    let segment =
      index < headers.count
      ? try sealedSegment(headers[index]) : try hotSegment(ofGroup: index - headers.count)
    let trace = try segment.traceID(try segment.traceNumber(ofRow: row))
    var found: [TraceRows] = []
    for fragment in try fragments(of: trace) {
      guard let index = indexesByNumber[fragment.segment.header.segment] else { continue }
      found.append(TraceRows(segment: index, rows: fragment.rows))
    }
    for group in hot.groups(of: trace) {
      let segment = try hotSegment(ofGroup: group)
      guard let number = try segment.code(of: trace.description, in: ColumnID(.traceID))
      else { throw .damaged("group \(group) of the hot spans lacks trace \(trace)") }
      found.append(
        TraceRows(
          segment: headers.count + group, rows: try segment.rows(ofTrace: Int(number))))
    }
    return found
  }

  private func sharedTraces(ofGroup group: Int) throws(ScanError) -> [UInt32] {
    let traces = try hotSharedTraces().traces
    guard !traces.isEmpty else { return [] }
    let segment = try hotSegment(ofGroup: group)
    var firstRows: [UInt32] = []
    for number in 0..<segment.header.traceCount
    where traces.contains(try segment.traceID(number)) {
      firstRows.append(UInt32(try segment.rows(ofTrace: number).lowerBound))
    }
    return firstRows
  }

  private func sealedSharedTraces() throws(ScanError) -> SealedSharedTraces {
    let index = try traceIndex()
    let known = database.sharedTraces.withLock { $0.sealed }
    if let known, known.version == index.directory.version { return known }
    let segments = indexesByNumber
    let new = try SealedSharedTraces(of: index) { segments[$0] != nil }
    database.sharedTraces.withLock { $0.sealed = new }
    return new
  }

  private func hotSharedTraces() throws(ScanError) -> HotSharedTraces {
    let version = HotSharedTraces.Version(
      index: try traceIndex().directory.version, firstSequence: hot.firstSequence,
      lastSequence: hot.lastSequence)
    let known = database.sharedTraces.withLock { $0.hot }
    if let known, known.version == version { return known }
    let new = try HotSharedTraces(of: self, version: version)
    database.sharedTraces.withLock { $0.hot = new }
    return new
  }
}
