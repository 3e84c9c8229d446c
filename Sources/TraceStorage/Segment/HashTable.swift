import ByteCoding
import TraceModel

/// Finds entries, which are kept elsewhere, by their hashes: open addressing, linear probing.
///
/// Entries have numbers from 0 on, in the order added. The hash is the caller's, where `Dictionary`
/// would compute a keyed one of several words for each look-up: that was an eighth of what writing
/// a span cost.
struct HashTable: Sendable {
  /// The number of the entry, plus one; 0 where the slot is free.
  ///
  /// As many as a power of two.
  private var slots: [UInt32] = []
  /// The hash of each entry.
  private var hashes: [UInt64] = []

  /// How many entries there are.
  var count: Int { hashes.count }

  /// The entry with a hash for which `isMatch` holds.
  @inline(__always)
  func number(of hash: UInt64, where isMatch: (Int) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot] &- 1)
      if hashes[number] == hash, isMatch(number) { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Adds an entry, and returns its number.
  @discardableResult
  mutating func add(_ hash: UInt64) -> Int {
    hashes.append(hash)
    // At most half full, so that a search meets few others.
    if hashes.count * 2 > slots.count {
      grow()
    } else {
      place(hashes.count - 1)
    }
    return hashes.count - 1
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: max(16, slots.count * 2))
    for number in hashes.indices { place(number) }
  }

  private mutating func place(_ number: Int) {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hashes[number]) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt32(number + 1)
  }
}

/// Hashes for tables in memory: those who choose names and ids do not know the seed, and so cannot
/// choose ones that meet in a table.
enum TableHash {
  private static let seed = UInt64.random(in: .min ... .max)

  static func of(_ text: String) -> UInt64 {
    xxHash64(ByteReader(text.utf8Span.span).bytes, seed: seed)
  }

  static func of(_ trace: TraceID) -> UInt64 { mix64(trace.low ^ mix64(trace.high ^ seed)) }

  static func of(_ key: SpanKey) -> UInt64 { mix64(key.span.rawValue ^ of(key.trace)) }
}
