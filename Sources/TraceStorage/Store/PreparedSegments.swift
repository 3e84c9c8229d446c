import LMDB
import Scanning
import TraceModel

/// Segments to be stored, with the run of the trace index that comes of them.
struct PreparedSegments {
  let encoded: [EncodedSegment]
  let indexLevel: UInt8
  let indexParts: [[UInt8]]
  /// Keys of the runs that it replaces; the runs themselves would hold their snapshot open.
  let mergedKeys: [[UInt8]]
  let indexRun: UInt32

  /// Encodes spans in as many segments as they fill.
  init(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue, _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    indexRun = snapshot.state.nextIndexRun
    guard !spans.isEmpty else {
      (encoded, indexLevel, indexParts, mergedKeys) = ([], 0, [], [])
      return
    }
    encoded = Self.encode(spans, catalogue, firstSegment: snapshot.state.nextSegment)
    var postings = encoded.flatMap(\.postings)
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

  private static func encode(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue, firstSegment: UInt32
  ) -> [EncodedSegment] {
    var segments: [EncodedSegment] = []
    for start in stride(from: 0, to: spans.count, by: StorageLimits.segmentRowCount) {
      let end = min(start + StorageLimits.segmentRowCount, spans.count)
      // Most often one segment takes all: no need to copy them.
      let part = start == 0 && end == spans.count ? spans : Array(spans[start..<end])
      segments.append(
        SegmentEncoder.encode(
          part, segment: firstSegment + UInt32(segments.count),
          catalogue: segments.last?.catalogue ?? catalogue,
          compressionLevel: StorageLimits.payloadCompressionLevel, isConcurrent: true))
    }
    return segments
  }
}

extension EncodedSegment {
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
    guard !prepared.encoded.isEmpty else { return }
    for segment in prepared.encoded { try put(segment, transaction) }
    for key in prepared.mergedKeys { _ = try transaction.delete(key, in: databases.traceIndex) }
    for (number, part) in prepared.indexParts.enumerated() {
      let key = KeyLayout.traceIndex(
        level: prepared.indexLevel, run: prepared.indexRun, part: UInt16(number))
      try transaction.put(part, for: key, in: databases.traceIndex)
    }
    state.nextSegment += UInt32(prepared.encoded.count)
    state.nextIndexRun += 1
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
