/// Runs a plan whose rows are groups.
struct AggregateOperator {
  let plan: GroupPlan
  let timeRange: TimeRange
  let options: QueryOptions
  let notices: Notices

  private typealias Group = GroupValues

  func run(_ scan: inout SegmentScan) throws(QueryError) -> [[Value]] {
    let meter = MemoryMeter(limitByteCount: options.memoryByteLimit)
    let program = AggregateProgram(plan.aggregates)
    let empty = PartialAggregate(keys: plan.keys, program: program, notices: notices)
    var partials = [PartialAggregate](repeating: empty, count: max(1, options.partialCount))
    try scan.forEachSegment { (reader, matches) throws(QueryError) in
      try add(matches, of: reader, to: &partials[reader.index % partials.count], meter)
    }
    var partial = partials.removeFirst()
    for other in partials { partial.merge(other) }
    try partial.finish()
    var groups = try self.groups(of: partial, seconds: try seconds(scan))
    try meter.check(
      partial.byteCount + groups.count * Limits.valueByteCount * plan.columns.count,
      doing: "keeping \(groups.count) groups")
    sort(&groups, by: [])
    for step in plan.steps { try apply(step, to: &groups) }
    return try groups.map { (group) throws(QueryError) in try row(of: group) }
  }

  private func add(
    _ matches: Bitmap, of reader: SegmentReader, to partial: inout PartialAggregate,
    _ meter: MemoryMeter
  ) throws(QueryError) {
    if try partial.addCounts(matches, of: reader) {
      return try meter.check(
        partial.byteCount, doing: "aggregating \(partial.groupCount) groups")
    }
    var word = 0
    var rows: [UInt32] = []
    while word < matches.words.count {
      if options.isCancelled() { throw .cancelled }
      rows.removeAll(keepingCapacity: true)
      word = matches.appendRows(to: &rows, fromWord: word, limit: Limits.batchRowCount)
      guard !rows.isEmpty else { continue }
      try partial.add(rows, of: reader)
      try meter.check(partial.byteCount, doing: "aggregating \(partial.groupCount) groups")
    }
  }

  private func groups(
    of partial: PartialAggregate, seconds: Double?
  ) throws(QueryError) -> [Group] {
    var groups: [Group] = []
    groups.reserveCapacity(partial.groupCount)
    for index in 0..<partial.groupCount {
      var group = Group(
        keys: partial.keys(ofGroup: index),
        aggregates: try partial.results(of: plan.aggregates, group: index))
      for place in plan.aggregates.indices where plan.aggregates[place] == .rate {
        group.aggregates[place] = rate(group.aggregates[place], seconds)
      }
      groups.append(group)
    }
    return groups
  }

  private func rate(_ count: Value, _ seconds: Double?) -> Value {
    guard let count = count.wholeNumber, let seconds else { return .null }
    return Value(finite: Double(count) / seconds)
  }

  /// The length of the asked time range, open ends closed by now and by the first span; without
  /// one, from the first start to the last.
  ///
  /// Nil when there is no length.
  private func seconds(_ scan: SegmentScan) throws(QueryError) -> Double? {
    guard plan.aggregates.contains(.rate) else { return nil }
    let from: Int64?
    let until: Int64?
    if timeRange.isEverything {
      let extent = try scan.extent(of: timeRange)
      (from, until) = (extent?.lowerBound, extent?.upperBound)
    } else {
      let isOpen = timeRange.from == nil
      from = isOpen ? try scan.extent(of: timeRange)?.lowerBound : timeRange.from
      until = timeRange.until ?? options.now
    }
    guard let from, let until, until > from else { return nil }
    return Double(Int128(until) - Int128(from)) / 1e9
  }

  private func apply(
    _ step: Step<GroupExpression>, to groups: inout [Group]
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
      sort(&groups, by: orders.map { SortDirection($0) })
    }
  }

  /// Orders by the groups' sort keys, then by their keys ascending: keys differ, so the order is
  /// one and the same each time.
  private func sort(_ groups: inout [Group], by directions: [SortDirection]) {
    let ascending = plan.keys.map { _ in SortDirection() }
    groups.sort { left, right in
      let order = compare(left.sortKeys, right.sortKeys, directions)
      return order != 0 ? order < 0 : compare(left.keys, right.keys, ascending) < 0
    }
  }

  private func row(of group: Group) throws(QueryError) -> [Value] {
    try plan.columns.map { (column) throws(QueryError) in
      try group.value(of: column.expression, notices)
    }
  }
}
