import ByteCoding
import Compression
import LMDB
import Scanning
import TraceModel

/// A hot batch: spans as they came, compressed, under a chunk header.
enum BatchCodec {
  /// zstd's fastest level: a batch is read once or twice and then sealed.
  private static let compressionLevel: Int32 = 1

  static func encode(_ batch: HotBatch, sequence: UInt64) -> [UInt8] {
    let raw = SpanCodec.write(batch.spans, byteCount: batch.byteCount)
    let header = ChunkHeader(
      kind: .batch, encoding: .zstd, owner: UInt32(truncatingIfNeeded: sequence), column: 0,
      entryCount: batch.spans.count, base: Int64(raw.count))
    return header.sealing(Zstd.compress(raw, level: compressionLevel))
  }

  static func decode(_ value: MappedValue, sequence: UInt64) throws(ScanError) -> [SpanData] {
    let chunk = try LoadedChunk(
      value, key: ChunkKey(.batch), owner: UInt32(truncatingIfNeeded: sequence),
      isVerified: false)
    do {
      let limit = min(Int(chunk.header.base), StorageLimits.batchMaximumByteCount)
      let raw = try Zstd.decompress(chunk.bodyBytes, maximumByteCount: limit)
      let spans = try SpanCodec.read(raw)
      guard spans.count == chunk.header.entryCount else {
        throw ByteCodingError.malformed("a batch of another number of spans", offset: 0)
      }
      return spans
    } catch {
      throw .damaged("hot batch \(sequence): \(error)")
    }
  }
}
