import Scanning

/// Gives each distinct text a number, 0, 1, 2, … in the order first seen; texts are equal when
/// their UTF-8 bytes are.
///
/// Open addressing with linear probing over 128-bit keys. Short texts are their keys, so that ids
/// and names are told apart and kept without anything else; long ones are compared when their
/// hashes agree: texts chosen to collide cost time, which a query's deadline bounds, and never a
/// wrong answer.
struct TextTable: Sendable {
  /// In the order of their numbers.
  private var keys: [TextKey] = []
  /// Number + 1 of the text in each slot; 0 for free ones.
  ///
  /// A power of two, at most half full.
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var shift: UInt64 = 64 - 6
  /// Long texts one after another, and where each ends.
  private var longBytes: [UInt8] = []
  private var longEnds: [Int] = []

  private static let unknown = UInt32.max

  /// Texts so far.
  var count: Int { keys.count }

  var byteCount: Int {
    longBytes.capacity + longEnds.capacity * MemoryLayout<Int>.stride
      + keys.capacity * MemoryLayout<TextKey>.stride + slots.count * MemoryLayout<UInt32>.stride
  }

  /// The text of a number.
  func text(_ number: UInt32) -> String {
    let key = keys[Int(number)]
    return key.isLong
      ? String(decoding: longBytes[longRange(key.place)], as: UTF8.self)
      : String(decoding: key.bytes, as: UTF8.self)
  }

  private func longRange(_ place: Int) -> Range<Int> {
    (place == 0 ? 0 : longEnds[place - 1])..<longEnds[place]
  }

  /// The number of a text; nil when it has none.
  func number(of text: String) -> UInt32? {
    let view = text.utf8Span
    let bytes = view.span
    return find(bytes, TextKey(bytes)).number
  }

  /// The number of each of a dictionary's texts, `UInt32.max` of those that have none.
  func numbers(of texts: DictionaryTexts) -> [UInt32] {
    let bytes = texts.bytes.span
    return texts.ranges.map { range in
      let text = bytes.extracting(range)
      return find(text, TextKey(text)).number ?? Self.unknown
    }
  }

  mutating func identify(_ text: String) -> UInt32 {
    let view = text.utf8Span
    let bytes = view.span
    return identify(bytes, TextKey(bytes))
  }

  /// The numbers of some of a dictionary's texts.
  ///
  /// First a guess for each, as `guess` makes it, then what it takes to be sure.
  mutating func identify(_ texts: DictionaryTexts, at indices: [UInt32]) -> [UInt32] {
    let bytes = texts.bytes.span
    let ranges = texts.ranges
    let keys = indices.map { TextKey(bytes.extracting(ranges[Int($0)])) }
    var numbers = guess(keys.span)
    for index in keys.indices where numbers[index] == Self.unknown {
      let range = keys[index].isLong ? ranges[Int(indices[index])] : 0..<0
      numbers[index] = identify(bytes.extracting(range), keys[index])
    }
    return numbers
  }

  /// The numbers of short texts that are in the first slot of their keys, as most known ones are;
  /// `unknown` for the others.
  ///
  /// Look-ups miss the cache. Without branches between them, a processor waits for many at a
  /// time.
  private func guess(_ wanted: Swift.Span<TextKey>) -> [UInt32] {
    var numbers = [UInt32](repeating: Self.unknown, count: wanted.count)
    guard !keys.isEmpty else { return numbers }
    var target = numbers.mutableSpan
    let (slots, keys) = (slots.span, keys.span)
    for index in wanted.indices {
      target[index] = slots[wanted[index].slot(shiftedBy: shift)]
    }
    for index in wanted.indices {
      let number = target[index] == 0 ? 0 : target[index] &- 1
      let known = keys[Int(number)]
      let isSame = known.low == wanted[index].low && known.high == wanted[index].high
      target[index] = isSame && !known.isLong ? number : Self.unknown
    }
    return numbers
  }

  /// This table's number of each text of another, added where it is new.
  mutating func identify(allOf other: TextTable) -> [UInt32] {
    let bytes = other.longBytes.span
    var numbers = guess(other.keys.span)
    for index in numbers.indices where numbers[index] == Self.unknown {
      let key = other.keys[index]
      let range = key.isLong ? other.longRange(key.place) : 0..<0
      numbers[index] = identify(bytes.extracting(range), key)
    }
    return numbers
  }

  /// Looks a key up; the bytes are looked at when it is that of a long text.
  private mutating func identify(_ bytes: Swift.Span<UInt8>, _ key: TextKey) -> UInt32 {
    let place = find(bytes, key)
    return place.number ?? append(bytes, key, at: place.slot)
  }

  /// The number of a key, or the free slot where it would be.
  private func find(
    _ bytes: Swift.Span<UInt8>, _ key: TextKey
  ) -> (number: UInt32?, slot: Int) {
    var slot = key.slot(shiftedBy: shift)
    while slots[slot] != 0 {
      let number = slots[slot] &- 1
      let known = keys[Int(number)]
      if known.low == key.low {
        if key.isLong ? isLongText(known, bytes) : known.high == key.high { return (number, slot) }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return (nil, slot)
  }

  private func isLongText(_ key: TextKey, _ bytes: Swift.Span<UInt8>) -> Bool {
    guard key.isLong else { return false }
    let range = longRange(key.place)
    guard range.count == bytes.count else { return false }
    for index in bytes.indices where longBytes[range.lowerBound + index] != bytes[index] {
      return false
    }
    return true
  }

  private mutating func append(
    _ bytes: Swift.Span<UInt8>, _ key: TextKey, at slot: Int
  ) -> UInt32 {
    let number = UInt32(truncatingIfNeeded: keys.count)
    if key.isLong {
      keys.append(TextKey(hash: key.low, place: longEnds.count))
      let first = longBytes.count
      longBytes.append(contentsOf: repeatElement(0, count: bytes.count))
      var kept = longBytes.mutableSpan
      for index in bytes.indices { kept[first &+ index] = bytes[index] }
      longEnds.append(longBytes.count)
    } else {
      keys.append(key)
    }
    slots[slot] = number &+ 1
    if keys.count * 2 > slots.count { grow() }
    return number
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    shift -= 1
    for (number, key) in keys.enumerated() {
      var slot = key.slot(shiftedBy: shift)
      while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
      slots[slot] = UInt32(number) &+ 1
    }
  }
}
