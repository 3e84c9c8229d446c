package import QuerySyntax
package import Scanning

/// The rows of a query, some at a time, from one snapshot.
///
/// A list of spans without an order of its own comes newest first, and no more of it is held than a
/// page: each page looks for the rows after the last one of the page before, and segments that began
/// later are not read again. Whatever has groups, an order or a limit comes in one piece.
package struct RowPages: Sendable {
  private let plan: LogicalPlan
  private let source: any ScanSource
  private let options: QueryOptions
  private let rowCount: Int
  /// What the rows are; the types of mixed columns are not resolved.
  package let columns: [QueryResult.Column]
  private var last: RowCandidate?
  private var isAtEnd = false

  /// Binds a query, which is not one to be explained; `text` is what it was parsed from, and
  /// `rowCount` how many rows a page has.
  package init(
    _ query: Query, text: String, over source: any ScanSource, options: QueryOptions,
    rowCount: Int
  ) throws(QueryError) {
    let plan: LogicalPlan
    do {
      plan = try Binder.bind(
        query, text: text, catalogue: Catalogue(of: source), options: options)
    } catch {
      throw .refused(error)
    }
    let meter = MemoryMeter(limitByteCount: options.memoryByteLimit)
    self.source = try LevelSource.rows(
      of: plan.level, in: source, options: options, meter: meter, control: QueryControl(options))
    self.plan = plan
    self.options = options
    self.rowCount = rowCount
    switch plan.output {
    case .rows(let rows):
      columns = rows.columns.map { QueryResult.Column(name: $0.name, type: $0.expression.type) }
    case .groups(let groups):
      columns = groups.columns.map { QueryResult.Column(name: $0.name, type: $0.expression.type) }
    case .difference:
      columns = DifferencePlan.columns.map { QueryResult.Column(name: $0.name, type: $0.type) }
    case .comparison(let comparison): columns = comparison.columns
    }
  }

  /// The next rows; empty when there are no more.
  package mutating func next() throws(QueryError) -> [[Value]] {
    guard !isAtEnd else { return [] }
    let meter = MemoryMeter(limitByteCount: options.memoryByteLimit)
    var plan = plan
    guard case .rows(let rows) = plan.output, rows.steps.isEmpty else {
      isAtEnd = true
      var scan = scan(plan, meter)
      return try QueryEngine.answer(plan, &scan, options: options).rows
    }
    if let last { plan.timeRange.narrow(until: last.start == .max ? .max : last.start + 1) }
    var scan = scan(plan, meter)
    let lister = RowOperator(
      plan: rows, options: options, notices: scan.notices, meter: meter, after: last)
    let page = try lister.page(of: rowCount, &scan)
    last = page.last
    isAtEnd = page.rows.count < rowCount
    return page.rows
  }

  private func scan(_ plan: LogicalPlan, _ meter: MemoryMeter) -> SegmentScan {
    SegmentScan(
      of: source, for: plan, notices: Notices(), control: QueryControl(options), meter: meter)
  }
}
