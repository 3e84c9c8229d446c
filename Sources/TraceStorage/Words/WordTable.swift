import ByteCoding

/// The distinct words of one kind, numbered in the order met, and which groups have them.
struct WordTable {
  /// The words one after the other, folded.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// The number of a word, plus one; 0 where a slot is free.
  ///
  /// As many as a power of two.
  private var slots: [UInt32] = []
  /// The last group that has each word, plus one.
  private var lastGroups: [UInt32] = []
  /// The words of the groups, group after group.
  private(set) var postings: [UInt32] = []

  var count: Int { ends.count }

  /// Notes that a group has a word, which is new only if `admitsNew`; false where it was left out.
  ///
  /// Groups come in order. The bytes are folded, or ASCII.
  mutating func add(
    _ word: Swift.Span<UInt8>, _ group: UInt32, admitsNew: Bool
  ) -> Bool {
    let hash = hashOfWord(word)
    if let number = number(of: word, hash) {
      note(number, group)
      return true
    }
    guard admitsNew else { return false }
    for index in word.indices { bytes.append(folded(word[index])) }
    ends.append(bytes.count)
    hashes.append(hash)
    lastGroups.append(0)
    if hashes.count * 2 > slots.count { grow() } else { place(hashes.count - 1) }
    note(hashes.count - 1, group)
    return true
  }

  @inline(__always)
  private mutating func note(_ number: Int, _ group: UInt32) {
    guard lastGroups[number] != group &+ 1 else { return }
    lastGroups[number] = group &+ 1
    postings.append(UInt32(number))
  }

  private func number(of word: Swift.Span<UInt8>, _ hash: UInt64) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let number = Int(slots[slot] &- 1)
      if hashes[number] == hash, has(number, word) { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private func has(_ number: Int, _ word: Swift.Span<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number &- 1]
    guard ends[number] &- start == word.count else { return false }
    for index in word.indices where bytes[start &+ index] != folded(word[index]) { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: max(256, slots.count * 2))
    for number in hashes.indices { place(number) }
  }

  private mutating func place(_ number: Int) {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: hashes[number]) & mask
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = UInt32(number + 1)
  }
}

extension WordTable {
  /// What to go back to.
  struct Mark {
    fileprivate var count: Int
    fileprivate var postingCount: Int
  }

  var mark: Mark { Mark(count: count, postingCount: postings.count) }

  /// Forgets the words and postings that came after a mark, all of them of one group.
  mutating func goBack(to mark: Mark) {
    postings.removeLast(postings.count - mark.postingCount)
    guard count > mark.count else { return }
    bytes.removeLast(bytes.count - (mark.count == 0 ? 0 : ends[mark.count - 1]))
    ends.removeLast(count - mark.count)
    hashes.removeLast(hashes.count - mark.count)
    lastGroups.removeLast(lastGroups.count - mark.count)
    slots = [UInt32](repeating: 0, count: slots.count)
    for number in hashes.indices { place(number) }
  }

  /// A word's bytes.
  func bytes(of number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }
}

/// Lower case of ASCII letters; other bytes of words have the bit set, or are beyond ASCII.
@inline(__always)
private func folded(_ byte: UInt8) -> UInt8 {
  byte < 0x80 ? byte | 0x20 : byte
}

/// Who writes texts does not know the seed, and cannot choose words that meet in the table.
private let seed = UInt64.random(in: .min ... .max)

@inline(__always)
private func hashOfWord(_ word: Swift.Span<UInt8>) -> UInt64 {
  var hash = seed
  for index in word.indices {
    hash = (hash ^ UInt64(folded(word[index]))) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash &>> 32
  }
  return hash
}
