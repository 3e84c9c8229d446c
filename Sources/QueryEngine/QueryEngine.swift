package import QuerySyntax
package import Scanning
import TraceModel

/// Answers queries over a snapshot of a store.
///
/// Invariant: knows segments, not files; whatever lends columns can be asked.
package struct QueryEngine {
  /// Runs a query.
  ///
  /// - Parameters:
  ///   - query: The syntax tree of `text`.
  ///   - text: The query as written, for headers and messages.
  ///   - source: What to ask.
  ///   - options: The time, parameters and limits.
  /// - Returns: The table and what to know about it; of a query that is to be explained, what it
  ///   asks or took.
  /// - Throws: When the query is refused, the store cannot be read, or a limit is met.
  package static func run(
    _ query: Query, text: String, over source: any ScanSource, options: QueryOptions
  ) throws(QueryError) -> QueryResult {
    var times = StepTimes()
    let plan: LogicalPlan
    do {
      plan = try Binder.bind(query, text: text, catalogue: Catalogue(of: source), options: options)
    } catch {
      throw .refused(error)
    }
    times.mark(.bind)
    if query.explanation == .plan { return QueryResult(plan.explained, notes: plan.notes) }
    let notices = Notices()
    let meter = MemoryMeter(limitByteCount: options.memoryByteLimit)
    let control = QueryControl(options)
    let rows = try LevelSource.rows(
      of: plan.level, in: source, options: options, meter: meter, control: control)
    times.mark(.level)
    var scan = SegmentScan(
      of: rows, for: plan, notices: notices, control: control, meter: meter)
    scan.times = times
    if query.explanation == .analysis { scan.steps = StepRecorder() }
    var result = try answer(plan, &scan, options: options)
    result.resolveTypes()
    result.histogramColumns = plan.output.histogramColumns
    switch plan.presentation {
    case .table: break
    case .histogram: result.presentation = .histogram
    case .heatmap: result.presentation = .heatmap
    }
    scan.times.mark(.fetch)
    result.statistics = scan.statistics
    result.statistics.peakByteCount = meter.peakByteCount
    result.notes = plan.notes + scan.census.notes + result.notes
    if notices.sawUndefined {
      result.notes.append("a division by zero, NaN or an infinity counts as missing")
    }
    if let note = try emptyRangeNote(plan, scan) { result.notes.append(note) }
    if scan.statistics.rowsMatched == 0 {
      result.notes += try AbsentTexts(in: rows, at: plan.level).notes(on: plan.filter)
    }
    guard query.explanation == .analysis else { return result }
    let analysis = Analysis(
      plan: plan, statistics: result.statistics, steps: scan.steps ?? StepRecorder(),
      times: scan.times)
    return analysis.result(notes: result.notes)
  }

  /// Runs a plan over the rows of a scan.
  static func answer(
    _ plan: LogicalPlan, _ scan: inout SegmentScan, options: QueryOptions
  ) throws(QueryError) -> QueryResult {
    let (notices, meter) = (scan.notices, scan.meter)
    switch plan.output {
    case .rows(let rows):
      return try RowOperator(plan: rows, options: options, notices: notices, meter: meter)
        .run(&scan)
    case .groups(let groups):
      let aggregate = AggregateOperator(
        plan: groups, timeRange: plan.timeRange, options: options, notices: notices, meter: meter)
      return try aggregate.run(&scan)
    case .difference(let difference):
      return try DifferenceOperator(plan: difference, logical: plan, options: options)
        .run(&scan)
    case .comparison(let comparison):
      return try ComparisonRunner(plan: comparison, logical: plan, options: options)
        .run(&scan)
    }
  }

  /// What to say when the time range holds no span although the store has some: as a rule the
  /// clock, or the unit, is not what the reader thinks.
  private static func emptyRangeNote(
    _ plan: LogicalPlan, _ scan: SegmentScan
  ) throws(QueryError) -> String? {
    guard !plan.timeRange.isEverything, scan.statistics.rowsMatched == 0,
      try scan.extent(of: plan.timeRange) == nil,
      let newest = try scan.extent(of: .everything)?.upperBound
    else { return nil }
    return
      "no span started in the time range; the newest started at \(InstantText.shortest(newest))"
  }
}

extension QueryResult {
  /// Gives a column whose type only the values know the type that they have in common.
  fileprivate mutating func resolveTypes() {
    for index in columns.indices where columns[index].type == .mixed {
      let types = Set(rows.lazy.map { $0[index] }.filter { $0 != .null }.map(\.type))
      if types.count == 1, let type = types.first { columns[index].type = type }
    }
  }
}
