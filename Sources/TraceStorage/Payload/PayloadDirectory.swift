import ByteCoding

/// Where a segment's pieces and details are: the frames of each block, pieces before details.
///
///     frames of pieces varint · has dictionary u8 (0, 1) · blocks varint, each: its frames varint
///     each frame, in order: entries varint · bytes varint · bytes stored varint
struct PayloadDirectory: Sendable {
  struct Frame: Sendable {
    var block: UInt32 = 0
    /// Where the frame begins in its block's body.
    var offset = 0
    /// The number of its first piece, or its first row.
    var firstEntry = 0
    var entryCount: Int
    var byteCount: Int
    var storedByteCount: Int
  }

  /// Pieces first.
  private(set) var frames: [Frame] = []
  private(set) var pieceFrameCount = 0
  /// Whether the first frame of pieces is the dictionary of the others.
  var hasDictionary = false
  private(set) var pieceCount = 0
  /// Rows that have details, and rows before such.
  private(set) var rowCount = 0
  /// Bytes of each block's body.
  private(set) var blockByteCounts: [Int] = []

  init() {}

  /// Adds a frame behind those added before, in their block or the next.
  mutating func append(_ frame: Frame, isPieces: Bool, beginsBlock: Bool) {
    var frame = frame
    if beginsBlock { blockByteCounts.append(0) }
    let block = blockByteCounts.count - 1
    frame.block = UInt32(block)
    frame.offset = blockByteCounts[block]
    frame.firstEntry = isPieces ? pieceCount : rowCount
    blockByteCounts[block] += frame.storedByteCount
    frames.append(frame)
    if isPieces {
      pieceFrameCount += 1
      pieceCount += frame.entryCount
    } else {
      rowCount += frame.entryCount
    }
  }

  var stored: [UInt8] {
    var writer = ByteWriter()
    writer.writeVarint(UInt64(pieceFrameCount))
    writer.write(UInt8(hasDictionary ? 1 : 0))
    writer.writeVarint(UInt64(blockByteCounts.count))
    for block in blockByteCounts.indices {
      writer.writeVarint(UInt64(frames.count { $0.block == block }))
    }
    for frame in frames {
      for count in [frame.entryCount, frame.byteCount, frame.storedByteCount] {
        writer.writeVarint(UInt64(count))
      }
    }
    return writer.bytes
  }

  init(reading bytes: [UInt8]) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    let pieceFrames = try reader.readCount()
    hasDictionary = try reader.readUInt8() != 0
    var frameCounts: [Int] = []
    for _ in 0..<(try reader.readCount()) { frameCounts.append(try reader.readCount()) }
    for count in frameCounts {
      guard count > 0 else { throw .malformed("a block without frames", offset: reader.offset) }
      for index in 0..<count {
        append(
          try Self.readFrame(&reader, isPieces: frames.count < pieceFrames),
          isPieces: frames.count < pieceFrames, beginsBlock: index == 0)
      }
    }
    guard reader.isAtEnd, pieceFrameCount == pieceFrames else {
      throw .malformed("a payload directory of another length", offset: reader.offset)
    }
  }

  private static func readFrame(
    _ reader: inout ByteReader, isPieces: Bool
  ) throws(ByteCodingError) -> Frame {
    let start = reader.offset
    let entryCount = try reader.readUnsigned32()
    let byteCount = try reader.readVarint()
    let storedByteCount = try reader.readUnsigned32()
    let greatest =
      isPieces ? PayloadLimits.pieceFrameGreatestByteCount : PayloadLimits.greatestByteCount
    guard entryCount > 0, UInt64(entryCount) <= byteCount, byteCount <= UInt64(greatest)
    else { throw .malformed("a frame of \(entryCount) entries, \(byteCount) bytes", offset: start) }
    return Frame(
      entryCount: Int(entryCount), byteCount: Int(byteCount),
      storedByteCount: Int(storedByteCount))
  }

  /// The frame that holds a piece; nil when there is none.
  func frame(ofPiece piece: Int) -> Int? {
    guard piece < pieceCount else { return nil }
    return last(notAbove: piece, in: 0..<pieceFrameCount)
  }

  /// The frame that holds a row's details; nil when no row from it on has any.
  func frame(ofRow row: Int) -> Int? {
    guard row < rowCount else { return nil }
    return last(notAbove: row, in: pieceFrameCount..<frames.count)
  }

  /// The last frame of some that begins at an entry or before; the first of them begins at 0.
  private func last(notAbove entry: Int, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if frames[middle].firstEntry <= entry { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
