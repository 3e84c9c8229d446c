/// Decompresses a stream piece by piece, as the pieces arrive.
///
/// Any number of gzip members or zstd frames may follow each other. Call `finish` at the end
/// of the input: only then is a stream that stops early told from one that is complete.
package struct DecompressingReader: ~Copyable {
  private let decoder: Decoder
  /// Where a decoder writes before its output is appended; made at first use.
  private var scratch: [UInt8] = []
  private let maximumByteCountPerCall: Int

  fileprivate enum Decoder {
    case plain
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
  }

  /// What one piece of input may become unless told otherwise, in bytes: a few kilobytes of
  /// a hostile stream could otherwise fill the memory.
  package static let defaultMaximumByteCountPerCall = 1 << 30

  /// - Throws: `outOfMemory`.
  package init(
    format: CompressionFormat,
    maximumByteCountPerCall: Int = defaultMaximumByteCountPerCall
  ) throws(CompressionError) {
    self.maximumByteCountPerCall = maximumByteCountPerCall
    switch format {
    case .plain: decoder = .plain
    case .gzip: decoder = .gzip(try GzipDecoder())
    case .zstd: decoder = .zstd(try ZstdDecoder())
    }
  }

  /// Appends to `output` what `input`, the next piece of the stream, decodes to.
  ///
  /// - Throws: `malformed`, `trailingBytes`, or `tooLarge` when one call would append more
  ///   than the limit. The reader is of no use afterwards.
  package mutating func decode(
    _ input: [UInt8], into output: inout [UInt8]
  ) throws(CompressionError) {
    let outcome = unsafe input.withUnsafeBytes { unsafe decodeCatching($0, into: &output) }
    try outcome.get()
  }

  /// Appends to `output` what `input` decodes to, as the other `decode`.
  package mutating func decode(
    _ input: Swift.Span<UInt8>, into output: inout [UInt8]
  ) throws(CompressionError) {
    let outcome = unsafe input.withUnsafeBytes { unsafe decodeCatching($0, into: &output) }
    try outcome.get()
  }

  /// Checks that the stream is complete.
  ///
  /// - Throws: `truncated` when it ended within a member or a frame, or before the first.
  package mutating func finish() throws(CompressionError) {
    let isComplete =
      switch decoder {
      case .plain: true
      case .gzip(let decoder): decoder.isBetweenMembers
      case .zstd(let decoder): decoder.isBetweenFrames
      }
    if !isComplete { throw .truncated }
  }

  @unsafe private mutating func decodeCatching(
    _ input: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) -> Result<Void, CompressionError> {
    do throws(CompressionError) {
      return .success(unsafe try decode(input, into: &output))
    } catch {
      return .failure(error)
    }
  }

  @unsafe mutating func decode(
    _ input: UnsafeRawBufferPointer, into output: inout [UInt8]
  ) throws(CompressionError) {
    if case .plain = decoder {
      unsafe output.append(contentsOf: input)
      return
    }
    var rest = unsafe input
    let limit = maximumByteCountPerCall
    var producedCount = 0
    var isFull = true
    while unsafe !rest.isEmpty || isFull {
      // One byte beyond the limit, so that reaching it exactly is no error.
      let room = min(Limits.outputStepByteCount - 1, limit - producedCount) + 1
      let step = unsafe try appendStep(rest, room: room, to: &output)
      producedCount += step.producedCount
      if producedCount > limit { throw .tooLarge(maximumByteCount: limit) }
      isFull = step.producedCount == room
      if unsafe !rest.isEmpty && step.isIdle { throw .malformed("the decoder is stuck") }
      // Safe: a decoder consumes no more than it was given; the slice is also checked.
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[step.consumedCount...])
    }
  }

  /// Appends at most `room` bytes, by way of `scratch`.
  @unsafe private mutating func appendStep(
    _ input: UnsafeRawBufferPointer, room: Int, to output: inout [UInt8]
  ) throws(CompressionError) -> DecoderStep {
    if scratch.isEmpty { scratch = [UInt8](repeating: 0, count: Limits.outputStepByteCount) }
    let decoder = decoder
    let outcome = unsafe scratch.withUnsafeMutableBytes { buffer in
      // Safe: `room` is at most the scratch's length; the slice is also checked.
      unsafe decoder.step(input, UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]))
    }
    let step = try outcome.get()
    output.append(contentsOf: scratch[..<step.producedCount])
    return step
  }
}

extension DecompressingReader.Decoder {
  @unsafe fileprivate func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) -> Result<DecoderStep, CompressionError> {
    do throws(CompressionError) {
      return switch self {
      case .plain: .success(DecoderStep(consumedCount: 0, producedCount: 0))
      case .gzip(let gzip): .success(unsafe try gzip.step(input, output))
      case .zstd(let zstd): .success(unsafe try zstd.step(input, output))
      }
    } catch {
      return .failure(error)
    }
  }
}

/// What one call of a decoder took and gave, in bytes.
struct DecoderStep: Sendable {
  var consumedCount: Int
  var producedCount: Int

  var isIdle: Bool { consumedCount == 0 && producedCount == 0 }
}
