internal import CZstd

extension ZstdDecompressor {
  /// The bytes of the one frame in `bytes`, which are exactly so many.
  ///
  /// A frame that a compressor with a dictionary made needs the same dictionary.
  /// - Throws: `malformed`.
  package borrowing func decompress(
    _ bytes: RawSpan, exactByteCount byteCount: Int, dictionary: RawSpan = RawSpan()
  ) throws(CompressionError) -> [UInt8] {
    let result = unsafe bytes.withUnsafeBytes { source in
      unsafe dictionary.withUnsafeBytes { dictionary in
        unsafe decompress(source, byteCount, dictionary)
      }
    }
    return try result.get()
  }

  @unsafe private borrowing func decompress(
    _ source: UnsafeRawBufferPointer, _ byteCount: Int, _ dictionary: UnsafeRawBufferPointer
  ) -> Result<[UInt8], CompressionError> {
    // The frame tells its size; room is made only when that is the size expected.
    // Safe: the library reads at most `count` bytes from the start.
    let claimed = unsafe ZSTD_getFrameContentSize(source.baseAddress, source.count)
    guard claimed == UInt64(byteCount) else {
      return .failure(.malformed("a frame of another size than \(byteCount)"))
    }
    var failure: CompressionError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      // Safe: the library writes at most `byteCount` bytes and says how many.
      let written = unsafe ZSTD_decompress_usingDict(
        context, buffer.baseAddress, byteCount, source.baseAddress, source.count,
        dictionary.baseAddress, dictionary.count)
      if written == byteCount {
        count = written
      } else if ZSTD_isError(written) != 0, let name = unsafe ZSTD_getErrorName(written) {
        // Safe: the library returns a static, terminated string.
        failure = .malformed(unsafe String(cString: name))
      } else {
        failure = .malformed("a frame of another size than \(byteCount)")
      }
    }
    return failure.map { .failure($0) } ?? .success(bytes)
  }
}
