/// Compressed bytes did not decode.
package enum CompressionError: Error, Equatable, Sendable {
  /// The bytes are not what their format allows; the message is the library's.
  case malformed(String)
  /// The bytes end within a frame or member.
  case truncated
  /// The bytes decode to more than the limit.
  ///
  /// They are damaged, or meant to do harm.
  case tooLarge(maximumByteCount: Int)
  /// Other bytes follow the compressed ones.
  case trailingBytes
  /// No memory for the decoder.
  case outOfMemory
}

extension CompressionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed(let message): "malformed compressed bytes: \(message)"
    case .truncated: "the compressed bytes end early"
    case .tooLarge(let maximum): "the bytes decompress to more than \(maximum)"
    case .trailingBytes: "other bytes follow the compressed ones"
    case .outOfMemory: "no memory to decompress"
    }
  }
}
