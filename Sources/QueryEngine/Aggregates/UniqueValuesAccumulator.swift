/// `uniq_values(x)`: the different values, nulls left out, ascending.
struct UniqueValuesAccumulator: Accumulator {
  private var values: ValueInterner
  private var sets = GroupSets()
  /// The numbers of each group's values, once finished.
  private var numbers: [[UInt32]] = []
  private let input: Int

  init(input: Int, type: ValueType, shared: ColumnTextNumbers?) {
    self.input = input
    values = ValueInterner(type: type, shared: shared)
  }

  var byteCount: Int {
    values.byteCount + sets.byteCount
      + numbers.reduce(0) { $0 + 32 + $1.count * MemoryLayout<UInt32>.stride }
  }

  mutating func grow(to groupCount: Int) { sets.grow(to: groupCount) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let identifiers = try values.identify(batch.inputs[input])
    let null = values.nullIdentifier
    let held = identifiers.indices.filter { identifiers[$0] != null }
    sets.insert(
      held.map { identifiers[$0] }, groups: held.map { batch.groups[$0] },
      numberCount: values.count)
  }

  mutating func endSegment() { values.endSegment() }

  mutating func merge(_ other: UniqueValuesAccumulator, groups: [UInt32]) {
    let identifiers = values.identify(allOf: other.values)
    other.sets.forEachPair { group, number in
      sets.insert(
        identifiers[Int(number)], toGroup: groups[Int(group)], numberCount: values.count)
    }
  }

  mutating func finish(rowCounts: [Int], _ control: QueryControl) throws(QueryError) {
    numbers = Array(repeating: [], count: rowCounts.count)
    sets.forEachPair { group, number in numbers[Int(group)].append(number) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    guard case .uniqueValues(_, let limit) = aggregate else { return .null }
    let sorted = numbers[group].map { values.value(Int($0)) }.sorted { Value.order($0, $1) < 0 }
    return .list(Array(sorted.prefix(limit ?? .max)))
  }
}
