import ByteCoding

/// The value of a segment's key in the segment directory: what a query needs to rule the segment
/// out, and a writer to account for it.
struct SegmentHeader: Hashable, Sendable {
  var segment: UInt32
  /// Grows when rows die; chunks other than the live rows never change.
  var generation: UInt32
  var rowCount: Int
  var traceCount: Int
  var deadRowCount: Int
  /// Bounds of the spans' starts.
  var leastStart: Int64
  var greatestStart: Int64
  /// The greatest end of a finished span; the greatest start where none is.
  var greatestEnd: Int64
  /// Bytes of column chunks, and of payload blocks.
  var columnByteCount: Int
  var payloadByteCount: Int
  var payloadBlockCount: Int

  var key: [UInt8] { KeyLayout.directory(leastStart: leastStart, segment: segment) }

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(segment)
    writer.write(generation)
    for count in [rowCount, traceCount, deadRowCount] { writer.write(UInt32(count)) }
    for time in [leastStart, greatestStart, greatestEnd] {
      writer.write(UInt64(bitPattern: time))
    }
    for count in [columnByteCount, payloadByteCount, payloadBlockCount] {
      writer.write(UInt64(count))
    }
    writer.write(xxHash64(writer.bytes))
    return writer.bytes
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    segment = try reader.readUInt32()
    generation = try reader.readUInt32()
    rowCount = Int(try reader.readUInt32())
    traceCount = Int(try reader.readUInt32())
    deadRowCount = Int(try reader.readUInt32())
    leastStart = Int64(bitPattern: try reader.readUInt64())
    greatestStart = Int64(bitPattern: try reader.readUInt64())
    greatestEnd = Int64(bitPattern: try reader.readUInt64())
    columnByteCount = Int(truncatingIfNeeded: try reader.readUInt64())
    payloadByteCount = Int(truncatingIfNeeded: try reader.readUInt64())
    payloadBlockCount = Int(truncatingIfNeeded: try reader.readUInt64())
    let body = Array(bytes.prefix(reader.offset))
    let hash = try reader.readUInt64()
    guard hash == xxHash64(body), rowCount > 0, leastStart <= greatestStart,
      rowCount <= StorageLimits.segmentRowCount, deadRowCount <= rowCount,
      traceCount <= rowCount, columnByteCount >= 0, payloadByteCount >= 0, payloadBlockCount >= 0
    else { throw .malformed("a segment header that does not add up", offset: 0) }
  }

  init(
    segment: UInt32, rowCount: Int, traceCount: Int, leastStart: Int64, greatestStart: Int64,
    greatestEnd: Int64, columnByteCount: Int, payloadByteCount: Int, payloadBlockCount: Int
  ) {
    self.segment = segment
    self.generation = 0
    self.rowCount = rowCount
    self.traceCount = traceCount
    self.deadRowCount = 0
    self.leastStart = leastStart
    self.greatestStart = greatestStart
    self.greatestEnd = greatestEnd
    self.columnByteCount = columnByteCount
    self.payloadByteCount = payloadByteCount
    self.payloadBlockCount = payloadBlockCount
  }
}
