package import Drift
package import QuerySyntax
package import Scanning

extension QueryEngine {
  /// What the reports of a comparison are made from, one for each candidate; none for another query.
  ///
  /// - Parameters:
  ///   - query: The syntax tree of `text`.
  ///   - text: The query as written.
  ///   - source: What to ask.
  ///   - options: The time, parameters and limits.
  /// - Returns: The columns of numbers and the counts that are compared.
  /// - Throws: As running the query does.
  package static func comparisonInputs(
    _ query: Query, text: String, over source: any ScanSource, options: QueryOptions
  ) throws(QueryError) -> [ComparisonInput] {
    let plan: LogicalPlan
    do {
      plan = try Binder.bind(query, text: text, catalogue: Catalogue(of: source), options: options)
    } catch {
      throw .refused(error)
    }
    guard case .comparison(let comparison) = plan.output else { return [] }
    var scan = SegmentScan(
      of: source, for: plan, notices: Notices(), control: QueryControl(options),
      meter: MemoryMeter(limitByteCount: options.memoryByteLimit))
    return try ComparisonRunner(plan: comparison, logical: plan, options: options)
      .comparisonInputs(&scan)
  }
}
