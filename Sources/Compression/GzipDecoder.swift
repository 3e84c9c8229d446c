internal import CZlib

/// Inflates gzip members, one after the other.
@safe final class GzipDecoder {
  /// On the heap, since zlib's state points back at it.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the last member is complete and no next one has begun.
  private(set) var isBetweenMembers = false
  private var isFirstMember = true

  /// 15 bits of window, and 16 to expect a gzip header rather than zlib's.
  private static let windowBits: Int32 = 15 + 16
  /// A member's fixed header begins with magic, method and flags: bytes that are none of
  /// these were never a member.
  private static let magicByteCount = 4

  init() throws(CompressionError) {
    unsafe stream = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // Safe: the stream is zeroed, as the library wants it.
    let status = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK {
      unsafe stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    // Safe: set up in `init`, which is the only way to get here.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decodes some of `input` into `output`; both may be left with room.
  @unsafe func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> DecoderStep {
    if isBetweenMembers {
      if unsafe input.isEmpty { return DecoderStep(consumedCount: 0, producedCount: 0) }
      unsafe try beginMember(input)
    }
    let inputCount = min(input.count, Int(UInt32.max))
    let outputCount = min(output.count, Int(UInt32.max))
    unsafe point(at: input, inputCount, output, outputCount)
    // Safe: the stream points at live buffers with their lengths.
    let status = unsafe inflate(stream, Z_NO_FLUSH)
    let step = unsafe DecoderStep(
      consumedCount: inputCount - Int(stream.pointee.avail_in),
      producedCount: outputCount - Int(stream.pointee.avail_out))
    try settle(status)
    return step
  }

  /// Begins another member, or finds that what follows is none.
  @unsafe private func beginMember(_ input: UnsafeRawBufferPointer) throws(CompressionError) {
    if unsafe input[0] != 0x1F { throw .trailingBytes }
    isBetweenMembers = false
    isFirstMember = false
    // Safe: the stream was set up in `init`.
    if unsafe inflateReset(stream) != Z_OK { throw .malformed("cannot begin a member") }
  }

  @unsafe private func point(
    at input: UnsafeRawBufferPointer, _ inputCount: Int,
    _ output: UnsafeMutableRawBufferPointer, _ outputCount: Int
  ) {
    let start = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    // Safe: the library only reads its input.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
    unsafe stream.pointee.avail_in = UInt32(inputCount)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(outputCount)
  }

  private func settle(_ status: Int32) throws(CompressionError) {
    switch status {
    case Z_STREAM_END: isBetweenMembers = true
    // A full output or an empty input; neither is wrong.
    case Z_OK, Z_BUF_ERROR: break
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw failure()
    }
  }

  private func failure() -> CompressionError {
    // Safe: the stream was set up in `init`; its message is static text or nil.
    let consumedCount = unsafe Int(stream.pointee.total_in)
    if !isFirstMember && consumedCount <= Self.magicByteCount { return .trailingBytes }
    guard let message = unsafe stream.pointee.msg else { return .malformed("unknown") }
    return .malformed(unsafe String(cString: message))
  }
}
