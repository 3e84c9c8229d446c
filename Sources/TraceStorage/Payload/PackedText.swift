import ByteCoding

/// A text or an encoded value as the details of a row hold it (`TextPacker`).
enum PackedText {
  case whole([UInt8])
  case pieces(PieceList)

  init(reading reader: inout ByteReader, pieceCount: Int) throws(ByteCodingError) {
    let (count, isList) = try Self.readHead(&reader)
    if isList {
      self = .pieces(try PieceList(try reader.readBytes(count), pieceCount: pieceCount))
    } else {
      self = .whole(try reader.readArray(count))
    }
  }

  /// Passes over a text.
  static func skip(_ reader: inout ByteReader) throws(ByteCodingError) {
    try reader.skip(try readHead(&reader).byteCount)
  }

  private static func readHead(
    _ reader: inout ByteReader
  ) throws(ByteCodingError) -> (byteCount: Int, isList: Bool) {
    let start = reader.offset
    let head = try reader.readVarint()
    guard head >> 1 <= UInt64(reader.remainingByteCount) else {
      throw .malformed("a text past the end of its row", offset: start)
    }
    return (Int(head >> 1), head & 1 == 1)
  }
}

/// The details of a row as stored: read as far as a question needs.
struct PackedDetails: ~Escapable {
  private let bytes: RawSpan
  private let pieceCount: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, pieceCount: Int) {
    self.bytes = bytes
    self.pieceCount = pieceCount
  }

  /// The text of a column, if the row has one.
  func text(of column: UInt32) throws(ByteCodingError) -> PackedText? {
    guard !bytes.isEmpty else { return nil }
    var reader = ByteReader(bytes)
    for _ in 0..<(try reader.readCount()) {
      guard try reader.readUnsigned32() != column else {
        return try PackedText(reading: &reader, pieceCount: pieceCount)
      }
      try PackedText.skip(&reader)
    }
    return nil
  }

  /// The events and links, if the row has any.
  func parts() throws(ByteCodingError) -> PackedText? {
    guard !bytes.isEmpty else { return nil }
    var reader = ByteReader(bytes)
    for _ in 0..<(try reader.readCount()) {
      _ = try reader.readUnsigned32()
      try PackedText.skip(&reader)
    }
    return reader.isAtEnd ? nil : try PackedText(reading: &reader, pieceCount: pieceCount)
  }

  /// Everything the row has: texts by column, which must ascend, then the events and links, which
  /// belong to none; nothing may follow.
  func all() throws(ByteCodingError) -> [(column: UInt32?, text: PackedText)] {
    guard !bytes.isEmpty else { return [] }
    var reader = ByteReader(bytes)
    var all: [(column: UInt32?, text: PackedText)] = []
    for _ in 0..<(try reader.readCount()) {
      let column = try reader.readUnsigned32()
      if let last = all.last?.column, last >= column {
        throw .malformed("texts out of the order of columns", offset: reader.offset)
      }
      all.append((column, try PackedText(reading: &reader, pieceCount: pieceCount)))
    }
    if !reader.isAtEnd {
      all.append((nil, try PackedText(reading: &reader, pieceCount: pieceCount)))
    }
    guard reader.isAtEnd else {
      throw .malformed("a row's details of another length", offset: reader.offset)
    }
    return all
  }
}
