import Statistics

/// The states of a program's aggregates for all groups, and the rows they are of.
///
/// The program's branches have states of their own.
struct AggregateStates: Sendable {
  private let program: AggregateProgram
  private(set) var states: [any Accumulator]
  /// Rows of each group.
  private var rowCounts: [Int] = []

  init(
    _ program: AggregateProgram, notices: Notices, bounds: DistributionBounds,
    numbers: QueryTextNumbers
  ) {
    self.program = program
    states = program.makeStates(notices, bounds, numbers)
  }

  /// Memory held.
  var byteCount: Int {
    states.reduce(rowCounts.count * MemoryLayout<Int>.stride) { $0 + $1.byteCount }
  }

  mutating func grow(to groupCount: Int) {
    guard groupCount > rowCounts.count else { return }
    rowCounts.grow(to: groupCount, with: 0)
    for index in states.indices { states[index].grow(to: groupCount) }
  }

  /// Adds rows of a segment; there is room for their groups.
  mutating func add(
    _ rows: [UInt32], groups: [UInt32], of reader: SegmentReader
  ) throws(QueryError) {
    countRows(groups: groups.span, into: &rowCounts)
    var inputs: [RowValues] = []
    for input in program.inputs { inputs.append(try reader.evaluate(input, rows: rows)) }
    var batch = GroupedBatch(reader: reader, rows: rows, groups: groups, inputs: inputs)
    if let input = program.probabilityInput { batch.weights = try weights(of: inputs[input]) }
    for index in states.indices { try states[index].add(batch) }
  }

  /// How many spans each row stands for.
  private func weights(of probabilities: RowValues) throws(QueryError) -> [Double] {
    let (numbers, validity) = try probabilities.asDoubles()
    return numbers.indices.map { index in
      let isKnown = validity.map { $0[index] } ?? true
      return WeightTotal.weight(ofProbability: isKnown ? numbers[index] : nil)
    }
  }

  /// What all rows stand for, and how many they are; nil where nothing is weighted.
  var represented: RepresentedSpans? {
    for case let state as WeightAccumulator in states {
      guard let total = state.total else { continue }
      return RepresentedSpans(keptCount: rowCounts.reduce(0, +), total: total)
    }
    return nil
  }

  /// Adds rows of which nothing but their number is asked for.
  mutating func add(_ counts: [(group: UInt32, count: Int)]) {
    for (group, count) in counts { rowCounts[Int(group)] += count }
  }

  /// Forgets what is known of the segment at hand.
  mutating func endSegment() {
    for index in states.indices { states[index].endSegment() }
  }

  /// Adds the states of other rows; `groups` has this side's number for each group of the other.
  mutating func merge(_ other: AggregateStates, groups: [UInt32]) {
    for index in groups.indices { rowCounts[Int(groups[index])] += other.rowCounts[index] }
    for index in states.indices { states[index].mergeAny(other.states[index], groups: groups) }
  }

  /// Tells what counts spans in flight of which interval each group is.
  mutating func place(_ intervals: GroupIntervals) {
    for index in states.indices {
      guard var state = states[index] as? ConcurrencyAccumulator else { continue }
      state.intervals = intervals
      states[index] = state
    }
  }

  mutating func finish(_ control: QueryControl) throws(QueryError) {
    for index in states.indices {
      try states[index].finish(rowCounts: rowCounts, control)
      try control.check()
    }
  }

  mutating func resume(_ state: Int, after search: RankSearch) throws(QueryError) {
    try states[state].resume(after: search)
  }

  /// The value of one of the program's aggregates.
  func result(
    of aggregate: Aggregate, at place: AggregateProgram.Place, group: Int
  ) throws(QueryError) -> Value {
    guard case .state(let state) = place else { return .integer(Int64(rowCounts[group])) }
    return try states[state].result(of: aggregate, group: group, rowCount: rowCounts[group])
  }
}
