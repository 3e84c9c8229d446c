extension AggregateOperator {
  /// The groups that the first order may show when it shows few of many; nil when all are to be
  /// looked at.
  ///
  /// What `having` asks before the order, and the first key of the order, are computed for all
  /// groups, from their aggregates alone; everything else only for those that these do not rule
  /// out.
  func leaders(
    of partial: PartialAggregate, _ control: QueryControl
  ) throws(QueryError) -> [Int]? {
    let conditions = leadingConditions
    let steps = plan.steps.dropFirst(conditions.count)
    let limit = shownCount(after: conditions.count)
    guard plan.fill == nil, case .order(let orders) = steps.first, let order = orders.first,
      limit > 0, limit < partial.groupCount / Limits.selectionShare,
      order.expression.needsOnlyAggregates, conditions.allSatisfy(\.needsOnlyAggregates),
      !plan.aggregates.contains(where: \.isRate)
    else { return nil }
    var keys: [Value] = []
    var indexes: [Int] = []
    keys.reserveCapacity(partial.groupCount)
    indexes.reserveCapacity(partial.groupCount)
    for index in 0..<partial.groupCount {
      if index % Limits.vectorRowCount == 0 { try control.check() }
      let results = try partial.results(of: plan.aggregates, group: index)
      let group = GroupValues(keys: [], aggregates: results)
      guard try holds(conditions, group) else { continue }
      keys.append(try group.value(of: order.expression, notices))
      indexes.append(index)
    }
    let direction = SortDirection(order)
    let shown = first(limit, of: keys) { direction.compare($0, $1) < 0 }
    guard let last = shown.last else { return [] }
    return keys.indices.filter { direction.compare(keys[$0], last) <= 0 }.map { indexes[$0] }
  }

  /// What is asked of groups before anything else is done with them.
  private var leadingConditions: [GroupPredicate] {
    var conditions: [GroupPredicate] = []
    for step in plan.steps {
      guard case .having(let condition) = step else { break }
      conditions.append(condition)
    }
    return conditions
  }

  private func holds(
    _ conditions: [GroupPredicate], _ group: GroupValues
  ) throws(QueryError) -> Bool {
    for condition in conditions where try group.holds(condition, notices) != true { return false }
    return true
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
    case .condition(let condition): condition.needsOnlyAggregates
    case .choice(let condition, let first, let second):
      condition.needsOnlyAggregates && first.needsOnlyAggregates && second.needsOnlyAggregates
    case .function(_, let operands, _): operands.allSatisfy(\.needsOnlyAggregates)
    }
  }
}

extension GroupPredicate {
  /// Whether no group key is part of it.
  fileprivate var needsOnlyAggregates: Bool {
    switch self {
    case .constant: true
    case .not(let operand): operand.needsOnlyAggregates
    case .and(let left, let right), .or(let left, let right):
      left.needsOnlyAggregates && right.needsOnlyAggregates
    case .test(let expression, _), .missing(let expression): expression.needsOnlyAggregates
    case .comparison(_, let left, let right):
      left.needsOnlyAggregates && right.needsOnlyAggregates
    }
  }
}
