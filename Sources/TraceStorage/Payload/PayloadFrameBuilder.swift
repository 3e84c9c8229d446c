import ByteCoding

/// A frame's bytes, as `PayloadFrame` reads them.
struct UncompressedFrame {
  var bytes: [UInt8]
  var entryCount: Int
}

/// Gathers the entries of a frame.
struct PayloadFrameBuilder {
  private var lengths = ByteWriter()
  private var entries = ByteWriter()
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }
  var byteCount: Int { 4 + lengths.byteCount + entries.byteCount }

  /// The entries, one after the other.
  var entryBytes: [UInt8] { entries.bytes }

  var entryByteCount: Int { entries.byteCount }

  mutating func append(_ entry: RawSpan) {
    lengths.writeVarint(UInt64(entry.byteCount))
    entries.write(entry)
    count += 1
  }

  /// The entries as a frame; the next frame is begun.
  mutating func finish() -> UncompressedFrame {
    var writer = ByteWriter(capacity: byteCount)
    writer.write(UInt32(count))
    writer.write(lengths.bytes)
    writer.write(entries.bytes)
    defer {
      lengths.removeAll()
      entries.removeAll()
      count = 0
    }
    return UncompressedFrame(bytes: writer.bytes, entryCount: count)
  }
}
