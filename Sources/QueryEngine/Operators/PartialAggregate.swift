/// Groups and the states of their aggregates over some rows of a store.
///
/// Partial aggregates over disjoint rows merge into that over all of them, in any order with the
/// same result. So each thread fills its own, and one of a sealed segment could be kept.
struct PartialAggregate: Sendable {
  private let program: AggregateProgram
  private(set) var table: GroupTable
  /// Of all rows.
  private var main: AggregateStates
  /// Of the rows that meet the condition of each of the program's branches.
  private var branches: [AggregateStates]
  /// What the table's groups became, when several were made one.
  private(set) var mergedGroups: [UInt32]?
  /// Of which interval each group is, where that matters.
  private(set) var intervals: GroupIntervals?

  init(
    keys: [Scalar], program: AggregateProgram, notices: Notices, bounds: DistributionBounds,
    numbers: QueryTextNumbers
  ) {
    self.program = program
    table = GroupTable(keys: keys, numbers)
    main = AggregateStates(program, notices: notices, bounds: bounds, numbers: numbers)
    branches = program.branches.map {
      AggregateStates($0.program, notices: notices, bounds: bounds, numbers: numbers)
    }
    growStates()
  }

  /// Two groups of the groups of another: those that are wanted, and the rest.
  ///
  /// - Parameters:
  ///   - isWanted: By the other's groups.
  ///   - other: Without results yet.
  ///   - empty: An aggregate of the same program without rows and keys.
  init(_ isWanted: [Bool], of other: PartialAggregate, into empty: PartialAggregate) {
    self = empty
    table = other.table
    main.grow(to: 2)
    for index in branches.indices { branches[index].grow(to: 2) }
    let groups = isWanted.map { $0 ? 0 : 1 as UInt32 }
    mergedGroups = groups
    main.merge(other.main, groups: groups)
    for index in branches.indices { branches[index].merge(other.branches[index], groups: groups) }
  }

  var groupCount: Int { table.count }

  /// What all rows stand for; nil where nothing is weighted.
  var represented: RepresentedSpans? { main.represented }

  /// What it is doing, for a message.
  var work: String {
    program.holdsWeightedValues
      ? "holding every value and its weight for percentiles, as unweighted does not,"
      : program.holdsDistinctValues
        ? "holding every different value for count_distinct, as approx_count_distinct does not,"
        : "aggregating \(groupCount) groups"
  }

  /// Memory held.
  var byteCount: Int {
    branches.reduce(table.byteCount + main.byteCount + (intervals?.byteCount ?? 0)) {
      $0 + $1.byteCount
    }
  }

  /// Adds rows of a segment.
  mutating func add(_ rows: [UInt32], of reader: SegmentReader) throws(QueryError) {
    let groups = try table.groups(of: rows, in: reader)
    growStates()
    try main.add(rows, groups: groups, of: reader)
    for index in branches.indices {
      let flags = try reader.flags(of: program.branches[index].condition, rows: rows)
      let kept = rows.indices.filter { flags[$0] }
      guard !kept.isEmpty else { continue }
      try branches[index].add(
        kept.map { rows[$0] }, groups: kept.map { groups[$0] }, of: reader)
    }
  }

  /// Adds all matching rows of a segment when it takes no look at the single rows: only counts are
  /// asked for, by one dictionary column or by none.
  ///
  /// False when it does.
  mutating func addCounts(
    _ matches: Bitmap, of reader: SegmentReader
  ) throws(QueryError) -> Bool {
    guard program.countsOnly else { return false }
    var conditions: [SegmentPredicate] = []
    for branch in program.branches { conditions.append(try reader.bound(branch.condition)) }
    guard conditions.allSatisfy({ $0.cost < Limits.slowPredicateCost }),
      let counts = try table.counts(of: matches, in: reader)
    else { return false }
    growStates()
    main.add(counts)
    for index in branches.indices {
      var kept = matches
      try reader.keep(conditions[index], in: &kept)
      guard !kept.isEmpty, let counts = try table.counts(of: kept, in: reader) else { continue }
      branches[index].add(counts)
    }
    return true
  }

  /// Forgets what is known of the segment at hand.
  mutating func endSegment() {
    table.endSegment()
    main.endSegment()
    for index in branches.indices { branches[index].endSegment() }
  }

  private mutating func growStates() {
    main.grow(to: table.count)
    for index in branches.indices { branches[index].grow(to: table.count) }
  }

  /// Adds the groups of other rows.
  mutating func merge(_ other: PartialAggregate) {
    let groups = table.merge(other.table)
    growStates()
    main.merge(other.main, groups: groups)
    for index in branches.indices { branches[index].merge(other.branches[index], groups: groups) }
  }

  /// Has spans counted as in flight in each interval that they overlap, once all rows are there.
  mutating func place(in interval: TimeInterval) {
    let intervals = GroupIntervals(of: self, interval)
    self.intervals = intervals
    main.place(intervals)
    for index in branches.indices { branches[index].place(intervals) }
  }

  /// The most spans in flight in an interval that no span started in, by the places of the
  /// aggregates that tell.
  func inFlight(_ keys: [ExactValue], during moments: ClosedRange<Int64>) -> [Int: Value] {
    guard let intervals else { return [:] }
    let timeline = intervals.timeline(of: keys)
    var peaks: [Int: Value] = [:]
    for (index, place) in program.places.enumerated() {
      guard let state = state(at: place) as? ConcurrencyAccumulator else { continue }
      let peak = timeline.map { state.peak(ofLine: $0, during: moments) } ?? 0
      peaks[index] = .integer(Int64(peak))
    }
    return peaks
  }

  private func state(at place: AggregateProgram.Place) -> (any Accumulator)? {
    switch place {
    case .rows: nil
    case .state(let state): main.states[state]
    case .branch(let branch, _, .state(let state)): branches[branch].states[state]
    case .branch: nil
    }
  }

  mutating func finish(_ control: QueryControl) throws(QueryError) {
    try main.finish(control)
    for index in branches.indices { try branches[index].finish(control) }
  }

  /// What the rows have to be gone over again for.
  var searches: [RepeatedPass.Search] {
    searches(main, branch: nil) + branches.indices.flatMap { searches(branches[$0], branch: $0) }
  }

  private func searches(_ states: AggregateStates, branch: Int?) -> [RepeatedPass.Search] {
    states.states.indices.compactMap { index in
      states.states[index].search.map {
        RepeatedPass.Search(branch: branch, state: index, content: $0)
      }
    }
  }

  mutating func resume(after searches: [RepeatedPass.Search]) throws(QueryError) {
    for search in searches {
      if let branch = search.branch {
        try branches[branch].resume(search.state, after: search.content)
      } else {
        try main.resume(search.state, after: search.content)
      }
    }
  }

  func keys(ofGroup group: Int) -> [Value] { table.values(ofGroup: group) }

  /// The aggregates' values, in the order of the plan.
  func results(
    of aggregates: [Aggregate], group: Int
  ) throws(QueryError) -> [Value] {
    var results: [Value] = []
    for (aggregate, place) in zip(aggregates, program.places) {
      if case .branch(let branch, let inner, let place) = place {
        results.append(try branches[branch].result(of: inner, at: place, group: group))
      } else {
        results.append(try main.result(of: aggregate, at: place, group: group))
      }
    }
    return results
  }
}
