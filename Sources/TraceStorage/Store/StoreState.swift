import ByteCoding

/// The counters of a store, one value, changed by every transaction that writes.
struct StoreState: Hashable, Sendable {
  /// Grows by one with each change: a writer that prepared its change on an older one starts
  /// again.
  var changeCount: UInt64 = 0
  var nextSegment: UInt32 = 1
  var nextBatch: UInt64 = 1
  var nextIndexRun: UInt32 = 1
  /// Spans and bytes in hot batches, superseded ones included.
  var hotSpanCount: UInt64 = 0
  var hotByteCount: UInt64 = 0

  init() {}

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(changeCount)
    writer.write(nextSegment)
    writer.write(nextBatch)
    writer.write(nextIndexRun)
    writer.write(hotSpanCount)
    writer.write(hotByteCount)
    writer.write(xxHash64(writer.bytes))
    return writer.bytes
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    changeCount = try reader.readUInt64()
    nextSegment = try reader.readUInt32()
    nextBatch = try reader.readUInt64()
    nextIndexRun = try reader.readUInt32()
    hotSpanCount = try reader.readUInt64()
    hotByteCount = try reader.readUInt64()
    let end = reader.offset
    guard try reader.readUInt64() == xxHash64(Array(bytes.prefix(end))) else {
      throw .malformed("the store's counters do not match their checksum", offset: end)
    }
  }
}

/// The value of the `format` key.
struct FormatRecord: Hashable, Sendable {
  var major = FileFormat.major
  var minor = FileFormat.minor
  /// Features that a reader must know; then those that a writer must know.
  var incompatibleBits = FileFormat.knownIncompatibleBits
  var writerBits = FileFormat.knownWriterBits

  init() {}

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(FileFormat.magic)
    writer.write(major)
    writer.write(minor)
    writer.write(incompatibleBits)
    writer.write(writerBits)
    writer.write(xxHash64(writer.bytes))
    return writer.bytes
  }

  init?(reading bytes: [UInt8]) {
    guard bytes.starts(with: FileFormat.magic) else { return nil }
    var reader = ByteReader(bytes.span)
    do {
      try reader.skip(FileFormat.magic.count)
      major = try reader.readUInt16()
      minor = try reader.readUInt16()
      incompatibleBits = try reader.readUInt64()
      writerBits = try reader.readUInt64()
      let end = reader.offset
      guard try reader.readUInt64() == xxHash64(Array(bytes.prefix(end))) else { return nil }
    } catch {
      return nil
    }
  }

  /// Why this build may not read the store, or, for writing, may not change it; nil when it may.
  func refusal(forWriting: Bool) -> String? {
    if major != FileFormat.major {
      return "format \(major).\(minor), and this build knows \(FileFormat.major)"
    }
    if incompatibleBits & ~FileFormat.knownIncompatibleBits != 0 {
      return "features that this build does not know"
    }
    if forWriting, writerBits & ~FileFormat.knownWriterBits != 0 {
      return "features that this build cannot write; it may read the store"
    }
    return nil
  }
}
