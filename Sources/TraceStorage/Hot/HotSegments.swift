import ByteCoding
import Scanning
import Synchronization
import TraceModel

/// The groups of hot spans as segments in memory, built when a scan first asks for them.
final class HotSegments: Sendable {
  /// A group in one of its states.
  private struct State: Hashable {
    var firstSequence: UInt64
    var version: Int
  }

  /// The latest state built of each group.
  private let built = Mutex<[Int: (state: State, segment: StoredSegment)]>([:])

  /// A group as a segment.
  ///
  /// O(spans of the group) when it changed since it was last asked for: about what sealing them
  /// costs, less compression.
  ///
  /// The catalogue must know every attribute of the spans: the transaction that stored a batch
  /// stored its new attributes too.
  func segment(
    ofGroup group: Int, of hot: HotSpans, _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> StoredSegment {
    let state = State(firstSequence: hot.firstSequence, version: hot.groupVersions[group])
    if let known = built.withLock({ $0[group] }), known.state == state { return known.segment }
    let new = try build(Array(hot.spans[hot.range(ofGroup: group)]), catalogue)
    built.withLock { $0[group] = (state, new) }
    return new
  }

  /// Forgets the groups of batches that a snapshot no longer has: they were sealed.
  func keepGroups(of hot: HotSpans) {
    built.withLock { groups in
      groups = groups.filter { group, known in
        known.state.firstSequence == hot.firstSequence && group < hot.groupVersions.count
      }
    }
  }

  private func build(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> StoredSegment {
    // A query uses the thread that asks, and only that.
    let encoded = SegmentEncoder.encode(
      spans, segment: 0, catalogue: catalogue, compressionLevel: nil, isConcurrent: false)
    guard encoded.catalogue.nextID == catalogue.nextID else {
      throw .damaged("hot spans have attributes that the catalogue lacks")
    }
    let chunks = Dictionary(
      uniqueKeysWithValues: encoded.chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    let source = ChunkSource.owned(chunks, payloads: encoded.payloads.map { AlignedBytes($0) })
    return try StoredSegment(
      header: encoded.header,
      chunks: SegmentChunks(
        segment: 0, source: source,
        // Its frames are in memory already; those read last spare a copy.
        memory: SegmentMemory(payloadFrames: PayloadFrameCache(byteLimit: 64 << 10))),
      catalogue: catalogue)
  }
}
