/// The precedence tables turned around: from an attribute's name to the fields it may fill.
///
/// A span's attributes are passed over once, whatever the number of fields.
struct SourceIndex: Sendable {
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
  private let ranges: [String: Range<Int>]
  private let prefixes: [Prefix]

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
    ranges = byKey.mapValues { added in
      uses += added
      return (uses.count - added.count)..<uses.count
    }
    self.uses = uses
    self.prefixes = prefixes
  }

  /// Indices into `uses` for an attribute; nil when no field is read from it.
  func uses(of key: String) -> Range<Int>? { ranges[key] }

  /// The flattened structure that an attribute is a part of.
  func prefix(of key: String) -> Prefix? {
    guard key.utf8.first == UInt8(ascii: "l") || key.utf8.first == UInt8(ascii: "g") else {
      return nil
    }
    return prefixes.first { Unflattened.isElement(key, of: $0.prefix) }
  }
}
