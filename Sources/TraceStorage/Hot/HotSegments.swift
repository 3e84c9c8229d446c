import ByteCoding
import Scanning
import Synchronization
import TraceModel

/// The groups of hot spans as segments in memory, built when a scan first asks for them.
final class HotSegments: Sendable {
  /// Names a group of whatever spans it has now.
  private struct Place: Hashable {
    /// Of the part.
    var firstSequence: UInt64
    var number: Int

    init(_ group: Int, of hot: HotSpans) {
      let group = hot.groups[group]
      firstSequence = hot.parts[group.part].firstSequence
      number = group.number
    }
  }

  /// The latest version built of each group.
  private let built = Mutex<[Place: (version: Int, segment: StoredSegment)]>([:])

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
    let place = Place(group, of: hot)
    let version = hot.version(ofGroup: group)
    if let known = built.withLock({ $0[place] }), known.version == version { return known.segment }
    let new = try build(hot.spans(ofGroup: group), catalogue)
    built.withLock { $0[place] = (version, new) }
    return new
  }

  /// Forgets the groups of parts that a snapshot no longer has: they were sealed.
  func keepGroups(of hot: HotSpans) {
    let places = Set(hot.groups.indices.map { Place($0, of: hot) })
    built.withLock { groups in
      groups = groups.filter { place, _ in places.contains(place) }
    }
  }

  private func build(
    _ spans: SpanChunks, _ catalogue: AttributeCatalogue
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

extension HotSpans {
  fileprivate func version(ofGroup number: Int) -> Int {
    parts[groups[number].part].groups[groups[number].number].version
  }
}
