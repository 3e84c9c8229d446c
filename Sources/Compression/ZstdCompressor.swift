internal import CZstd

/// A compression context, for many frames on one thread.
@safe package struct ZstdCompressor: ~Copyable {
  private let context: OpaquePointer

  /// A context of `level`, which is brought into the range the library knows.
  package init(level: Int32 = Zstd.defaultLevel) {
    guard let made = unsafe ZSTD_createCCtx() else { fatalError("no memory to compress") }
    unsafe context = made
    let known = min(max(level, ZSTD_minCLevel()), ZSTD_maxCLevel())
    // Safe: the context was just made; a level in range cannot be refused.
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, known)
  }

  /// A context of `level` whose frames may refer to the bytes of `dictionary`, as they are: for
  /// many short frames that resemble it.
  ///
  /// The dictionary must not begin as one that zstd has trained, with the number 0xEC30A437.
  package init(level: Int32 = Zstd.defaultLevel, dictionary: [UInt8]) {
    self.init(level: level)
    let status = unsafe dictionary.withUnsafeBytes { bytes in
      // Safe: the library copies `count` bytes from the start.
      unsafe ZSTD_CCtx_loadDictionary(context, bytes.baseAddress, bytes.count)
    }
    // Bytes that are no trained dictionary are never refused: no failure is left but memory.
    precondition(ZSTD_isError(status) == 0, "no memory to compress")
  }

  deinit {
    // Safe: made in `init`, freed here only.
    unsafe ZSTD_freeCCtx(context)
  }

  /// One frame holding `bytes`, with its size in front.
  package borrowing func compress(_ bytes: [UInt8]) -> [UInt8] {
    unsafe bytes.withUnsafeBytes { unsafe compress($0) }
  }

  /// One frame holding `bytes`, with its size in front.
  package borrowing func compress(_ bytes: RawSpan) -> [UInt8] {
    unsafe bytes.withUnsafeBytes { unsafe compress($0) }
  }

  @unsafe private borrowing func compress(_ source: UnsafeRawBufferPointer) -> [UInt8] {
    let bound = ZSTD_compressBound(source.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      // Safe: the library writes at most `buffer.count` bytes and says how many.
      let written = unsafe ZSTD_compress2(
        context, buffer.baseAddress, buffer.count, source.baseAddress, source.count)
      // With room for the bound and a level in range, no failure is left but memory.
      precondition(ZSTD_isError(written) == 0, "no memory to compress")
      count = written
    }
  }
}
