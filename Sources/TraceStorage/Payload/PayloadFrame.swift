import ByteCoding

/// Entries one after the other, compressed together: pieces of texts, or details of rows.
///
///     entries u32 · length of each varint · the entries
///
/// Begins with a count, so that no frame begins like a dictionary that zstd has trained: the first
/// frame of pieces serves as dictionary for the others, as the bytes that it is.
struct PayloadFrame: Sendable {
  private let bytes: [UInt8]
  /// Where each entry ends in the bytes.
  private let ends: [Int]
  private let firstStart: Int

  var count: Int { ends.count }
  /// Bytes in memory.
  var byteCount: Int { bytes.count + ends.count * MemoryLayout<Int>.stride }

  /// Piece frames have no empty entries: a list of pieces is then never longer than its text.
  init(
    _ bytes: [UInt8], entryCount: Int, admitsEmptyEntries: Bool
  ) throws(ByteCodingError) {
    var reader = ByteReader(bytes.span)
    guard try reader.readUInt32() == entryCount, entryCount <= reader.remainingByteCount else {
      throw .malformed("a frame of other entries", offset: 0)
    }
    var ends: [Int] = []
    ends.reserveCapacity(entryCount)
    var end = 0
    for _ in 0..<entryCount {
      let length = try reader.readCount()
      guard length > 0 || admitsEmptyEntries else {
        throw .malformed("an empty piece", offset: reader.offset)
      }
      end += length
      ends.append(end)
    }
    guard reader.remainingByteCount == end else {
      throw .malformed("a frame of another length than its entries", offset: reader.offset)
    }
    firstStart = reader.offset
    self.ends = ends.map { [firstStart] in firstStart + $0 }
    self.bytes = bytes
  }

  /// Where entries stand in `content`.
  func range(of entries: Range<Int>) -> Range<Int> {
    let start = entries.lowerBound == 0 ? firstStart : ends[entries.lowerBound - 1]
    return start..<ends[entries.upperBound - 1]
  }

  /// The frame's bytes before compression.
  var content: RawSpan {
    @_lifetime(borrow self)
    get { ByteReader(bytes.span).bytes }
  }
}
