import Scanning

/// Runs a plan whose rows are groups.
struct AggregateOperator {
  let plan: GroupPlan
  let timeRange: TimeRange
  let options: QueryOptions
  let notices: Notices
  let meter: MemoryMeter

  private typealias Group = GroupValues

  func run(_ scan: inout SegmentScan) throws(QueryError) -> [[Value]] {
    let partial = try aggregate(&scan)
    var groups = try self.groups(of: partial, seconds: try rangeSeconds(scan), scan.control)
    try meter.check(
      partial.byteCount + groups.count * Limits.valueByteCount * plan.columns.count,
      doing: "keeping \(groups.count) groups")
    scan.times.mark(.finish)
    if !isOrderedFirst { sort(&groups, by: [], shown: shownCount(after: -1)) }
    for (place, step) in plan.steps.enumerated() {
      try scan.control.check()
      try apply(step, to: &groups, shown: shownCount(after: place))
    }
    scan.times.mark(.sort)
    return try groups.map { (group) throws(QueryError) in try row(of: group) }
  }

  /// Aggregates all rows, each thread a part of the segments.
  private func aggregate(_ scan: inout SegmentScan) throws(QueryError) -> PartialAggregate {
    let segments = scan.candidates()
    let threads = ThreadPlan(options, segmentCount: segments.count)
    let program = AggregateProgram(plan.aggregates)
    let empty = separateAggregate(
      program, threads, segmentCount: segments.count,
      QueryTextNumbers(store: options.textNumbers, segmentCount: scan.source.segmentCount))
    let batches = RowBatches(control: scan.control, meter: meter)
    let remembered = SegmentPartials(
      cache: options.cache,
      plan: PlanKey(
        filter: scan.filter, comparing: scan.census.columns, keys: plan.keys, program: program),
      batches: batches)
    let partials = try scan.run(over: segments, on: threads, { _ in batches.share(empty) }) {
      (segment, scan, part) throws(QueryError) in
      try remembered.add(segment, of: &scan, to: &part)
    }
    scan.times.mark(.scan)
    var partial = partials.first?.content.total ?? empty.total
    for other in partials.dropFirst() {
      partial.merge(other.content.total)
      try scan.control.check()
    }
    batches.release(partials)
    var memory = MemoryShare(of: meter)
    try memory.hold(partial.byteCount, doing: partial.work)
    try partial.finish(scan.control)
    try memory.hold(partial.byteCount, doing: partial.work)
    while !partial.searches.isEmpty { try search(&partial, program, segments, threads, &scan) }
    return partial
  }

  /// An aggregate without rows.
  ///
  /// The parts of all segments together fit half of the cache, so that they do not drive each other
  /// out, and do not take more of the query's memory than an eighth.
  private func separateAggregate(
    _ program: AggregateProgram, _ threads: ThreadPlan, segmentCount: Int,
    _ numbers: QueryTextNumbers
  ) -> SeparateAggregate {
    var bounds = DistributionBounds(
      memoryByteLimit: options.memoryByteLimit, threadCount: threads.count)
    let total = PartialAggregate(
      keys: plan.keys, program: program, notices: notices, bounds: bounds, numbers: numbers)
    bounds.keepsEverything = true
    let part = PartialAggregate(
      keys: plan.keys, program: program, notices: notices, bounds: bounds, numbers: numbers)
    return SeparateAggregate(
      total: total, part: part,
      partByteLimit: min(
        (options.cache?.byteLimit ?? 0) / 2 / max(1, segmentCount),
        options.memoryByteLimit / 8 / threads.count))
  }

  /// Goes over the rows once more.
  private func search(
    _ partial: inout PartialAggregate, _ program: AggregateProgram, _ segments: [Int],
    _ threads: ThreadPlan, _ scan: inout SegmentScan
  ) throws(QueryError) {
    let empty = RepeatedPass(partial, program: program)
    let batches = RowBatches(control: scan.control, meter: meter)
    scan.isRepeated = true
    let passes = try scan.run(over: segments, on: threads, { _ in batches.share(empty) }) {
      (segment, scan, part) throws(QueryError) in
      try scan.visit(segment) { (reader, matches) throws(QueryError) in
        try batches.add(matches, of: reader, to: &part)
      }
    }
    var pass = passes.first?.content ?? empty
    for other in passes.dropFirst() { pass.merge(other.content) }
    batches.release(passes)
    try partial.resume(after: pass.searches)
  }

  private func groups(
    of partial: PartialAggregate, seconds: Double?, _ control: QueryControl
  ) throws(QueryError) -> [Group] {
    var groups: [Group] = []
    let shown = try leaders(of: partial, control) ?? Array(0..<partial.groupCount)
    groups.reserveCapacity(shown.count)
    for (place, index) in shown.enumerated() {
      if place % Limits.vectorRowCount == 0 { try control.check() }
      var group = Group(
        keys: partial.keys(ofGroup: index),
        aggregates: try partial.results(of: plan.aggregates, group: index))
      for place in plan.aggregates.indices where plan.aggregates[place].isRate {
        let length = isPerInterval ? intervalSeconds(of: group) : seconds
        group.aggregates[place] = rate(group.aggregates[place], length)
      }
      groups.append(group)
    }
    return groups
  }

  /// Whether the groups are put in an order before it matters in which they are.
  private var isOrderedFirst: Bool {
    for step in plan.steps {
      switch step {
      case .order: return true
      case .having: continue
      case .limit, .skip: return false
      }
    }
    return false
  }

  /// How many of the first groups the step after a place lets through at most.
  func shownCount(after place: Int) -> Int {
    guard place + 1 < plan.steps.count, case .limit(let count) = plan.steps[place + 1]
    else { return .max }
    return count
  }

  private func apply(
    _ step: Step<GroupExpression>, to groups: inout [Group], shown: Int
  ) throws(QueryError) {
    switch step {
    case .limit(let count): groups = Array(groups.prefix(count))
    case .skip(let count): groups = Array(groups.dropFirst(count))
    case .having(let predicate):
      var kept: [Group] = []
      for group in groups where try group.holds(predicate, notices) == true { kept.append(group) }
      groups = kept
    case .order(let orders):
      for index in groups.indices {
        var sortKeys: [Value] = []
        for order in orders {
          sortKeys.append(try groups[index].value(of: order.expression, notices))
        }
        groups[index].sortKeys = sortKeys
      }
      sort(&groups, by: orders.map { SortDirection($0) }, shown: shown)
    }
  }

  /// Orders by the groups' sort keys, then by their keys ascending: keys differ, so the order is
  /// one and the same each time.
  ///
  /// Only the first groups have to be there and in order.
  private func sort(
    _ groups: inout [Group], by directions: [SortDirection], shown: Int = .max
  ) {
    let ascending = plan.keys.map { _ in SortDirection() }
    func precedes(_ left: Group, _ right: Group) -> Bool {
      let order = compare(left.sortKeys, right.sortKeys, directions)
      return order != 0 ? order < 0 : compare(left.keys, right.keys, ascending) < 0
    }
    if shown < groups.count / Limits.selectionShare {
      groups = first(shown, of: groups, by: precedes)
    } else {
      groups.sort(by: precedes)
    }
  }

  private func row(of group: Group) throws(QueryError) -> [Value] {
    try plan.columns.map { (column) throws(QueryError) in
      try group.value(of: column.expression, notices)
    }
  }
}
