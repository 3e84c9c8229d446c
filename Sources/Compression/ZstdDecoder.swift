internal import CZstd

/// Decodes zstd frames, one after the other.
@safe final class ZstdDecoder {
  private let context: OpaquePointer
  /// Whether the last frame is complete and no next one has begun.
  private(set) var isBetweenFrames = false
  private var isFirstFrame = true

  init() throws(CompressionError) {
    guard let made = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
    unsafe context = made
    // Safe: the context was just made; a limit in range cannot be refused.
    _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Limits.zstdWindowLog)
  }

  deinit {
    // Safe: made in `init`, freed here only.
    unsafe ZSTD_freeDCtx(context)
  }

  /// Decodes some of `input` into `output`; both may be left with room.
  @unsafe func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> DecoderStep {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // Safe: both buffers are live and given with their lengths.
    let hint = unsafe ZSTD_decompressStream(context, &target, &source)
    let step = unsafe DecoderStep(consumedCount: source.pos, producedCount: target.pos)
    if ZSTD_isError(hint) != 0 { throw failure(hint) }
    // A call that moves nothing says nothing: after a frame it asks for the next header.
    if step.consumedCount > 0 || step.producedCount > 0 {
      isBetweenFrames = hint == 0
      if isBetweenFrames { isFirstFrame = false }
    }
    return step
  }

  private func failure(_ status: Int) -> CompressionError {
    let code = ZSTD_getErrorCode(status)
    if code == ZSTD_error_memory_allocation { return .outOfMemory }
    if code == ZSTD_error_prefix_unknown && !isFirstFrame { return .trailingBytes }
    guard let name = unsafe ZSTD_getErrorName(status) else { return .malformed("unknown") }
    // Safe: the library returns a static, terminated string.
    return .malformed(unsafe String(cString: name))
  }
}
