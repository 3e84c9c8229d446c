internal import CZstd

/// A compression context, for many frames on one thread.
@safe package struct ZstdCompressor: ~Copyable {
  private let context: OpaquePointer
  private let level: Int32

  /// A context of `level`, which is brought into the range the library knows.
  package init(level: Int32 = Zstd.defaultLevel) {
    guard let made = unsafe ZSTD_createCCtx() else { fatalError("no memory to compress") }
    unsafe context = made
    self.level = min(max(level, ZSTD_minCLevel()), ZSTD_maxCLevel())
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
      let written = unsafe ZSTD_compressCCtx(
        context, buffer.baseAddress, buffer.count, source.baseAddress, source.count, level)
      // With room for the bound and a level in range, no failure is left but memory.
      precondition(ZSTD_isError(written) == 0, "no memory to compress")
      count = written
    }
  }
}
