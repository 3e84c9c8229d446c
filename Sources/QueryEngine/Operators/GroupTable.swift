/// Gives each distinct combination of group keys a number, in the order first seen.
struct GroupTable: Sendable {
  let keys: [Scalar]
  private var interners: [ValueInterner]
  /// Table `k` numbers pairs of a combination of keys 0 to k and a value of key k + 1.
  private var pairs: [PairTable]

  init(keys: [Scalar], _ numbers: QueryTextNumbers) {
    self.keys = keys
    interners = keys.map { ValueInterner(type: $0.type, shared: numbers.numbers(of: $0)) }
    pairs = keys.dropFirst().map { _ in PairTable() }
  }

  /// Groups so far.
  ///
  /// Without keys, all rows are one group, also when there are none.
  var count: Int {
    pairs.last?.count ?? interners.first?.count ?? 1
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
      let identifiers = try interners[index].identify(values)
      guard index > 0 else {
        groups = identifiers
        continue
      }
      let leftCount = index == 1 ? interners[0].count : pairs[index - 2].count
      pairs[index - 1].identify(
        &groups, identifiers, leftCount: leftCount, rightCount: interners[index].count)
    }
    return groups
  }

  /// Forgets what is known of the segment at hand.
  mutating func endSegment() {
    for index in interners.indices { interners[index].endSegment() }
  }

  /// The group of one combination of values.
  mutating func group(of values: [Value]) -> UInt32 {
    var group: UInt32 = 0
    for index in keys.indices {
      let identifier = interners[index].identify(values[index])
      group = index == 0 ? identifier : pairs[index - 1].identify(group, identifier)
    }
    return group
  }

  /// The values of a group's keys.
  func values(ofGroup group: Int) -> [Value] {
    var values: [Value] = []
    var group = group
    for index in keys.indices.reversed() {
      guard index > 0 else {
        values.append(interners[0].value(group))
        break
      }
      let (left, right) = pairs[index - 1].pair(group)
      values.append(interners[index].value(Int(right)))
      group = Int(left)
    }
    return values.reversed()
  }

  /// This table's number of each group of another, added where it is new.
  mutating func merge(_ other: GroupTable) -> [UInt32] {
    guard !keys.isEmpty else { return [0] }
    var maps = interners.indices.map { index in
      interners[index].identify(allOf: other.interners[index])
    }
    var groups = maps.removeFirst()
    for (index, map) in maps.enumerated() {
      groups = (0..<other.pairs[index].count).map { number in
        let (left, right) = other.pairs[index].pair(number)
        return pairs[index].identify(groups[Int(left)], map[Int(right)])
      }
    }
    return groups
  }
}
