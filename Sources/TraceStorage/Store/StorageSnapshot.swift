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
  var hot: HotSpans
  var segments: [UInt32: SegmentMemory] = [:]
  /// The places of segments in `headers` by their numbers.
  var indexesByNumber: [UInt32: Int] = [:]
  var payloadFrames = PayloadFrameCache()
  var rowMemories = RowMemories()

  init(hot: HotSpans) {
    self.hot = hot
  }
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
  /// The places of segments in `headers` by their numbers.
  let indexesByNumber: [UInt32: Int]
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
    let memory = try database.remembered.withLock { shared in
      // An older snapshot must not take back what a newer one decoded.
      guard (shared.changeCount ?? 0) <= state.changeCount else {
        var older = Remembered(hot: HotSpans(limits: database.hotLimits))
        try older.refresh(transaction, database.databases, state)
        return older
      }
      if shared.changeCount != state.changeCount {
        do {
          try shared.refresh(transaction, database.databases, state)
          database.hotSegments.keepGroups(of: shared.hot)
        } catch {
          shared = Remembered(hot: HotSpans(limits: database.hotLimits))
          throw error
        }
      }
      return shared
    }
    headers = memory.headers
    catalogue = memory.catalogue
    hot = memory.hot
    memories = memory.segments
    indexesByNumber = memory.indexesByNumber
  }

  /// Spans that are durable but not sealed yet.
  package var hotSpanCount: Int { hot.count }

  /// The trace index, opened at first use.
  func traceIndex() throws(ScanError) -> TraceIndex {
    if let known = index.withLock({ $0 }) { return known }
    let new = TraceIndex(
      try traceIndexDirectory(), transaction, database.databases.traceIndex,
      verified: database.verifiedIndexParts)
    return index.withLock { index in
      // Another thread may have been first, and have parts open.
      if let first = index { return first }
      index = new
      return new
    }
  }

  /// The directory that the last snapshot had, where it is the same, which it is as long as no run
  /// comes or goes.
  private func traceIndexDirectory() throws(ScanError) -> TraceIndexDirectory {
    let version: TraceIndexDirectory.Version
    do throws(LMDBError) {
      version = TraceIndexDirectory.Version(
        nextRun: state.nextIndexRun,
        partCount: try transaction.count(of: database.databases.traceIndex))
    } catch {
      throw ScanError(error, reading: "trace index")
    }
    let known = database.indexDirectory.withLock { $0 }
    if let known, known.version == version { return known }
    let new = try TraceIndexDirectory(
      transaction, database.databases.traceIndex, version: version)
    database.indexDirectory.withLock { $0 = new }
    database.verifiedIndexParts.keep(new)
    return new
  }

  /// A sealed segment by its number; nil when the snapshot has none of it.
  func sealedSegment(_ number: UInt32) throws(ScanError) -> StoredSegment? {
    guard let index = indexesByNumber[number] else { return nil }
    return try sealedSegment(headers[index])
  }

  func sealedSegment(_ header: SegmentHeader) throws(ScanError) -> StoredSegment {
    if let known = opened.withLock({ $0[header.segment] }) { return known }
    let source = ChunkSource.mapped(
      transaction, segments: database.databases.segments, payloads: database.databases.payloads)
    let chunks = SegmentChunks(
      segment: header.segment, source: source,
      memory: memories[header.segment] ?? SegmentMemory())
    let new = try StoredSegment(header: header, chunks: chunks, catalogue: catalogue)
    return opened.withLock { segments in
      if let first = segments[header.segment] { return first }
      segments[header.segment] = new
      return new
    }
  }

  /// A group of the hot spans as a segment.
  func hotSegment(ofGroup group: Int) throws(ScanError) -> StoredSegment {
    try database.hotSegments.segment(ofGroup: group, of: hot, catalogue)
  }

  // MARK: ScanSource

  package var segmentCount: Int { headers.count + hot.groups.count }

  package func segment(at index: Int) throws(ScanError) -> any ScanSegment {
    guard index < headers.count else {
      let group = index - headers.count
      return try scored(try hotSegment(ofGroup: group), .hot(group: group))
    }
    return try scored(try sealedSegment(headers[index]), .sealed(headers[index].segment))
  }

  package func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? {
    guard index < headers.count else { return hot.startRange(ofGroup: index - headers.count) }
    return headers[index].leastStart...headers[index].greatestStart
  }

  package func identity(ofSegmentAt index: Int) -> SegmentIdentity? {
    guard index < headers.count else { return nil }
    let header = headers[index]
    return SegmentIdentity(number: header.segment, generation: header.generation)
  }

  package func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    let columns = catalogue.columns(of: key, in: scope)
    // A row may have a score's number and its label; what shows one of them shows the number.
    return scope == .score ? columns.reversed() : columns
  }

  package var attributeColumns: [AttributeColumn] { catalogue.columns }
}

extension Remembered {
  /// Brings everything to the state of a snapshot.
  fileprivate mutating func refresh(
    _ transaction: Snapshot, _ databases: TraceDatabase.Databases, _ state: StoreState
  ) throws {
    var headers: [SegmentHeader] = []
    try transaction.forEachEntry(of: databases.segmentDirectory) { key, value in
      let header = try SegmentHeader(reading: value.copied())
      guard header.key == key else {
        throw ScanError.damaged("segment \(header.segment) is filed under another key")
      }
      headers.append(header)
    }
    self.headers = headers
    let previous = segments
    segments = [:]
    indexesByNumber = [:]
    for (index, header) in headers.enumerated() {
      indexesByNumber[header.segment] = index
      segments[header.segment] =
        previous[header.segment]
        ?? SegmentMemory(payloadFrames: payloadFrames, rowMemories: rowMemories)
    }
    let next = KeyLayout.attribute(catalogue.nextID.rawValue)
    try transaction.forEach(in: databases.attributeKeys, from: next, below: nil) { key, value in
      var reader = OrderedKeyReader(key)
      try catalogue.load(try reader.readUInt32(), value.copied())
      return true
    }
    guard try transaction.count(of: databases.attributeKeys) == catalogue.columns.count else {
      throw ScanError.damaged("the attribute catalogue is not whole")
    }
    try hot.refresh(transaction, databases.hot)
    changeCount = state.changeCount
  }
}
