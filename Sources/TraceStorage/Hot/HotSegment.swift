import ByteCoding
import Scanning
import TraceModel

/// Hot spans in the shape of a segment, in memory.
enum HotSegment {
  /// Spans in columns; nil when there are none.
  ///
  /// O(spans): about what sealing them costs, less compression. The catalogue must know every
  /// attribute of the spans: the transaction that stored a batch stored its new attributes too.
  static func build(
    _ spans: [SpanData], _ catalogue: AttributeCatalogue
  ) throws(ScanError) -> StoredSegment? {
    guard !spans.isEmpty else { return nil }
    let encoded = SegmentEncoder.encode(
      spans, segment: 0, catalogue: catalogue, compressionLevel: nil)
    guard encoded.catalogue.nextID == catalogue.nextID else {
      throw .damaged("hot spans have attributes that the catalogue lacks")
    }
    let chunks = Dictionary(
      uniqueKeysWithValues: encoded.chunks.map { ($0.key, AlignedBytes($0.bytes)) })
    let source = ChunkSource.owned(chunks, payloads: encoded.payloads.map { AlignedBytes($0) })
    return try StoredSegment(
      header: encoded.header,
      chunks: SegmentChunks(segment: 0, source: source, memory: SegmentMemory()))
  }
}
