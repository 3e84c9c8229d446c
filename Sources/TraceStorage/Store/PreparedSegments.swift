import LMDB
import Scanning
import TraceModel

/// Segments to be stored, with the change of the trace index that comes of them.
struct PreparedSegments {
  let encoded: [EncodedSegment]
  fileprivate let index: PreparedIndex

  /// Encodes spans in as many segments as they fill; the segments `removed` go in the same
  /// transaction.
  init(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue, removing removed: Set<UInt32> = [],
    _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    encoded = Self.encode(spans, catalogue, firstSegment: snapshot.state.nextSegment)
    index =
      encoded.isEmpty && removed.isEmpty
      ? PreparedIndex(snapshot.state)
      : try PreparedIndex(adding: encoded.flatMap(\.postings), removing: removed, snapshot)
  }

  /// Numbers segments that are encoded already.
  init(_ segments: [EncodedSegment], _ snapshot: StorageSnapshot) throws(ScanError) {
    encoded = zip(snapshot.state.nextSegment..., segments).map { $1.numbered($0) }
    index =
      encoded.isEmpty
      ? PreparedIndex(snapshot.state)
      : try PreparedIndex(adding: encoded.flatMap(\.postings), removing: [], snapshot)
  }

  private static func encode(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue, firstSegment: UInt32
  ) -> [EncodedSegment] {
    var segments: [EncodedSegment] = []
    for start in stride(from: 0, to: spans.count, by: StorageLimits.segmentRowCount) {
      let end = min(start + StorageLimits.segmentRowCount, spans.count)
      segments.append(
        SegmentEncoder.encode(
          SpanChunks(spans[start..<end]), segment: firstSegment + UInt32(segments.count),
          catalogue: segments.last?.catalogue ?? catalogue,
          compressionLevel: StorageLimits.payloadCompressionLevel, isConcurrent: true))
    }
    return segments
  }
}

extension EncodedSegment {
  /// The same segment under another number.
  fileprivate func numbered(_ segment: UInt32) -> EncodedSegment {
    var copy = self
    copy.header.segment = segment
    for index in copy.chunks.indices {
      ChunkHeader.setOwner(segment, ofChunk: &copy.chunks[index].bytes)
    }
    for index in copy.payloads.indices {
      ChunkHeader.setOwner(segment, ofChunk: &copy.payloads[index])
    }
    return copy
  }

  /// Where each trace begins, for the trace index.
  fileprivate var postings: [TracePosting] {
    traces.map {
      TracePosting(
        hash: TracePosting.hash(of: $0.id), segment: header.segment,
        firstRow: UInt32($0.firstRow))
    }
  }
}

extension TraceDatabase {
  func commit(
    _ prepared: PreparedSegments, _ state: inout StoreState,
    _ transaction: borrowing WriteTransaction
  ) throws {
    for segment in prepared.encoded { try put(segment, transaction) }
    state.nextSegment += UInt32(prepared.encoded.count)
    try prepared.index.commit(&state, transaction, in: databases.traceIndex)
  }

  private func put(
    _ encoded: EncodedSegment, _ transaction: borrowing WriteTransaction
  ) throws {
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
  }
}
