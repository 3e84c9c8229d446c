import ByteCoding

/// Finds the places in an encoded attribute value that are likely to come again in another one: what
/// `MessageScanner` does for texts.
///
/// A conversation is sent as a list of maps, as a map with such a list, or as a list of texts. An
/// element of a list is a message, unless it is a list, which is looked into; so is what a map has
/// under a name. A text by itself is a message without its length.
struct ValueCuts {
  private(set) var ranges: [Range<Int>] = []

  /// Passes over a value, and notes its messages.
  mutating func readValue(from reader: inout ByteReader) throws(ByteCodingError) {
    try read(from: &reader, isMember: false, depth: 0)
  }

  private mutating func read(
    from reader: inout ByteReader, isMember: Bool, depth: Int
  ) throws(ByteCodingError) {
    let start = reader.offset
    switch try ValueCodec.readShape(from: &reader) {
    case .text(let byteCount):
      try reader.skip(byteCount)
      ranges.append((isMember ? start : reader.offset - byteCount)..<reader.offset)
    case .scalar(let byteCount):
      try reader.skip(byteCount)
      ranges.append(start..<reader.offset)
    case .list:
      try checkDepth(depth, at: start)
      while !(try ValueCodec.skipEnd(from: &reader)) {
        try read(from: &reader, isMember: true, depth: depth + 1)
      }
    case .map(let count) where isMember:
      try skipMembers(count, of: &reader, depth: depth)
      ranges.append(start..<reader.offset)
    case .map(let count):
      try checkDepth(depth, at: start)
      for _ in 0..<count {
        _ = try reader.readPrefixedBytes()
        try read(from: &reader, isMember: true, depth: depth + 1)
      }
    }
  }

  private func skip(_ reader: inout ByteReader, depth: Int) throws(ByteCodingError) {
    switch try ValueCodec.readShape(from: &reader) {
    case .text(let byteCount), .scalar(let byteCount): try reader.skip(byteCount)
    case .list:
      try checkDepth(depth, at: reader.offset)
      while !(try ValueCodec.skipEnd(from: &reader)) { try skip(&reader, depth: depth + 1) }
    case .map(let count): try skipMembers(count, of: &reader, depth: depth)
    }
  }

  private func skipMembers(
    _ count: Int, of reader: inout ByteReader, depth: Int
  ) throws(ByteCodingError) {
    try checkDepth(depth, at: reader.offset)
    for _ in 0..<count {
      _ = try reader.readPrefixedBytes()
      try skip(&reader, depth: depth + 1)
    }
  }

  private func checkDepth(_ depth: Int, at offset: Int) throws(ByteCodingError) {
    guard depth < StorageLimits.valueNestingDepth else {
      throw .malformed("an attribute value nested too deep", offset: offset)
    }
  }
}

extension ValueCuts {
  /// Passes over encoded events and links, and notes the messages in them: an event without its
  /// time, or, where it has a long one, the messages among its attributes, since others of its
  /// attributes may differ when it is sent again.
  mutating func readParts(from reader: inout ByteReader) throws(ByteCodingError) {
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readZigZag()
      let (start, first) = (reader.offset, ranges.count)
      _ = try reader.readPrefixedBytes()
      try readAttributes(from: &reader)
      _ = try reader.readUnsigned32()
      if ranges[first...].allSatisfy({ $0.count < PayloadLimits.cutLeastByteCount }) {
        ranges.removeSubrange(first...)
        ranges.append(start..<reader.offset)
      }
    }
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readTraceID()
      _ = try reader.readSpanID()
      _ = try reader.readPrefixedBytes()
      _ = try reader.readUnsigned32()
      try readAttributes(from: &reader)
      _ = try reader.readUnsigned32()
    }
  }

  private mutating func readAttributes(
    from reader: inout ByteReader
  ) throws(ByteCodingError) {
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readPrefixedBytes()
      try readValue(from: &reader)
    }
  }
}
