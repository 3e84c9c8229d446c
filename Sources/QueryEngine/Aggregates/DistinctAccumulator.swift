/// `count_distinct(x)`: exact, nulls left out.
///
/// The numbers of a dictionary's codes are looked up once a segment; a row then costs two array
/// look-ups.
struct DistinctAccumulator: Accumulator {
  private var values: ValueInterner
  private var sets = GroupSets()
  private let input: Int

  init(input: Int, type: ValueType, shared: ColumnTextNumbers?) {
    self.input = input
    values = ValueInterner(type: type, shared: shared)
  }

  var byteCount: Int { values.byteCount + sets.byteCount }

  mutating func grow(to groupCount: Int) { sets.grow(to: groupCount) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let identifiers = try values.identify(batch.inputs[input])
    guard let null = values.nullIdentifier else {
      return sets.insert(identifiers, groups: batch.groups, numberCount: values.count)
    }
    let held = identifiers.indices.filter { identifiers[$0] != null }
    sets.insert(
      held.map { identifiers[$0] }, groups: held.map { batch.groups[$0] },
      numberCount: values.count)
  }

  mutating func endSegment() { values.endSegment() }

  mutating func merge(_ other: DistinctAccumulator, groups: [UInt32]) {
    let identifiers = values.identify(allOf: other.values)
    other.sets.forEachPair { group, number in
      sets.insert(
        identifiers[Int(number)], toGroup: groups[Int(group)], numberCount: values.count)
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    .integer(Int64(sets.count(ofGroup: group)))
  }
}
