import Testing
import TestSupport
import TraceModel

@testable import TraceStorage

/// The bytes of a segment are a function of its spans: a writer that is made faster must write
/// what it wrote before.
@Suite struct SegmentBytesTests {
  /// Hashes noted when the format was 2.0.
  ///
  /// They change only when the format does.
  @Test(
    arguments: zip(
      [1, 2, 3] as [UInt64],
      [1_196_988_629_050_121_472, 11_913_498_817_016_368_519, 10_905_301_405_865_866_521]
        as [UInt64]))
  func `the same spans make the same columns, on one thread or two`(seed: UInt64, hash: UInt64) {
    var generator = SpanGenerator(seed: seed, traceCount: 700)
    let spans = generator.spans(3_000)
    #expect(columnHash(of: spans, isConcurrent: false) == hash)
    #expect(columnHash(of: spans, isConcurrent: true) == hash)
  }

  /// The hash of all chunks of columns, each under its key.
  ///
  /// Payloads are left out: their bytes depend on the version of zstd.
  private func columnHash(of spans: [SpanData], isConcurrent: Bool) -> UInt64 {
    var catalogue = AttributeCatalogue()
    catalogue.add(attributesOf: spans, inOrder: RowOrder(SpanChunks(spans[...])).spanIndexes)
    let encoded = SegmentEncoder.encode(
      SpanChunks(spans[...]), segment: 7, catalogue: catalogue, compressionLevel: nil,
      isConcurrent: isConcurrent)
    var hash: UInt64 = 0
    for chunk in encoded.chunks where chunk.key.kind != .payloadDirectory {
      hash = hash &* 31 ^ xxHash64(KeyLayout.chunk(chunk.key, segment: 7))
      hash = hash &* 31 ^ xxHash64(chunk.bytes)
    }
    return hash
  }
}
