import ByteCoding
import Compression

/// Packs the details of consecutive rows into blocks, compressed as a whole.
///
/// A block before compression: the row count u32, the end of each row's details u32, the details.
struct PayloadPacker {
  let segment: UInt32
  /// zstd's level; nil stores blocks as they are, for segments that live in memory only.
  let compressionLevel: Int32?
  private(set) var blocks: [[UInt8]] = []
  /// The first row of each block.
  private(set) var firstRows: [UInt32] = []

  private var ends: [UInt32] = []
  private var details = ByteWriter()
  private var nextRow = 0

  init(segment: UInt32, compressionLevel: Int32?) {
    self.segment = segment
    self.compressionLevel = compressionLevel
  }

  /// Adds the next row's details.
  mutating func append(_ row: RowDetails) {
    if details.bytes.count >= StorageLimits.payloadBlockByteCount { flush() }
    row.write(to: &details)
    ends.append(UInt32(details.bytes.count))
    nextRow += 1
  }

  /// Ends the last block.
  ///
  /// A segment without any details has no blocks.
  mutating func finish() {
    if !details.bytes.isEmpty { flush() }
  }

  private mutating func flush() {
    var writer = ByteWriter()
    writer.write(UInt32(ends.count))
    for end in ends { writer.write(end) }
    writer.write(details.bytes)
    let raw = writer.bytes
    let body = compressionLevel.map { Zstd.compress(raw, level: $0) } ?? raw
    let header = ChunkHeader(
      kind: .payload, encoding: compressionLevel == nil ? .bytes : .zstd, owner: segment,
      column: UInt32(blocks.count), entryCount: ends.count, base: Int64(raw.count))
    firstRows.append(UInt32(nextRow - ends.count))
    blocks.append(header.sealing(body))
    ends = []
    details = ByteWriter()
  }
}

/// A payload block, decompressed.
struct PayloadBlock: Sendable {
  private let bytes: [UInt8]
  private let ends: [UInt32]
  private let detailsOffset: Int

  var rowCount: Int { ends.count }

  init(_ bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    var ends: [UInt32] = []
    for _ in 0..<(try reader.readUInt32()) {
      let end = try reader.readUInt32()
      guard end >= ends.last ?? 0 else {
        throw .malformed("payload rows out of order", offset: reader.offset)
      }
      ends.append(end)
    }
    guard reader.remainingByteCount == Int(ends.last ?? 0) else {
      throw .malformed("a payload block of another length", offset: reader.offset)
    }
    self.bytes = bytes
    self.ends = ends
    detailsOffset = reader.offset
  }

  /// The details of a row, counted from the block's first.
  func details(ofRow row: Int) throws(ByteCodingError) -> RowDetails {
    let start = detailsOffset + (row == 0 ? 0 : Int(ends[row - 1]))
    return try RowDetails(reading: Array(bytes[start..<detailsOffset + Int(ends[row])]))
  }
}
