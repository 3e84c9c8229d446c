import OTLP

/// One input of an import, read front to back: decompressed and cut into messages.
struct InputFile: ~Copyable {
  private var bytes: InputBytes
  private var stream = MessageStream()
  private var isAtEnd = false

  /// How messages name the input.
  var name: String { bytes.name }
  /// Bytes of the file as it is on disk; nil where that is not known.
  var byteCount: Int64? { bytes.byteCount }
  /// Bytes read so far.
  var readByteCount: Int64 { bytes.readByteCount }
  /// Why the input could not be read to its end.
  var failure: String? { bytes.failure }

  /// Opens a file, or standard input for `-`.
  init(_ path: String) throws(CommandFailure) {
    bytes = try InputBytes(path)
  }

  /// The next message, or the next line that is too long to be one; nil at the end.
  mutating func next() -> MessageStream.Item? {
    while true {
      if let item = stream.next() { return item }
      guard !isAtEnd else { return nil }
      if let decoded = bytes.next() {
        stream.append(decoded)
      } else {
        isAtEnd = true
        stream.finish()
      }
    }
  }
}
