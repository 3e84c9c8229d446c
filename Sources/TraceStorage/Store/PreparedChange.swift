import ByteCoding
import Columns
import LMDB
import Scanning
import TraceModel

/// Hot batches to be stored, with what they change besides.
struct PreparedAppend {
  let summary: WriteSummary
  let batches: [HotBatch]
  /// The batches as chunks, under the numbers that follow `firstBatch`.
  let encoded: [[UInt8]]
  let firstBatch: UInt64
  /// The live rows of sealed segments in which rows die, and their headers, after the change.
  let liveRows: [(header: SegmentHeader, rows: Bitmap)]
  /// The catalogue with the attributes of all spans of the change.
  let catalogue: AttributeCatalogue
  let newAttributes: [AttributeColumn]

  init(_ plan: Deduplication, spans: [SpanData], _ snapshot: StorageSnapshot) throws(ScanError) {
    var summary = WriteSummary()
    summary.storedCount = plan.newSpanCount
    summary.traces = plan.newSpanTraces
    summary.newTraceCount = plan.newTraceCount
    summary.duplicateCount = plan.duplicateCount
    self.summary = summary
    batches = stride(from: 0, to: spans.count, by: StorageLimits.batchRowCount).map {
      let part = spans[$0..<min($0 + StorageLimits.batchRowCount, spans.count)]
      return HotBatch(
        spans: part, byteCount: part.approximateByteCount, isFresh: plan.replacingHot.isEmpty)
    }
    // If others stored batches meanwhile, the change is prepared again.
    firstBatch = snapshot.state.nextBatch
    encoded = zip(firstBatch..., batches).map { BatchCodec.encode($1, sequence: $0) }
    var catalogue = snapshot.catalogue
    catalogue.add(attributesOf: plan.fresh)
    catalogue.add(attributesOf: plan.replacingHot)
    newAttributes = Array(catalogue.columns.dropFirst(snapshot.catalogue.columns.count))
    self.catalogue = catalogue
    var liveRows: [(header: SegmentHeader, rows: Bitmap)] = []
    for (number, rows) in plan.deadRows.sorted(by: { $0.key < $1.key }) {
      guard let segment = try snapshot.sealedSegment(number) else { continue }
      liveRows.append(try segment.header.burying(rows, of: segment))
    }
    self.liveRows = liveRows
  }
}

extension SegmentHeader {
  /// The header and the live rows once some more rows are dead.
  fileprivate func burying(
    _ rows: [Int], of segment: StoredSegment
  ) throws(ScanError) -> (header: SegmentHeader, rows: Bitmap) {
    var live = Bitmap(count: rowCount, repeating: true)
    if let before = try segment.liveRows() {
      for row in 0..<rowCount { live[row] = before[row / 64] >> UInt64(row % 64) & 1 != 0 }
    }
    for row in rows { live[row] = false }
    var header = self
    header.generation += 1
    header.deadRowCount = rowCount - live.setCount
    return (header, live)
  }
}

/// A bulk load: segments, and a hot batch for spans that replace hot ones.
struct PreparedLoad {
  let append: PreparedAppend
  let segments: PreparedSegments
}

extension TraceDatabase {
  func commit(
    _ prepared: PreparedAppend, _ state: inout StoreState,
    _ transaction: borrowing WriteTransaction
  ) throws {
    for column in prepared.newAttributes {
      try transaction.put(
        AttributeCatalogue.stored(column), for: KeyLayout.attribute(column.id.rawValue),
        in: databases.attributeKeys)
    }
    for (header, rows) in prepared.liveRows {
      try transaction.put(header.stored, for: header.key, in: databases.segmentDirectory)
      try transaction.put(
        rows.sealed(asLiveRowsOf: header.segment),
        for: KeyLayout.chunk(ChunkKey(.liveRows), segment: header.segment),
        in: databases.segments)
    }
    for (batch, bytes) in zip(prepared.batches, prepared.encoded) {
      try transaction.put(
        bytes, for: KeyLayout.batch(state.nextBatch), in: databases.hot, append: true)
      state.nextBatch += 1
      state.hotSpanCount += UInt64(batch.spans.count)
      state.hotByteCount += UInt64(batch.byteCount)
    }
  }
}

extension ArraySlice<SpanData> {
  fileprivate var approximateByteCount: Int {
    let spans = span
    var total = 0
    for index in spans.indices { total += spans[index].approximateByteCount }
    return total
  }
}

extension Bitmap {
  /// The bitmap as the stored live rows of a segment.
  func sealed(asLiveRowsOf segment: UInt32) -> [UInt8] {
    var writer = ByteWriter(capacity: words.count * 8)
    for word in words { writer.write(word) }
    let header = ChunkHeader(
      kind: .liveRows, encoding: .words, owner: segment, column: 0, entryCount: words.count,
      base: 0)
    return header.sealing(writer.bytes)
  }
}
