/// How a file is compressed, as its first bytes tell.
package enum CompressionFormat: Sendable, Equatable, CaseIterable {
  case plain
  case gzip
  case zstd

  /// The first bytes that `detect` wants to see.
  package static let prefixByteCount = 4

  /// The format of a stream that begins with `prefix`; plain when nothing matches.
  package static func detect(prefix: [UInt8]) -> CompressionFormat {
    if prefix.starts(with: [0x1F, 0x8B]) { return .gzip }
    if prefix.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    // A skippable frame, which tools put first to hold a seek table.
    if prefix.count >= 4, prefix[0] & 0xF0 == 0x50, prefix[1...3] == [0x2A, 0x4D, 0x18] {
      return .zstd
    }
    return .plain
  }
}
