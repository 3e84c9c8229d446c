import ByteCoding

extension RawSpan {
  /// The bytes as an array.
  func copied() -> [UInt8] {
    var writer = ByteWriter(capacity: byteCount)
    writer.write(self)
    return writer.bytes
  }
}

func xxHash64(_ bytes: [UInt8]) -> UInt64 { xxHash64(ByteReader(bytes.span).bytes) }

/// The hash of a string's UTF-8.
func xxHash64(_ text: String) -> UInt64 { xxHash64(ByteReader(text.utf8Span.span).bytes) }
