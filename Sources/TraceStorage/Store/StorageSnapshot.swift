import ByteCoding
import LMDB
package import Scanning
import Synchronization
import TraceModel

/// What a process remembers from one snapshot to the next, so that a query that follows another
/// decodes only what changed.
struct Remembered: Sendable {
  var changeCount: UInt64?
  var headers: [SegmentHeader] = []
  var catalogue = AttributeCatalogue()
  var hot = HotSpans()
  /// The hot spans in columns; nil when there are none.
  var hotSegment: StoredSegment?
  var segments: [UInt32: SegmentMemory] = [:]
}

/// One state of a store, unchanged by later writes.
package final class StorageSnapshot: ScanSource {
  let database: TraceDatabase
  let transaction: Snapshot
  let state: StoreState
  /// Sealed segments by least start.
  let headers: [SegmentHeader]
  let catalogue: AttributeCatalogue
  let hot: HotSpans
  let hotSegment: StoredSegment?
  private let memories: [UInt32: SegmentMemory]
  private let opened = Mutex<[UInt32: StoredSegment]>([:])
  private let index = Mutex<TraceIndex?>(nil)

  init(_ database: TraceDatabase, _ transaction: Snapshot) throws {
    self.database = database
    self.transaction = transaction
    guard let stored = try transaction.value(for: KeyLayout.state, in: database.databases.meta)
    else { throw ScanError.damaged("the store has no counters") }
    let state = try StoreState(reading: stored.copied())
    self.state = state
    var memory = database.remembered.withLock { $0 }
    if memory.changeCount != state.changeCount {
      try memory.refresh(transaction, database.databases, state)
      let current = memory
      database.remembered.withLock { shared in
        // An older snapshot must not replace what a newer one decoded.
        if (shared.changeCount ?? 0) <= state.changeCount { shared = current }
      }
    }
    headers = memory.headers
    catalogue = memory.catalogue
    hot = memory.hot
    hotSegment = memory.hotSegment
    memories = memory.segments
  }

  /// Spans that are durable but not sealed yet.
  package var hotSpanCount: Int { hot.spans.count }

  /// The trace index, opened at first use.
  func traceIndex() throws(ScanError) -> TraceIndex {
    if let known = index.withLock({ $0 }) { return known }
    let new = try TraceIndex(
      transaction, database.databases.traceIndex, verified: database.verifiedIndexParts)
    index.withLock { $0 = new }
    return new
  }

  /// A sealed segment by its number; nil when the snapshot has none of it.
  func sealedSegment(_ number: UInt32) throws(ScanError) -> StoredSegment? {
    guard let header = headersByNumber[number] else { return nil }
    return try sealedSegment(header)
  }

  /// Headers by segment, made at first use: queries that scan do not need it.
  private var headersByNumber: [UInt32: SegmentHeader] {
    numbered.withLock { cache in
      if cache.isEmpty {
        for header in headers { cache[header.segment] = header }
      }
      return cache
    }
  }
  private let numbered = Mutex<[UInt32: SegmentHeader]>([:])

  func sealedSegment(_ header: SegmentHeader) throws(ScanError) -> StoredSegment {
    if let known = opened.withLock({ $0[header.segment] }) { return known }
    let source = ChunkSource.mapped(
      transaction, segments: database.databases.segments, payloads: database.databases.payloads)
    let chunks = SegmentChunks(
      segment: header.segment, source: source,
      memory: memories[header.segment] ?? SegmentMemory())
    let new = try StoredSegment(header: header, chunks: chunks)
    return opened.withLock { segments in
      if let first = segments[header.segment] { return first }
      segments[header.segment] = new
      return new
    }
  }

  // MARK: ScanSource

  package var segmentCount: Int { headers.count + (hotSegment == nil ? 0 : 1) }

  package func segment(at index: Int) throws(ScanError) -> any ScanSegment {
    guard index < headers.count else {
      guard let hotSegment else { preconditionFailure("no segment \(index)") }
      return hotSegment
    }
    return try sealedSegment(headers[index])
  }

  package func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? {
    guard index < headers.count else { return hotSegment?.startRange }
    return headers[index].leastStart...headers[index].greatestStart
  }

  package func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    catalogue.columns(of: key, in: scope)
  }

  package var attributeColumns: [AttributeColumn] { catalogue.columns }
}

extension Remembered {
  /// Brings everything to the state of a snapshot.
  fileprivate mutating func refresh(
    _ transaction: Snapshot, _ databases: TraceDatabase.Databases, _ state: StoreState
  ) throws {
    var headers: [SegmentHeader] = []
    try transaction.forEach(in: databases.segmentDirectory, from: [], below: nil) { _, value in
      headers.append(try SegmentHeader(reading: value.copied()))
      return true
    }
    self.headers = headers
    let previous = segments
    segments = [:]
    for header in headers {
      segments[header.segment] = previous[header.segment] ?? SegmentMemory()
    }
    let next = KeyLayout.attribute(catalogue.nextID.rawValue)
    try transaction.forEach(in: databases.attributeKeys, from: next, below: nil) { key, value in
      var reader = OrderedKeyReader(key)
      try catalogue.load(try reader.readUInt32(), value.copied())
      return true
    }
    let before = (hot.firstSequence, hot.lastSequence)
    try hot.refresh(transaction, databases.hot)
    if (hot.firstSequence, hot.lastSequence) != before || hotSegment == nil {
      hotSegment = try HotSegment.build(hot.spans, catalogue)
    }
    changeCount = state.changeCount
  }
}
