/// `count(x)`: the rows of a group less those without a value.
struct CountAccumulator: Accumulator {
  private var missing: [Int] = []
  private let input: Int

  init(input: Int) {
    self.input = input
  }

  var byteCount: Int { missing.count * MemoryLayout<Int>.stride }

  mutating func grow(to groupCount: Int) { missing.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    countMissing(try batch.inputs[input].decodedPresence(), groups: batch.groups, into: &missing)
  }

  mutating func merge(_ other: CountAccumulator, groups: [UInt32]) {
    for index in groups.indices { missing[Int(groups[index])] += other.missing[index] }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(rowCount - missing[group]))
  }
}
