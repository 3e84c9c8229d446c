/// Groups and the states of their aggregates over some rows of a store.
///
/// Partial aggregates over disjoint rows merge into that over all of them, in any order with the
/// same result. So each thread can fill its own, and one of a sealed segment could be kept.
struct PartialAggregate {
  private let program: AggregateProgram
  private var table: GroupTable
  private var states: [any Accumulator]

  init(keys: [Scalar], program: AggregateProgram, notices: Notices) {
    self.program = program
    table = GroupTable(keys: keys)
    states = program.makeStates(notices)
    growStates()
  }

  var groupCount: Int { table.count }

  /// Memory held.
  var byteCount: Int {
    states.reduce(table.byteCount) { $0 + $1.byteCount }
  }

  /// Adds rows of a segment.
  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let groups = try table.groups(of: rows, in: reader)
    growStates()
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
    for index in states.indices {
      guard var state = states[index] as? CountAccumulator else { continue }
      for (group, count) in counts { state.add(count, toGroup: Int(group)) }
      states[index] = state
    }
    return true
  }

  private mutating func growStates() {
    for index in states.indices { states[index].grow(to: table.count) }
  }

  /// Adds the groups of other rows.
  mutating func merge(_ other: PartialAggregate) {
    var groups: [UInt32] = []
    for group in 0..<other.table.count {
      groups.append(table.group(of: other.table.values(ofGroup: group)))
    }
    growStates()
    for index in states.indices { states[index].mergeAny(other.states[index], groups: groups) }
  }

  mutating func finish() throws(QueryError) {
    for index in states.indices { try states[index].finish() }
  }

  func keys(ofGroup group: Int) -> [Value] { table.values(ofGroup: group) }

  /// The aggregates' values, in the order of the plan.
  func results(
    of aggregates: [Aggregate], group: Int
  ) throws(QueryError) -> [Value] {
    var results: [Value] = []
    for (aggregate, state) in zip(aggregates, program.states) {
      results.append(try states[state].result(of: aggregate, group: group))
    }
    return results
  }
}
