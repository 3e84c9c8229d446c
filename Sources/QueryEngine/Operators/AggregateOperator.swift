import Scanning

/// Runs a plan whose rows are groups.
struct AggregateOperator {
  let plan: GroupPlan
  let timeRange: TimeRange
  let options: QueryOptions
  let notices: Notices
  let meter: MemoryMeter

  private typealias Group = GroupValues

  func run(_ scan: inout SegmentScan) throws(QueryError) -> QueryResult {
    let rows = try aggregate(&scan)
    let partial = rows.finished
    scan.steps?[.intake].rowsOut += partial.groupCount
    var groups = try self.groups(of: partial, seconds: try rangeSeconds(scan), scan.control)
    try fillIntervals(of: &groups, beside: partial, scan)
    try meter.check(
      partial.byteCount + groups.count * Limits.valueByteCount * plan.columns.count,
      doing: "keeping \(groups.count) groups")
    scan.times.mark(.finish)
    if !isOrderedFirst { sort(&groups, by: [], shown: shownCount(after: -1)) }
    var result = QueryResult(
      columns: plan.columns.map { QueryResult.Column(name: $0.name, type: $0.expression.type) },
      rows: [])
    result.keyCount = plan.keys.count
    result.clock = ResultClock(plan.zone)
    for (place, step) in plan.steps.enumerated() {
      try scan.control.check()
      let (start, rowsIn) = (scan.startStep(), groups.count)
      switch step {
      case .cut(let cut):
        let cutGroups = try self.cut(&groups, by: cut)
        if cut.keepsOther { try addSummaries(of: cutGroups, to: &groups, rows.unfinished, &scan) }
      case .assertion(let assertion):
        result.assertions.append(try check(assertion, groups, scan))
      default: try apply(step, to: &groups, shown: shownCount(after: place))
      }
      scan.endStep(.planned(place), since: start, rowsIn: rowsIn, rowsOut: groups.count)
    }
    scan.times.mark(.sort)
    result.notes += partial.represented?.notes(on: plan) ?? []
    let start = scan.startStep()
    result.rows = try groups.map { (group) throws(QueryError) in try row(of: group) }
    scan.endStep(.fetch, since: start, rowsIn: groups.count, rowsOut: groups.count)
    if plan.keepsOther { result.rowKinds = groups.map(\.kind) }
    return result
  }

  /// All rows aggregated, and the same without results where more is to be made of it.
  private struct Aggregated {
    var finished: PartialAggregate
    var unfinished: PartialAggregate?
  }

  /// Aggregates all rows, each thread a part of the segments.
  private func aggregate(_ scan: inout SegmentScan) throws(QueryError) -> Aggregated {
    let segments = scan.candidates()
    let threads = ThreadPlan(options, segmentCount: segments.count)
    let program = program
    let empty = separateAggregate(
      program, threads, segmentCount: segments.count,
      QueryTextNumbers(store: options.textNumbers, segmentCount: scan.source.segmentCount))
    let batches = RowBatches(control: scan.control, meter: meter)
    let remembered = SegmentPartials(
      cache: options.cache,
      plan: PlanKey(
        filter: scan.filter, comparing: scan.census.columns, keys: plan.keys, program: program,
        level: scan.level),
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
    let unfinished = plan.keepsOther ? partial : nil
    if case .interval(let interval, _) = plan.keys.first,
      plan.aggregates.contains(where: \.isConcurrency)
    {
      partial.place(in: interval)
    }
    try finish(&partial, beside: unfinished?.byteCount ?? 0, segments, threads, &scan)
    return Aggregated(finished: partial, unfinished: unfinished)
  }

  /// Readies results.
  func finish(
    _ partial: inout PartialAggregate, beside heldByteCount: Int, _ segments: [Int],
    _ threads: ThreadPlan, _ scan: inout SegmentScan
  ) throws(QueryError) {
    var memory = MemoryShare(of: meter)
    defer { memory.release() }
    try memory.hold(partial.byteCount + heldByteCount, doing: partial.work)
    try partial.finish(scan.control)
    try memory.hold(partial.byteCount + heldByteCount, doing: partial.work)
    while !partial.searches.isEmpty { try search(&partial, segments, threads, &scan) }
  }

  /// The plan's aggregates come first, so that their places are those of the plan.
  var program: AggregateProgram {
    AggregateProgram(plan.aggregates + (plan.weighsSpans ? [.weighted(.count)] : []))
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
    _ partial: inout PartialAggregate, _ segments: [Int], _ threads: ThreadPlan,
    _ scan: inout SegmentScan
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
        aggregates: try partial.results(of: plan.aggregates, group: index), number: index)
      setRates(of: &group, seconds: isPerInterval ? intervalSeconds(of: group) : seconds)
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
      // Failures are told in the order of the groups.
      case .assertion, .limit, .cut, .skip: return false
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
    // These are no changes of the groups alone.
    case .cut, .assertion: break
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
