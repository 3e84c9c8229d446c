/// The precedence tables turned around: from an attribute's name to the fields it may fill.
///
/// A span's attributes are passed over once, whatever the number of fields. That happens for
/// every span that a store takes, so the names are in a hash table of their own: hashing a name
/// by four of its bytes and comparing it once takes a few nanoseconds, where `Dictionary` hashes
/// all of it with a keyed hash.
final class SourceIndex: Sendable {
  /// A field that an attribute may fill, and how good a source it is.
  struct Use: Sendable {
    let target: Precedence.Target
    /// The place in the field's table; 0 is best.
    let rank: UInt8
    let reading: Precedence.Source.Reading
  }

  /// A flattened structure.
  struct Prefix: Sendable {
    let prefix: String
    let use: Use
  }

  static let shared = SourceIndex(Precedence.all)

  let uses: [Use]
  private let prefixes: [Prefix]
  /// The names' places in `keys`, by hash; -1 for none.
  private let slots: [Int16]
  private let keys: [(key: String, uses: Range<Int>)]

  /// Four times as many slots as names, so that most names that are in no table meet none.
  private static let slotCount = 512
  /// Uses of all names together, for those who keep a bit for each.
  static let maximumUseCount = 256

  init(_ tables: [Precedence]) {
    var byKey: [String: [Use]] = [:]
    var prefixes: [Prefix] = []
    for table in tables {
      for (rank, source) in table.sources.enumerated() {
        let use = Use(target: table.target, rank: UInt8(rank), reading: source.reading)
        if case .flattened = source.reading {
          prefixes.append(Prefix(prefix: source.key, use: use))
        } else {
          byKey[source.key, default: []].append(use)
        }
      }
    }
    var uses: [Use] = []
    keys = byKey.map { key, added in
      uses += added
      return (key, (uses.count - added.count)..<uses.count)
    }
    self.uses = uses
    self.prefixes = prefixes
    precondition(keys.count <= Self.slotCount / 4, "the table is to stay sparse")
    precondition(uses.count <= Self.maximumUseCount, "a use has a bit")
    var slots = [Int16](repeating: -1, count: Self.slotCount)
    for (position, entry) in keys.enumerated() {
      var slot = Self.slot(of: entry.key)
      while slots[slot] >= 0 { slot = (slot + 1) % Self.slotCount }
      slots[slot] = Int16(position)
    }
    self.slots = slots
  }

  /// Indices into `uses` for an attribute; nil when no field is read from it.
  func uses(of key: String) -> Range<Int>? {
    var slot = Self.slot(of: key)
    while slots[slot] >= 0 {
      let entry = Int(slots[slot])
      if keys[entry].key == key { return keys[entry].uses }
      slot = (slot + 1) % Self.slotCount
    }
    return nil
  }

  /// The flattened structure that an attribute is a part of.
  func prefix(of key: String) -> Prefix? {
    guard key.utf8.first == UInt8(ascii: "l") || key.utf8.first == UInt8(ascii: "g") else {
      return nil
    }
    return prefixes.first { Unflattened.isElement(key, of: $0.prefix) }
  }

  /// Where the search for a name begins.
  private static func slot(of key: String) -> Int {
    let bytes = key.utf8Span.span
    guard bytes.count > 3 else { return 0 }
    let length = bytes.count
    let sample =
      UInt32(bytes[length - 1]) | UInt32(bytes[length - 3]) << 8 | UInt32(bytes[length / 2]) << 16
      | UInt32(truncatingIfNeeded: length) << 24
    // Multiplicative hashing with the golden ratio; the upper bits depend on all of the sample.
    return Int((sample &* 0x9E37_79B9) >> 23)
  }
}
