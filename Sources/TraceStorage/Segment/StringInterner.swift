/// Numbers distinct strings, told apart by their bytes.
///
/// Swift's `==` holds for strings that are canonically equivalent though their bytes differ; a
/// store must give back what it was given, so that a dictionary keyed by `String` will not do.
///
/// Neighbours are alike: the names of attributes come in the same order span after span, and values
/// repeat. So a string is compared with the last one, then with the one that followed it before,
/// and hashed only when it is neither.
struct StringInterner: Sendable {
  /// The strings in the order met.
  private(set) var strings: [String] = []
  private var table = HashTable()
  /// Whether each string is ASCII: then equal strings have equal bytes.
  private var areASCII: [Bool] = []
  /// For each string, the one that came after it the last time.
  private var followers: [UInt32] = []
  private var latest = 0

  /// The number of a string, given when it is new.
  ///
  /// O(length).
  mutating func number(of string: String) -> UInt32 {
    guard latest < strings.count else { return UInt32(add(string, TableHash.of(string))) }
    if has(latest, string) { return UInt32(latest) }
    let follower = Int(followers[latest])
    if has(follower, string) {
      latest = follower
      return UInt32(follower)
    }
    let hash = TableHash.of(string)
    let before = latest
    latest = table.number(of: hash) { has($0, string) } ?? add(string, hash)
    followers[before] = UInt32(latest)
    return UInt32(latest)
  }

  @inline(__always)
  private func has(_ number: Int, _ string: String) -> Bool {
    let known = strings.span
    // No other string of as many bytes is equivalent to an ASCII one.
    return known[number].utf8.count == string.utf8.count && known[number] == string
      && (areASCII[number] || known[number].utf8.elementsEqual(string.utf8))
  }

  private mutating func add(_ string: String, _ hash: UInt64) -> Int {
    let number = table.add(hash)
    strings.append(string)
    areASCII.append(string.utf8Span.isKnownASCII)
    followers.append(UInt32(number))
    return number
  }
}

func haveSameBytes(_ left: String, _ right: String) -> Bool {
  guard left.utf8.count == right.utf8.count, left == right else { return false }
  // Equal ASCII is equal bytes; only other texts can be equivalent with other bytes.
  return left.utf8Span.isKnownASCII || left.utf8.elementsEqual(right.utf8)
}

/// Whether a text's bytes come before another's: the order of dictionaries.
func precedesByBytes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
