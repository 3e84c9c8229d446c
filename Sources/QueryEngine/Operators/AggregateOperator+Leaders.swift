extension AggregateOperator {
  /// The groups that the first order may show when it shows few of many; nil when all are to be
  /// looked at.
  ///
  /// The first key of the order is computed for all groups, from their aggregates alone; everything
  /// else only for those that it does not rule out.
  func leaders(
    of partial: PartialAggregate, _ control: QueryControl
  ) throws(QueryError) -> [Int]? {
    let limit = shownCount(after: 0)
    guard case .order(let orders) = plan.steps.first, let order = orders.first,
      limit > 0, limit < partial.groupCount / Limits.selectionShare,
      order.expression.needsOnlyAggregates, !plan.aggregates.contains(.rate)
    else { return nil }
    var keys: [Value] = []
    keys.reserveCapacity(partial.groupCount)
    for index in 0..<partial.groupCount {
      if index % Limits.vectorRowCount == 0 { try control.check() }
      let results = try partial.results(of: plan.aggregates, group: index)
      let group = GroupValues(keys: [], aggregates: results)
      keys.append(try group.value(of: order.expression, notices))
    }
    let direction = SortDirection(order)
    let shown = first(limit, of: keys) { direction.compare($0, $1) < 0 }
    guard let last = shown.last else { return nil }
    return keys.indices.filter { direction.compare(keys[$0], last) <= 0 }
  }
}

extension GroupExpression {
  /// Whether no group key is part of it.
  fileprivate var needsOnlyAggregates: Bool {
    switch self {
    case .constant, .aggregate: true
    case .key: false
    case .negate(let operand, _), .convert(_, let operand): operand.needsOnlyAggregates
    case .arithmetic(_, let left, let right, _):
      left.needsOnlyAggregates && right.needsOnlyAggregates
    }
  }
}
