import ByteCoding

/// The distinct pieces of a segment's texts, numbered in the order of their first use.
///
/// All bytes stay in memory until the segment is encoded: a piece is told from another one by its
/// bytes, never by a hash alone, so that no collision can give a text the bytes of another.
struct PieceTable {
  private(set) var content = ByteWriter()
  /// Where each piece ends in the content.
  private(set) var ends: [Int] = []
  /// From the hash of a piece to its number; a piece whose hash was taken sits at the next free.
  private var numbers: [UInt64: UInt32] = [:]

  /// The number of a piece, given when it is new.
  ///
  /// O(length).
  mutating func number(of piece: Swift.Span<UInt8>) -> Int {
    let bytes = ByteReader(piece).bytes
    var hash = xxHash64(bytes)
    while let number = numbers[hash] {
      if haveSameBytes(content.bytes.span.extracting(range(of: Int(number))), piece) {
        return Int(number)
      }
      hash &+= 1
    }
    numbers[hash] = UInt32(ends.count)
    content.write(bytes)
    ends.append(content.byteCount)
    return ends.count - 1
  }

  func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
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
