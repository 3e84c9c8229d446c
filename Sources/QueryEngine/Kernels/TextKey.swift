/// What tells texts apart at a glance: up to 15 bytes the text itself, of longer ones a hash.
struct TextKey: Sendable {
  /// The first eight bytes, or the hash.
  let low: UInt64
  /// The length in the top byte and the other bytes; of long texts, where the bytes are kept.
  let high: UInt64

  private static let greatestLength = 15
  private static let longTag: UInt64 = 0xFF << 56

  /// The key of a text; of a long one it does not say yet where it is kept.
  init(_ bytes: Swift.Span<UInt8>) {
    guard bytes.count <= Self.greatestLength else {
      (low, high) = (contentHash(bytes), Self.longTag)
      return
    }
    var (low, high) = (UInt64(0), UInt64(truncatingIfNeeded: bytes.count))
    for index in 0..<min(8, bytes.count) { low = low &<< 8 | UInt64(bytes[index]) }
    for index in 8..<Self.greatestLength {
      high = high &<< 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
    }
    (self.low, self.high) = (low, high)
  }

  /// The key of a long text that is kept as the `place`-th.
  init(hash: UInt64, place: Int) {
    low = hash
    high = Self.longTag | UInt64(truncatingIfNeeded: place)
  }

  var isLong: Bool { high >= Self.longTag }
  /// Where a long text is kept.
  var place: Int { Int(truncatingIfNeeded: high & ~Self.longTag) }

  /// The bytes of a text that is its own key.
  var bytes: [UInt8] {
    let length = Int(truncatingIfNeeded: high &>> 56)
    let (first, rest) = (min(8, length), UInt64(Self.greatestLength))
    return (0..<length).map { index in
      let word = index < 8 ? low : high
      let last = index < 8 ? UInt64(truncatingIfNeeded: first) : rest
      let shift = (last &- 1 &- UInt64(truncatingIfNeeded: index)) &* 8
      return UInt8(truncatingIfNeeded: word &>> shift)
    }
  }

  /// A number of so many bits that depends on the whole key.
  func slot(shiftedBy shift: UInt64) -> Int {
    let length = isLong ? Self.longTag : high
    let folded = (low ^ length &* 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
    let mixed = (folded ^ folded &>> 29) &* 0x94d0_49bb_1331_11eb
    return Int(truncatingIfNeeded: mixed &>> shift)
  }
}
