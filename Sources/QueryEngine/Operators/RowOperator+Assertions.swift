// `assert`: what must be true of every span.

extension RowOperator {
  func check(
    _ assertion: LogicalPlan.Assertion<Scalar>, _ rows: [RowCandidate], _ scan: inout SegmentScan
  ) throws(QueryError) -> QueryResult.Assertion {
    let truths = try values(of: [assertion.condition], rows, &scan).map { $0[0] }
    let failed = rows.indices.filter { truths[$0] != .boolean(true) }
    let operands = try values(
      of: assertion.values.map(\.expression), failed.map { rows[$0] }, &scan)
    let failures = failed.indices.map { place in
      let row = rows[failed[place]]
      return QueryResult.Failure(
        row: [
          QueryResult.NamedValue(name: "trace_id", value: .string(row.traceID)),
          QueryResult.NamedValue(name: "span_id", value: .string(row.spanID)),
        ],
        values: zip(assertion.values, operands[place]).map {
          QueryResult.NamedValue(name: $0.name, value: $1)
        }, isUnknown: truths[failed[place]] == .null)
    }
    return QueryResult.Assertion(
      text: assertion.text, checkedCount: rows.count, failures: failures,
      hasNoSpans: scan.statistics.rowsMatched == 0)
  }
}
