/// Whole zstd frames in memory, with a context for each call.
///
/// Where calls are many and small, keep a `ZstdCompressor` or a `ZstdDecompressor`: making a
/// context costs more than a small frame.
package enum Zstd {
  /// The level used unless told otherwise: zstd's own default.
  package static let defaultLevel: Int32 = 3

  /// One frame holding `bytes`, with its size in front.
  ///
  /// `level` is brought into the range the library knows.
  package static func compress(_ bytes: [UInt8], level: Int32 = defaultLevel) -> [UInt8] {
    let compressor = ZstdCompressor(level: level)
    return compressor.compress(bytes)
  }

  /// One frame holding `bytes`, as the other `compress`.
  package static func compress(_ bytes: RawSpan, level: Int32 = defaultLevel) -> [UInt8] {
    let compressor = ZstdCompressor(level: level)
    return compressor.compress(bytes)
  }

  /// The bytes of the frames in `bytes`, at most `maximumByteCount`.
  ///
  /// - Throws: `malformed`, `truncated`, `tooLarge` or `trailingBytes`.
  package static func decompress(
    _ bytes: [UInt8], maximumByteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let decompressor = try ZstdDecompressor()
    return try decompressor.decompress(bytes, maximumByteCount: maximumByteCount)
  }

  /// The bytes of the frames in `bytes`, as the other `decompress`.
  package static func decompress(
    _ bytes: RawSpan, maximumByteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let decompressor = try ZstdDecompressor()
    return try decompressor.decompress(bytes, maximumByteCount: maximumByteCount)
  }
}
