import ByteCoding

/// The distinct pieces of a segment's texts, numbered in the order of their first use.
///
/// All bytes stay in memory until the segment is encoded: a piece is told from another one by its
/// bytes, never by a hash alone, so that no collision can give a text the bytes of another.
struct PieceTable {
  private struct Place {
    var frame: Int
    var range: Range<Int>
  }

  /// The pieces in the frames that they will be stored in: no byte moves as more come.
  private(set) var frames: [PayloadFrameBuilder] = []
  private var places: [Place] = []
  /// From the hash of a piece to its number; a piece whose hash was taken sits at the next free.
  private var numbers: [UInt64: UInt32] = [:]

  var count: Int { places.count }
  /// Bytes of all pieces.
  private(set) var byteCount = 0

  /// The number of a piece, given when it is new.
  ///
  /// O(length).
  mutating func number(of piece: Swift.Span<UInt8>) -> Int {
    let bytes = ByteReader(piece).bytes
    var hash = xxHash64(bytes)
    while let number = numbers[hash] {
      let place = places[Int(number)]
      let known = frames[place.frame].entryBytes
      if haveSameBytes(known.span.extracting(place.range), piece) { return Int(number) }
      hash &+= 1
    }
    numbers[hash] = UInt32(places.count)
    append(bytes)
    return places.count - 1
  }

  private mutating func append(_ piece: RawSpan) {
    if frames.isEmpty || frames[frames.count - 1].byteCount >= PayloadLimits.frameByteCount {
      frames.append(PayloadFrameBuilder())
    }
    let frame = frames.count - 1
    frames[frame].append(piece)
    byteCount += piece.byteCount
    let end = frames[frame].entryByteCount
    places.append(Place(frame: frame, range: end - piece.byteCount..<end))
  }
}

/// Compares without leaving early, which makes a loop of vectors: equal hashes mean equal bytes
/// but once in a lifetime.
private func haveSameBytes(_ left: Swift.Span<UInt8>, _ right: Swift.Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var difference: UInt8 = 0
  for index in left.indices { difference |= left[index] ^ right[index] }
  return difference == 0
}
