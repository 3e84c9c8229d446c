/// A bit for each row of a segment.
///
/// Bit `r % 64` of word `r / 64` is row `r`; bits past the last row are clear.
struct Bitmap: Sendable {
  var words: [UInt64]
  let bitCount: Int

  init(bitCount: Int, isSet: Bool) {
    self.bitCount = bitCount
    words = Array(repeating: isSet ? .max : 0, count: (bitCount + 63) / 64)
    if isSet { clearPastEnd() }
  }

  /// Words whose bits past the last are clear.
  init(bitCount: Int, _ words: [UInt64]) {
    precondition(words.count == (bitCount + 63) / 64, "a bit a row")
    self.bitCount = bitCount
    self.words = words
  }

  /// A copy of borrowed words; all set when there are none.
  init(bitCount: Int, copying words: Swift.Span<UInt64>?) {
    self.init(bitCount: bitCount, isSet: true)
    if let words { formIntersection(words) }
  }

  private mutating func clearPastEnd() {
    let rest = bitCount % 64
    if rest != 0 { words[words.count - 1] &= 1 << UInt64(rest) - 1 }
  }

  var setCount: Int {
    var count = 0
    for word in words { count &+= word.nonzeroBitCount }
    return count
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  subscript(bit: Int) -> Bool { words[bit >> 6] >> UInt64(bit & 63) & 1 == 1 }

  mutating func set(_ bit: Int) { words[bit >> 6] |= 1 << UInt64(bit & 63) }
  mutating func set(_ bits: Range<Int>) {
    var bit = bits.lowerBound
    while bit < bits.upperBound {
      let end = min((bit | 63) + 1, bits.upperBound)
      let mask = UInt64.max &>> UInt64(64 - (end - bit))
      words[bit >> 6] |= mask &<< UInt64(bit & 63)
      bit = end
    }
  }
  mutating func clear(_ bit: Int) { words[bit >> 6] &= ~(1 << UInt64(bit & 63)) }
  mutating func clearAll() { for index in words.indices { words[index] = 0 } }

  mutating func formIntersection(_ other: Swift.Span<UInt64>) {
    precondition(other.count >= words.count, "a bit a row")
    for index in words.indices { words[index] &= other[index] }
  }

  mutating func formUnion(_ other: Bitmap) {
    precondition(other.words.count == words.count, "bits of one segment")
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func subtract(_ other: Swift.Span<UInt64>) {
    precondition(other.count >= words.count, "a bit a row")
    for index in words.indices { words[index] &= ~other[index] }
  }

  mutating func subtract(_ other: Bitmap) {
    subtract(other.words.span)
  }
}

extension Bitmap {
  /// Appends the set rows from a word on until `rows` holds `limit` of them or a little more;
  /// returns the word to go on with, or the number of words at the end.
  func appendRows(to rows: inout [UInt32], fromWord start: Int, limit: Int) -> Int {
    var index = start
    while index < words.count && rows.count < limit {
      var rest = words[index]
      let base = UInt32(truncatingIfNeeded: index &* 64)
      while rest != 0 {
        rows.append(base &+ UInt32(truncatingIfNeeded: rest.trailingZeroBitCount))
        rest &= rest &- 1
      }
      index &+= 1
    }
    return index
  }
}
