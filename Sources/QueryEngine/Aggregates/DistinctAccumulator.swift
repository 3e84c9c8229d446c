/// `count_distinct(x)`: exact, nulls left out.
struct DistinctAccumulator: Accumulator {
  private var values: ValueInterner
  /// Pairs of a group and a value, each once.
  private var pairs = IdentifierTable()
  private var counts: [Int] = []
  private let input: Int

  init(input: Int, type: ValueType) {
    self.input = input
    values = ValueInterner(type: type)
  }

  var byteCount: Int {
    values.byteCount + pairs.byteCount + counts.count * MemoryLayout<Int>.stride
  }

  mutating func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let identifiers = try values.identify(batch.inputs[input], in: batch.reader)
    let null = values.nullIdentifier
    for index in identifiers.indices where identifiers[index] != null {
      add(identifiers[index], to: batch.groups[index])
    }
  }

  private mutating func add(_ identifier: UInt32, to group: UInt32) {
    let known = pairs.count
    _ = pairs.identify(UInt64(group) << 32 | UInt64(identifier))
    if pairs.count > known { counts[Int(group)] &+= 1 }
  }

  mutating func merge(_ other: DistinctAccumulator, groups: [UInt32]) {
    let identifiers = other.values.values.map { values.identify($0) }
    for pair in other.pairs.keys {
      add(identifiers[Int(UInt32(truncatingIfNeeded: pair))], to: groups[Int(pair >> 32)])
    }
  }

  func result(of aggregate: Aggregate, group: Int) -> Value { .integer(Int64(counts[group])) }
}
