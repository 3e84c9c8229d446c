import QuerySyntax
import Scanning
import TraceModel

extension LevelTable {
  /// What a session is: the traces of one id, added up.
  private static let query = """
    from traces where session_id is not missing group by session_id
    select min(start), max(end), count(), sum(span_count), sum(error_count), min(user_id),
      sum(input_tokens), sum(output_tokens), sum(total_tokens), sum(cost)
    """

  /// The sessions of a store's traces.
  static func sessions(
    of source: any ScanSource, options: QueryOptions, meter: MemoryMeter, control: QueryControl
  ) throws(QueryError) -> LevelTable {
    let rows = try sums(of: source, options: options, meter: meter, control: control)
    func numbers(_ place: Int) -> [Int64?] { rows.map { $0[place].wholeNumber } }
    func texts(_ place: Int) -> [String?] {
      rows.map { if case .string(let text) = $0[place] { text } else { nil } }
    }
    let starts = numbers(1).map { $0 ?? 0 }
    var table = LevelTable(starts: starts)
    table.add(ColumnID(.sessionID), .texts(texts(0)))
    // Sessions that began at one moment go by their ids: so do spans by their traces'.
    table.add(ColumnID(.traceID), .texts(texts(0)))
    table.add(
      ColumnID(.latency),
      .integers(
        zip(starts, numbers(2)).map { start, end in
          end.map { $0.subtractingReportingOverflow(start).partialValue }
        }))
    table.add(LevelField.turnCount.column, .integers(numbers(3)))
    table.add(LevelField.spanCount.column, .integers(numbers(4)))
    table.add(LevelField.errorCount.column, .integers(numbers(5)))
    table.add(ColumnID(.status), .texts(numbers(5).map { $0 ?? 0 > 0 ? "error" : "ok" }))
    table.add(ColumnID(.userID), .texts(texts(6)))
    table.add(ColumnID(.inputTokens), .integers(numbers(7)))
    table.add(ColumnID(.outputTokens), .integers(numbers(8)))
    table.add(ColumnID(.totalTokens), .integers(numbers(9)))
    table.add(ColumnID(.cost), .integers(numbers(10)))
    return table
  }

  private static func sums(
    of source: any ScanSource, options: QueryOptions, meter: MemoryMeter, control: QueryControl
  ) throws(QueryError) -> [[Value]] {
    let plan: LogicalPlan
    do {
      plan = try Binder.bind(
        try Parser.parse(query), text: query, catalogue: Catalogue(of: source), options: options)
    } catch {
      throw .refused(error)
    }
    var scan = SegmentScan(
      of: source, for: plan, notices: Notices(), control: control, meter: meter)
    return try QueryEngine.answer(plan, &scan, options: options).rows
  }
}
