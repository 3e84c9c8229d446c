/// A hash table from names, as bytes, to values.
///
/// Looking a name up by its bytes in the message saves making a string of it: a message repeats
/// a few dozen names thousands of times.
struct NameTable<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let hash: UInt64
    let bytes: Range<Int>
    let value: Value
  }

  private var entries: [Entry] = []
  private var arena: [UInt8] = []
  /// Indices into `entries`, -1 for none; a power of two of them, at most half taken.
  private var slots: [Int32]
  private let capacity: Int

  /// Slots that a search looks at.
  ///
  /// Names half fill the table, so that hardly any needs more; and
  /// names made up to collide, which this hash does not resist, cost no more than that.
  private static var probeLimit: Int { 16 }

  init(capacity: Int) {
    self.capacity = capacity
    var slotCount = 16
    while slotCount < 2 * capacity { slotCount *= 2 }
    slots = Array(repeating: -1, count: slotCount)
  }

  /// The value of a name; nil when it has none.
  @inline(__always)
  func value(of name: Swift.Span<UInt8>) -> Value? {
    let hash = Self.hash(name)
    for probe in 0..<Self.probeLimit {
      let slot = slots[slot(hash, probe)]
      guard slot >= 0 else { return nil }
      let entry = entries[Int(slot)]
      if entry.hash == hash, matches(entry.bytes, name) { return entry.value }
    }
    return nil
  }

  /// Gives a name that has no value one, unless the table is full or crowded there.
  mutating func insert(_ name: Swift.Span<UInt8>, _ value: Value) {
    guard entries.count < capacity else { return }
    let hash = Self.hash(name)
    guard let probe = (0..<Self.probeLimit).first(where: { slots[slot(hash, $0)] < 0 }) else {
      return
    }
    slots[slot(hash, probe)] = Int32(entries.count)
    let start = arena.count
    for index in name.indices { arena.append(name[index]) }
    entries.append(Entry(hash: hash, bytes: start..<arena.count, value: value))
  }

  private func slot(_ hash: UInt64, _ probe: Int) -> Int {
    (Int(truncatingIfNeeded: hash) &+ probe) & (slots.count - 1)
  }

  private func matches(_ stored: Range<Int>, _ name: Swift.Span<UInt8>) -> Bool {
    guard stored.count == name.count else { return false }
    for index in name.indices where arena[stored.lowerBound + index] != name[index] {
      return false
    }
    return true
  }

  /// Rotates and adds, two cycles a byte, then spreads the bits with one multiplication.
  @inline(__always)
  private static func hash(_ name: Swift.Span<UInt8>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: name.count)
    for index in name.indices { hash = (hash << 5 | hash >> 59) ^ UInt64(name[index]) }
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    return hash ^ hash >> 32
  }
}
