import ByteCoding
import Columns
import LMDB
import Scanning
import TraceModel

/// A hot batch to be stored, with what it changes besides.
struct PreparedAppend {
  let summary: WriteSummary
  let batches: [ArraySlice<SpanData>]
  /// The live rows of sealed segments in which rows die, and their headers, after the change.
  let liveRows: [(header: SegmentHeader, rows: Bitmap)]
  /// The catalogue with the attributes of all spans of the change.
  let catalogue: AttributeCatalogue
  let newAttributes: [AttributeColumn]

  init(_ plan: Deduplication, spans: [SpanData], _ snapshot: StorageSnapshot) throws(ScanError) {
    var summary = WriteSummary()
    summary.storedCount = plan.newSpanCount
    summary.traces = plan.newSpanTraces
    summary.duplicateCount = plan.duplicateCount
    self.summary = summary
    batches = stride(from: 0, to: spans.count, by: StorageLimits.batchRowCount).map {
      spans[$0..<min($0 + StorageLimits.batchRowCount, spans.count)]
    }
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

/// A bulk load: a segment, and a hot batch for spans that replace hot ones.
struct PreparedLoad {
  let append: PreparedAppend
  let segment: PreparedSegment
}

/// The hot batches as a segment.
struct PreparedSeal {
  let segment: PreparedSegment
  let lastSequence: UInt64
}

/// A segment to be stored, with the run of the trace index that comes of it.
struct PreparedSegment {
  /// Nil when there was no span.
  let encoded: EncodedSegment?
  let indexLevel: UInt8
  let indexParts: [[UInt8]]
  /// Keys of the runs that it replaces; the runs themselves would hold their snapshot open.
  let mergedKeys: [[UInt8]]
  let indexRun: UInt32

  init(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue, _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    indexRun = snapshot.state.nextIndexRun
    guard !spans.isEmpty else {
      (encoded, indexLevel, indexParts, mergedKeys) = (nil, 0, [], [])
      return
    }
    let encoded = SegmentEncoder.encode(
      spans, segment: snapshot.state.nextSegment, catalogue: catalogue,
      compressionLevel: StorageLimits.payloadCompressionLevel)
    self.encoded = encoded
    var postings = encoded.traces.map {
      TracePosting(
        hash: TracePosting.hash(of: $0.id), segment: encoded.header.segment,
        firstRow: UInt32($0.firstRow))
    }
    let merge = try snapshot.traceIndex().runsToMerge()
    let stored = Set(snapshot.headers.map(\.segment))
    for run in merge.runs {
      for part in run.parts {
        postings.append(contentsOf: try part.allPostings().filter { stored.contains($0.segment) })
      }
    }
    postings.sort { ($0.hash, $0.segment, $0.firstRow) < ($1.hash, $1.segment, $1.firstRow) }
    indexLevel = merge.level
    mergedKeys = merge.runs.flatMap { run in
      run.parts.indices.map {
        KeyLayout.traceIndex(level: run.level, run: run.number, part: UInt16($0))
      }
    }
    indexParts = TraceIndexPart.encode(postings, run: indexRun)
  }
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
    for spans in prepared.batches {
      let bytes = BatchCodec.encode(Array(spans), sequence: state.nextBatch)
      try transaction.put(
        bytes, for: KeyLayout.batch(state.nextBatch), in: databases.hot, append: true)
      state.nextBatch += 1
      state.hotSpanCount += UInt64(spans.count)
      state.hotByteCount += UInt64(spans.reduce(0) { $0 + $1.approximateByteCount })
    }
  }

  func commit(
    _ prepared: PreparedSegment, _ state: inout StoreState,
    _ transaction: borrowing WriteTransaction
  ) throws {
    guard let encoded = prepared.encoded else { return }
    let segment = encoded.header.segment
    for chunk in encoded.chunks {
      try transaction.put(
        chunk.bytes, for: KeyLayout.chunk(chunk.key, segment: segment), in: databases.segments,
        append: true)
    }
    for (number, block) in encoded.payloads.enumerated() {
      try transaction.put(
        block, for: KeyLayout.payload(UInt32(number), segment: segment),
        in: databases.payloads, append: true)
    }
    try transaction.put(
      encoded.header.stored, for: encoded.header.key, in: databases.segmentDirectory)
    for key in prepared.mergedKeys { _ = try transaction.delete(key, in: databases.traceIndex) }
    for (number, part) in prepared.indexParts.enumerated() {
      let key = KeyLayout.traceIndex(
        level: prepared.indexLevel, run: prepared.indexRun, part: UInt16(number))
      try transaction.put(part, for: key, in: databases.traceIndex)
    }
    state.nextSegment += 1
    state.nextIndexRun += 1
  }
}

extension Bitmap {
  /// The bitmap as the stored live rows of a segment.
  fileprivate func sealed(asLiveRowsOf segment: UInt32) -> [UInt8] {
    var writer = ByteWriter(capacity: words.count * 8)
    for word in words { writer.write(word) }
    let header = ChunkHeader(
      kind: .liveRows, encoding: .words, owner: segment, column: 0, entryCount: words.count,
      base: 0)
    return header.sealing(writer.bytes)
  }
}
