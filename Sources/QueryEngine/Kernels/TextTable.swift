/// Gives each distinct text a number, 0, 1, 2, … in the order first seen; texts are equal when
/// their UTF-8 bytes are.
///
/// Open addressing with linear probing over 128-bit keys. Up to 15 bytes, a key is the text
/// itself, so that ids and short names are told apart without a look at the texts; longer ones
/// are hashed, and compared when their hashes agree: texts chosen to collide cost time, which a
/// query's deadline bounds, and never a wrong answer.
struct TextTable: Sendable {
  /// The texts in the order of their numbers.
  private(set) var texts: [String] = []
  private var keys: [Key] = []
  /// Number + 1 of the text in each slot; 0 for free ones.
  ///
  /// A power of two, at most half full.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var shift: UInt64 = 64 - 6
  private var longByteCount = 0

  private struct Key: Equatable, Sendable {
    var low: UInt64
    /// The length in the top byte, or `isLong` for a hash.
    var high: UInt64

    static let isLong: UInt64 = 0xff << 56
  }

  var byteCount: Int {
    longByteCount + texts.capacity * MemoryLayout<String>.stride
      + keys.capacity * MemoryLayout<Key>.stride + slots.count * MemoryLayout<UInt32>.stride
  }

  mutating func identify(_ text: String) -> UInt32 { identify(text, Self.key(of: text)) }

  /// The number of each text.
  ///
  /// All keys first, then the look-ups one after another: these miss the cache, and a processor
  /// waits for many of them at a time when little else stands between.
  mutating func identify(_ texts: [String]) -> [UInt32] {
    let keys = texts.map { Self.key(of: $0) }
    return texts.indices.map { identify(texts[$0], keys[$0]) }
  }

  private mutating func identify(_ text: String, _ key: Key) -> UInt32 {
    var slot = slot(of: key)
    while slots[slot] != 0 {
      let number = slots[slot] &- 1
      if keys[Int(number)] == key, key.high != Key.isLong || isSame(text, texts[Int(number)]) {
        return number
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return append(text, key, at: slot)
  }

  private mutating func append(_ text: String, _ key: Key, at slot: Int) -> UInt32 {
    let number = UInt32(truncatingIfNeeded: texts.count)
    texts.append(text)
    keys.append(key)
    // A string object beside its bytes; shorter ones lie within the value.
    if key.high == Key.isLong { longByteCount += text.utf8.count + 32 }
    slots[slot] = number &+ 1
    if texts.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    shift -= 1
    for (number, key) in keys.enumerated() {
      var slot = slot(of: key)
      while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
      slots[slot] = UInt32(number) &+ 1
    }
  }

  private func slot(of key: Key) -> Int {
    let folded = (key.low ^ key.high &* 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
    let mixed = (folded ^ folded &>> 29) &* 0x94d0_49bb_1331_11eb
    return Int(truncatingIfNeeded: mixed &>> shift)
  }

  private static func key(of text: String) -> Key {
    let bytes = text.utf8Span
    let span = bytes.span
    guard span.count <= 15 else { return Key(low: contentHash(span), high: Key.isLong) }
    var (low, high) = (UInt64(0), UInt64(truncatingIfNeeded: span.count))
    for index in 0..<min(8, span.count) { low = low &<< 8 | UInt64(span[index]) }
    for index in 8..<15 { high = high &<< 8 | (index < span.count ? UInt64(span[index]) : 0) }
    return Key(low: low, high: high)
  }
}

/// Whether two texts have the same bytes; `==` takes canonically equivalent ones for equal.
private func isSame(_ left: String, _ right: String) -> Bool {
  left.utf8.elementsEqual(right.utf8)
}
