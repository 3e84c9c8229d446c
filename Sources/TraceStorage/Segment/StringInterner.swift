import ByteCoding

/// Numbers distinct strings, told apart by their bytes.
///
/// Swift's `==` holds for strings that are canonically equivalent though their bytes differ; a
/// store must give back what it was given, so that a dictionary keyed by `String` will not do.
struct StringInterner {
  /// The strings in the order met.
  private(set) var strings: [String] = []
  /// From the hash of a string's bytes to its number; a string whose hash was taken sits at the
  /// next free hash.
  private var numbers: [UInt64: UInt32] = [:]
  /// The number given last: neighbouring rows agree more often than not.
  private var latest = 0

  /// The number of a string, given when it is new.
  ///
  /// O(length).
  mutating func number(of string: String) -> UInt32 {
    if latest < strings.count, haveSameBytes(strings[latest], string) { return UInt32(latest) }
    latest = find(string)
    return UInt32(latest)
  }

  private mutating func find(_ string: String) -> Int {
    var hash = xxHash64(string)
    while let number = numbers[hash] {
      if haveSameBytes(strings[Int(number)], string) { return Int(number) }
      hash &+= 1
    }
    numbers[hash] = UInt32(strings.count)
    strings.append(string)
    return strings.count - 1
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
