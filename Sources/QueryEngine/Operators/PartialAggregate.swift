/// Groups and the states of their aggregates over some rows of a store.
///
/// Partial aggregates over disjoint rows merge into that over all of them, in any order with the
/// same result. So each thread fills its own, and one of a sealed segment could be kept.
struct PartialAggregate: Sendable {
  private let program: AggregateProgram
  private(set) var table: GroupTable
  private var states: [any Accumulator]
  /// Rows of each group.
  private var rowCounts: [Int] = []

  init(
    keys: [Scalar], program: AggregateProgram, notices: Notices, bounds: DistributionBounds,
    numbers: QueryTextNumbers
  ) {
    self.program = program
    table = GroupTable(keys: keys, numbers)
    states = program.makeStates(notices, bounds, numbers)
    growStates()
  }

  var groupCount: Int { table.count }

  /// What it is doing, for a message.
  var work: String {
    program.holdsDistinctValues
      ? "holding every different value for count_distinct, as approx_count_distinct does not,"
      : "aggregating \(groupCount) groups"
  }

  /// Memory held.
  var byteCount: Int {
    states.reduce(table.byteCount + rowCounts.count * MemoryLayout<Int>.stride) {
      $0 + $1.byteCount
    }
  }

  /// Adds rows of a segment.
  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let groups = try table.groups(of: rows, in: reader)
    growStates()
    countRows(groups: groups.span, into: &rowCounts)
    var inputs: [RowValues] = []
    for input in program.inputs { inputs.append(try reader.evaluate(input, rows: rows)) }
    let batch = GroupedBatch(reader: reader, rows: rows, groups: groups, inputs: inputs)
    for index in states.indices { try states[index].add(batch) }
  }

  /// Adds all matching rows of a segment when it takes no look at the single rows: only counts are
  /// asked for, by one dictionary column or by none.
  ///
  /// False when it does.
  mutating func addCounts(
    _ matches: Bitmap, of reader: SegmentReader
  ) throws(QueryError) -> Bool {
    guard program.countsOnly, let counts = try table.counts(of: matches, in: reader)
    else { return false }
    growStates()
    for (group, count) in counts { rowCounts[Int(group)] += count }
    return true
  }

  /// Forgets what is known of the segment at hand.
  mutating func endSegment() {
    table.endSegment()
    for index in states.indices { states[index].endSegment() }
  }

  private mutating func growStates() {
    guard table.count > rowCounts.count else { return }
    rowCounts.grow(to: table.count, with: 0)
    for index in states.indices { states[index].grow(to: table.count) }
  }

  /// Adds the groups of other rows.
  mutating func merge(_ other: PartialAggregate) {
    let groups = table.merge(other.table)
    growStates()
    for index in groups.indices { rowCounts[Int(groups[index])] += other.rowCounts[index] }
    for index in states.indices { states[index].mergeAny(other.states[index], groups: groups) }
  }

  mutating func finish(_ control: QueryControl) throws(QueryError) {
    for index in states.indices {
      try states[index].finish(rowCounts: rowCounts, control)
      try control.check()
    }
  }

  /// What the rows have to be gone over again for.
  var searches: [RepeatedPass.Search] {
    states.indices.compactMap { index in
      states[index].search.map { RepeatedPass.Search(state: index, content: $0) }
    }
  }

  mutating func resume(after searches: [RepeatedPass.Search]) throws(QueryError) {
    for search in searches { try states[search.state].resume(after: search.content) }
  }

  func keys(ofGroup group: Int) -> [Value] { table.values(ofGroup: group) }

  /// The aggregates' values, in the order of the plan.
  func results(
    of aggregates: [Aggregate], group: Int
  ) throws(QueryError) -> [Value] {
    var results: [Value] = []
    for (aggregate, state) in zip(aggregates, program.states) {
      guard let state else {
        results.append(.integer(Int64(rowCounts[group])))
        continue
      }
      results.append(
        try states[state].result(of: aggregate, group: group, rowCount: rowCounts[group]))
    }
    return results
  }
}
