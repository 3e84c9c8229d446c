// `assert`: what must be true of every group.

extension AggregateOperator {
  func check(
    _ assertion: LogicalPlan.Assertion<GroupExpression>, _ groups: [GroupValues],
    _ scan: SegmentScan
  ) throws(QueryError) -> QueryResult.Assertion {
    let checked = groups.filter { $0.kind == .plain }
    var failures: [QueryResult.Failure] = []
    for group in checked {
      let truth = try group.value(of: assertion.condition, notices)
      guard truth != .boolean(true) else { continue }
      var values: [QueryResult.NamedValue] = []
      for operand in assertion.values {
        values.append(
          QueryResult.NamedValue(
            name: operand.name, value: try group.value(of: operand.expression, notices)))
      }
      let row = zip(plan.keyNames, group.keys).map {
        QueryResult.NamedValue(name: $0, value: $1)
      }
      failures.append(QueryResult.Failure(row: row, values: values, isUnknown: truth == .null))
    }
    return QueryResult.Assertion(
      text: assertion.text, checkedCount: checked.count, failures: failures,
      hasNoSpans: scan.statistics.rowsMatched == 0)
  }
}
