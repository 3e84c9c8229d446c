/// A bit a row: bit `r % 64` of word `r / 64` is row `r`; bits past the last row are clear.
package struct Bitmap: Hashable, Sendable {
  /// The words.
  package private(set) var words: [UInt64]
  /// Rows.
  package let count: Int

  /// A bitmap of rows that are all set or all clear.
  package init(count: Int, repeating bit: Bool = false) {
    self.count = count
    words = Array(repeating: bit ? .max : 0, count: (count + 63) / 64)
    if bit, count % 64 != 0 { words[words.count - 1] = (1 << UInt64(count % 64)) - 1 }
  }

  /// A bitmap of stored words; nil when they are too few or have bits past the last row.
  package init?(words: [UInt64], count: Int) {
    guard words.count == (count + 63) / 64 else { return nil }
    if count % 64 != 0, let last = words.last, last >> UInt64(count % 64) != 0 { return nil }
    self.words = words
    self.count = count
  }

  package subscript(row: Int) -> Bool {
    get { words[row / 64] >> UInt64(row % 64) & 1 != 0 }
    set {
      precondition(row < count, "the row is past the bitmap's end")
      let bit: UInt64 = 1 << UInt64(row % 64)
      if newValue { words[row / 64] |= bit } else { words[row / 64] &= ~bit }
    }
  }

  /// How many rows are set.
  package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
