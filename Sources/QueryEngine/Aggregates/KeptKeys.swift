/// Keys with their groups, in parts that are never copied to grow.
struct KeptKeys: Sendable {
  struct Part: Sendable {
    var keys: [Int64]
    var groups: [UInt32]
  }

  private(set) var parts: [Part] = []
  private(set) var count = 0
  /// Parts that a test went over.
  private var filteredPartCount = 0

  /// A key, its group, and the key once more while they are sorted by group.
  static let keyByteCount = 2 * MemoryLayout<Int64>.stride + MemoryLayout<UInt32>.stride

  var byteCount: Int { count * Self.keyByteCount }

  mutating func append(_ keys: [Int64], groups: [UInt32]) {
    guard !keys.isEmpty else { return }
    count += keys.count
    parts.append(Part(keys: keys, groups: groups))
  }

  mutating func append(_ other: KeptKeys, groups: [UInt32]) {
    for part in other.parts { append(part.keys, groups: part.groups.map { groups[Int($0)] }) }
  }

  /// Keeps only what a test holds for; of what it held for earlier, all but where that is asked
  /// for again.
  mutating func filter(
    onlyNew: Bool, _ isKept: (_ key: Int64, _ group: UInt32) -> Bool
  ) {
    var kept = KeptKeys()
    let old = onlyNew ? filteredPartCount : 0
    for part in parts[..<old] { kept.append(part.keys, groups: part.groups) }
    for part in parts[old...] {
      var (keys, groups) = (part.keys, part.groups)
      var count = 0
      for index in part.keys.indices {
        keys[count] = part.keys[index]
        groups[count] = part.groups[index]
        count += isKept(keys[count], groups[count]) ? 1 : 0
      }
      keys.removeLast(keys.count - count)
      groups.removeLast(groups.count - count)
      kept.append(keys, groups: groups)
    }
    kept.filteredPartCount = kept.parts.count
    self = kept
  }

  /// The keys, group after group; `starts` has the place of each group's first, and the end.
  func sorted(byGroup starts: [Int]) -> [Int64] {
    var sorted = [Int64](repeating: 0, count: count)
    var places = starts
    var target = sorted.mutableSpan
    var next = places.mutableSpan
    for part in parts {
      let keys = part.keys.span
      let groups = part.groups.span
      for index in keys.indices {
        let group = Int(groups[index])
        target[next[group]] = keys[index]
        next[group] &+= 1
      }
    }
    return sorted
  }
}
