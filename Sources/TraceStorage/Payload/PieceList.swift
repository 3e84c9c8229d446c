import ByteCoding

/// A text as a list of pieces and bytes, as `PieceListBuilder` wrote it; read from bytes that are
/// not trusted.
///
/// Every run names pieces that there are, and a text of `byteCount` bytes can hold the pieces
/// listed, if they are short: how long they are is known only once they are read.
struct PieceList {
  enum Part {
    case literal([UInt8])
    case run(Range<Int>, isSeparated: Bool)
  }

  let byteCount: Int
  let separator: [UInt8]
  private(set) var parts: [Part] = []

  init(_ bytes: RawSpan, pieceCount: Int) throws(ByteCodingError) {
    var reader = ByteReader(bytes)
    let claimed = try reader.readVarint()
    guard claimed <= UInt64(PayloadLimits.greatestByteCount) else {
      throw .malformed("a text of \(claimed) bytes", offset: 0)
    }
    byteCount = Int(claimed)
    let separatorByteCount = try reader.readCount()
    separator = try reader.readArray(separatorByteCount)
    var least = 0
    var nextPiece = 0
    while !reader.isAtEnd {
      let part = try Self.readPart(&reader, &nextPiece, pieceCount)
      switch part {
      case .literal(let bytes): least += bytes.count
      case .run(let pieces, _): least += pieces.count
      }
      guard least <= byteCount else {
        throw .malformed("a text longer than its \(byteCount) bytes", offset: reader.offset)
      }
      parts.append(part)
    }
  }

  private static func readPart(
    _ reader: inout ByteReader, _ nextPiece: inout Int, _ pieceCount: Int
  ) throws(ByteCodingError) -> Part {
    let start = reader.offset
    let head = try reader.readVarint()
    guard head >> 2 > 0, head & 3 != 3 else {
      throw .malformed("an unknown part of a text", offset: start)
    }
    guard head & 3 != 0 else {
      guard head >> 2 <= UInt64(reader.remainingByteCount) else {
        throw .truncated(offset: reader.offset, needed: Int(head >> 2))
      }
      return .literal(try reader.readArray(Int(head >> 2)))
    }
    let (first, overflow) = nextPiece.addingReportingOverflow(Int(try reader.readZigZag()))
    guard !overflow, first >= 0, first < pieceCount, head >> 2 <= UInt64(pieceCount - first)
    else {
      throw .malformed("\(head >> 2) pieces from \(first) on, of \(pieceCount)", offset: start)
    }
    nextPiece = first + Int(head >> 2)
    return .run(first..<nextPiece, isSeparated: head & 3 == 2)
  }
}
