/// Bytes did not decode: they are damaged, cut short, or of another format.
package enum ByteCodingError: Error, Equatable, Sendable {
  /// The bytes end before the `needed` bytes at `offset`.
  case truncated(offset: Int, needed: Int)
  /// The bytes at `offset` cannot be what the message says they should be.
  case malformed(String, offset: Int)
}

extension ByteCodingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let offset, let needed):
      "the bytes end early: \(needed) bytes are needed at offset \(offset)"
    case .malformed(let message, let offset):
      "malformed bytes at offset \(offset): \(message)"
    }
  }
}
