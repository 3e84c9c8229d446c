import ByteCoding

/// What `scoredir` says of a part of a run of scores: what a look-up needs to rule it out.
struct ScorePartHeader: Hashable, Sendable {
  /// The owner of the part's chunks.
  var part: UInt32
  var rowCount: Int
  /// The first and the last hash of a target.
  var leastHash: UInt64
  var greatestHash: UInt64
  /// Bytes of the part's chunks.
  var byteCount: Int

  init(
    part: UInt32, rowCount: Int, leastHash: UInt64, greatestHash: UInt64, byteCount: Int
  ) {
    self.part = part
    self.rowCount = rowCount
    self.leastHash = leastHash
    self.greatestHash = greatestHash
    self.byteCount = byteCount
  }

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(part)
    writer.write(UInt32(rowCount))
    writer.write(leastHash)
    writer.write(greatestHash)
    writer.write(UInt64(byteCount))
    writer.write(xxHash64(writer.bytes))
    return writer.bytes
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    part = try reader.readUInt32()
    rowCount = Int(try reader.readUInt32())
    leastHash = try reader.readUInt64()
    greatestHash = try reader.readUInt64()
    byteCount = Int(truncatingIfNeeded: try reader.readUInt64())
    let body = Array(bytes.prefix(reader.offset))
    guard try reader.readUInt64() == xxHash64(body), rowCount > 0, leastHash <= greatestHash,
      rowCount <= StorageLimits.segmentRowCount, byteCount >= 0
    else { throw .malformed("a header of scores that does not add up", offset: 0) }
  }
}

/// A key of `scoredir`.
///
/// Big-endian: level u8 · run u32 · part u16.
struct ScoreRunKey: Hashable, Sendable {
  var level: UInt8
  var run: UInt32
  var part: UInt16

  init(level: UInt8, run: UInt32, part: UInt16) {
    self.level = level
    self.run = run
    self.part = part
  }

  init(_ bytes: [UInt8]) throws(ByteCodingError) {
    var reader = OrderedKeyReader(bytes)
    level = try reader.readUInt8()
    run = try reader.readUInt32()
    part = try reader.readUInt16()
  }

  var bytes: [UInt8] {
    var key = OrderedKey()
    key.append(level)
    key.append(run)
    key.append(part)
    return key.bytes
  }
}
