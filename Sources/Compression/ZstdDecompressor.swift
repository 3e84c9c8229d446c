internal import CZstd

/// A decompression context, for many frames on one thread.
@safe package struct ZstdDecompressor: ~Copyable {
  let context: OpaquePointer

  /// - Throws: `outOfMemory`.
  package init() throws(CompressionError) {
    guard let made = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
    unsafe context = made
  }

  deinit {
    // Safe: made in `init`, freed here only.
    unsafe ZSTD_freeDCtx(context)
  }

  /// The bytes of the frames in `bytes`, at most `maximumByteCount`.
  ///
  /// - Throws: `malformed`, `truncated`, `tooLarge` or `trailingBytes`.
  package borrowing func decompress(
    _ bytes: [UInt8], maximumByteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let outcome = unsafe bytes.withUnsafeBytes { source in
      unsafe decompress(source, maximumByteCount)
    }
    return try outcome.get()
  }

  /// The bytes of the frames in `bytes`, at most `maximumByteCount`.
  ///
  /// - Throws: `malformed`, `truncated`, `tooLarge` or `trailingBytes`.
  package borrowing func decompress(
    _ bytes: RawSpan, maximumByteCount: Int
  ) throws(CompressionError) -> [UInt8] {
    let outcome = unsafe bytes.withUnsafeBytes { source in
      unsafe decompress(source, maximumByteCount)
    }
    return try outcome.get()
  }

  /// In one call when the first frame tells its size and is the only one, else by stream.
  ///
  /// The size a frame claims is used to make room, but never beyond the maximum.
  @unsafe private borrowing func decompress(
    _ source: UnsafeRawBufferPointer, _ maximumByteCount: Int
  ) -> Result<[UInt8], CompressionError> {
    // Safe: the library reads at most `count` bytes from the start.
    let claimed = unsafe ZSTD_getFrameContentSize(source.baseAddress, source.count)
    if claimed <= UInt64(maximumByteCount),
      let bytes = unsafe decompressWhole(source, byteCount: Int(claimed))
    {
      return .success(bytes)
    }
    let isKnown = claimed < UInt64.max - 1
    if isKnown && claimed > UInt64(maximumByteCount) {
      return .failure(.tooLarge(maximumByteCount: maximumByteCount))
    }
    return unsafe decompressByStream(source, maximumByteCount)
  }

  /// The bytes when they are exactly `byteCount`, else nil.
  @unsafe private borrowing func decompressWhole(
    _ source: UnsafeRawBufferPointer, byteCount: Int
  ) -> [UInt8]? {
    var isWhole = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      // Safe: the library writes at most `buffer.count` bytes and says how many.
      let written = unsafe ZSTD_decompressDCtx(
        context, buffer.baseAddress, byteCount, source.baseAddress, source.count)
      isWhole = written == byteCount
      count = isWhole ? written : 0
    }
    return isWhole ? bytes : nil
  }

  @unsafe private borrowing func decompressByStream(
    _ source: UnsafeRawBufferPointer, _ maximumByteCount: Int
  ) -> Result<[UInt8], CompressionError> {
    do throws(CompressionError) {
      var reader = try DecompressingReader(
        format: .zstd, maximumByteCountPerCall: maximumByteCount)
      var bytes: [UInt8] = []
      unsafe try reader.decode(source, into: &bytes)
      try reader.finish()
      return .success(bytes)
    } catch {
      return .failure(error)
    }
  }
}
