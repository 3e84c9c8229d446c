/// `count()`, and `count(x)` when it has an input.
struct CountAccumulator: Accumulator {
  private var counts: [Int] = []
  private let input: Int?

  init(input: Int? = nil) {
    self.input = input
  }

  var byteCount: Int { counts.count * MemoryLayout<Int>.stride }

  mutating func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    guard let input, let presence = try batch.inputs[input].decodedPresence() else {
      countRows(groups: batch.groups.span, into: &counts)
      return
    }
    for index in batch.groups.indices where presence[index] {
      counts[Int(batch.groups[index])] &+= 1
    }
  }

  /// Adds rows counted elsewhere.
  mutating func add(_ count: Int, toGroup group: Int) { counts[group] += count }

  mutating func merge(_ other: CountAccumulator, groups: [UInt32]) {
    for index in groups.indices { counts[Int(groups[index])] += other.counts[index] }
  }

  func count(group: Int) -> Int { counts[group] }

  func result(of aggregate: Aggregate, group: Int) -> Value { .integer(Int64(counts[group])) }
}

private func countRows(groups: Swift.Span<UInt32>, into counts: inout [Int]) {
  var counts = counts.mutableSpan
  for index in groups.indices { counts[Int(groups[index])] &+= 1 }
}
