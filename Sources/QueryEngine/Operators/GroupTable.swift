/// Gives each distinct combination of group keys a number, in the order first seen.
struct GroupTable {
  let keys: [Scalar]
  private var interners: [ValueInterner]
  /// Table `k` numbers pairs of a combination of keys 0 to k and a value of key k + 1.
  private var pairs: [IdentifierTable]

  init(keys: [Scalar]) {
    self.keys = keys
    interners = keys.map { ValueInterner(type: $0.type) }
    pairs = keys.dropFirst().map { _ in IdentifierTable() }
  }

  /// Groups so far.
  ///
  /// Without keys, all rows are one group, also when there are none.
  var count: Int {
    pairs.last?.count ?? interners.first?.values.count ?? 1
  }

  var byteCount: Int {
    let tables = interners.reduce(0) { $0 + $1.byteCount }
    return pairs.reduce(tables) { $0 + $1.byteCount } + count * Limits.groupByteCount
  }

  /// The group of each row.
  mutating func groups(
    of rows: [UInt32], in reader: SegmentReader
  ) throws(QueryError) -> [UInt32] {
    guard !keys.isEmpty else { return Array(repeating: 0, count: rows.count) }
    var groups: [UInt32] = []
    for index in keys.indices {
      let values = try reader.evaluate(keys[index], rows: rows)
      let identifiers = try interners[index].identify(values, in: reader)
      groups = index == 0 ? identifiers : combine(groups, identifiers, at: index - 1)
    }
    return groups
  }

  private mutating func combine(
    _ groups: [UInt32], _ identifiers: [UInt32], at table: Int
  ) -> [UInt32] {
    var combined = [UInt32](repeating: 0, count: groups.count)
    var dense = DensePairs(groups: groups, identifiers: identifiers)
    for index in groups.indices {
      let (group, identifier) = (groups[index], identifiers[index])
      if let known = dense?[group, identifier] {
        combined[index] = known
        continue
      }
      let pair = pairs[table].identify(UInt64(group) << 32 | UInt64(identifier))
      dense?[group, identifier] = pair
      combined[index] = pair
    }
    return combined
  }

  /// The group of one combination of values.
  mutating func group(of values: [Value]) -> UInt32 {
    var group: UInt32 = 0
    for index in keys.indices {
      let identifier = interners[index].identify(values[index])
      group =
        index == 0
        ? identifier : pairs[index - 1].identify(UInt64(group) << 32 | UInt64(identifier))
    }
    return group
  }

  /// The values of a group's keys.
  func values(ofGroup group: Int) -> [Value] {
    var values: [Value] = []
    var group = group
    for index in keys.indices.reversed() {
      guard index > 0 else {
        values.append(interners[0].values[group])
        break
      }
      let pair = pairs[index - 1].keys[group]
      values.append(interners[index].values[Int(UInt32(truncatingIfNeeded: pair))])
      group = Int(pair >> 32)
    }
    return values.reversed()
  }
}

/// The pairs of one batch in a table without hashing, while few different numbers occur.
private struct DensePairs {
  private var entries: [UInt32]
  private let width: Int

  private static let unknown = UInt32.max

  /// Nil when the table would be larger than the batch.
  init?(groups: [UInt32], identifiers: [UInt32]) {
    width = Int(identifiers.max() ?? 0) + 1
    let (size, overflow) = (Int(groups.max() ?? 0) + 1).multipliedReportingOverflow(by: width)
    guard !overflow, size <= groups.count else { return nil }
    entries = Array(repeating: Self.unknown, count: size)
  }

  subscript(group: UInt32, identifier: UInt32) -> UInt32? {
    get {
      let entry = entries[Int(group) * width + Int(identifier)]
      return entry == Self.unknown ? nil : entry
    }
    set { entries[Int(group) * width + Int(identifier)] = newValue ?? Self.unknown }
  }
}
