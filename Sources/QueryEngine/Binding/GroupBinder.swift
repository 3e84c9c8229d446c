import CivilCalendar
import QuerySyntax
import TraceModel

extension Binder {
  mutating func groupPlan(
    of stages: QueryStages, in timeRange: TimeRange
  ) throws(Diagnostic) -> GroupPlan {
    let keys = groupKeys(of: stages)
    let weighs = weighsSpans(among: stages, in: timeRange)
    var groups = GroupBinder(keys: keys, weighsSpans: weighs)
    for item in stages.items ?? [] {
      let selected: Void? = attempt { (binder) throws(Diagnostic) in
        try groups.select(item, &binder)
      }
      if selected == nil { lose(item) }
    }
    if stages.items == nil {
      if level == .spans { groups.selectDefaults() } else { groups.selectDefaults(of: self) }
    }
    let (steps, fill) = try both(
      { (binder) throws(Diagnostic) in try groups.steps(stages.steps, &binder) },
      { (binder) throws(Diagnostic) in
        try stages.every?.fill.map { (fill) throws(Diagnostic) in try binder.fill(fill) }
      })
    guard mistakes.isEmpty else { throw .told }
    return GroupPlan(
      keys: keys.map(\.scalar), keyNames: keys.map(\.header), aggregates: groups.aggregates,
      columns: groups.columns, steps: steps, fill: fill, zone: keys.first?.zone,
      weighsSpans: weighs && groups.aggregates.contains(where: \.isOfSample))
  }
}

extension Binder {
  private mutating func groupKeys(of stages: QueryStages) -> [GroupBinder.Key] {
    var keys: [GroupBinder.Key] = []
    if let every = stages.every {
      let key = attempt { (binder) throws(Diagnostic) in try binder.timeKey(every: every) }
      if let key { keys.append(key) } else { lostNames.insert("time") }
    }
    for item in stages.keys ?? [] {
      let key = attempt { (binder) throws(Diagnostic) in try binder.groupKey(item) }
      if let key { keys.append(key) } else { lose(item) }
    }
    hasLostKeys = hasLostKeys || keys.count < (stages.keys ?? []).count
    return keys
  }

  private mutating func groupKey(_ item: Item) throws(Diagnostic) -> GroupBinder.Key {
    if item.expression.hasAggregate {
      throw Diagnostic(
        "an aggregate cannot be a group key", at: item.expression.range,
        hint: "select it, or filter groups by it with having")
    }
    try refusePlace(item.expression)
    return GroupBinder.Key(
      scalar: try scalar(item.expression), alias: item.alias, header: header(of: item))
  }
}

/// Binds what is asked of groups: columns, conditions and orders over keys and aggregates.
struct GroupBinder {
  struct Key {
    var scalar: Scalar
    var alias: String?
    var header: String
    /// Of an interval whose zone was named.
    var zone: Zone?
  }

  let keys: [Key]
  /// Whether aggregates are of what the spans stand for.
  private let weighsSpans: Bool
  private(set) var aggregates: [Aggregate] = []
  private(set) var columns: [OutputColumn<GroupExpression>]
  private(set) var aliases: [String: GroupExpression] = [:]

  init(keys: [Key], weighsSpans: Bool) {
    self.keys = keys
    self.weighsSpans = weighsSpans
    columns = keys.indices.map {
      OutputColumn(name: keys[$0].header, expression: .key($0, keys[$0].scalar.type))
    }
    for (index, key) in keys.enumerated() {
      if let alias = key.alias { aliases[alias] = .key(index, key.scalar.type) }
    }
  }

  /// The position of an aggregate, added when it is new.
  mutating func position(of aggregate: Aggregate) -> GroupExpression {
    let aggregate = weighsSpans ? aggregate.weighted : aggregate
    let index = aggregates.firstIndex(of: aggregate) ?? aggregates.count
    if index == aggregates.count { aggregates.append(aggregate) }
    return .aggregate(index, aggregate.type)
  }

  mutating func select(_ item: Item, _ binder: inout Binder) throws(Diagnostic) {
    let expression = try self.expression(item.expression, &binder)
    if let alias = item.alias { aliases[alias] = expression }
    // Keys lead the columns already.
    if case .key = expression, item.alias == nil { return }
    columns.append(OutputColumn(name: binder.header(of: item), expression: expression))
  }

  /// What `group by` shows without `select`.
  mutating func selectDefaults() {
    let latency = Scalar.column(.latency)
    let nowhere = SourceRange(0, 0)
    let defaults: [(String, Aggregate?)] = [
      ("count()", .count), ("error_rate()", .errorRate),
      ("p50(latency)", AggregateName.p50.fraction.map { .quantile(latency, $0) }),
      ("p95(latency)", AggregateName.p95.fraction.map { .quantile(latency, $0) }),
      ("sum(total_tokens)", .sum(.column(ColumnReference(.totalTokens)), at: nowhere)),
      ("sum(cost)", .sum(.column(ColumnReference(.cost)), at: nowhere)),
      ("exemplar", .exemplar),
    ]
    for case (let name, let aggregate?) in defaults {
      columns.append(OutputColumn(name: name, expression: position(of: aggregate)))
      aliases[name] = columns.last?.expression
    }
  }

  /// Adds a column that the query did not write.
  mutating func show(_ expression: GroupExpression, as name: String) {
    columns.append(OutputColumn(name: name, expression: expression))
    aliases[name] = expression
  }

  mutating func steps(
    _ stages: [Stage], _ binder: inout Binder
  ) throws(Diagnostic) -> [Step<GroupExpression>] {
    var hasOther = false
    return try binder.all(stages) { (binder, stage) throws(Diagnostic) in
      guard !hasOther || stage.asserted != nil else {
        throw Diagnostic(
          "limit with other comes last", at: stage.range,
          hint: "put what filters and orders groups before it")
      }
      if case .cut(let cut) = stage.kind { hasOther = cut.keepsOther }
      return try step(stage, &binder)
    }
  }

  private mutating func step(
    _ stage: Stage, _ binder: inout Binder
  ) throws(Diagnostic) -> Step<GroupExpression> {
    switch stage.kind {
    case .cut(let cut):
      guard !keys.isEmpty || !cut.keepsOther else {
        throw Diagnostic(
          "with other sums up groups, and there is one", at: stage.range,
          hint: "group by makes more")
      }
      let (count, keys) = try binder.both(
        { (binder) throws(Diagnostic) in try binder.count(cut.count, "limit") },
        { (binder) throws(Diagnostic) in
          try binder.all(cut.keys) { (binder, key) throws(Diagnostic) in
            try expression(key, &binder)
          }
        })
      return .cut(LogicalPlan.Cut(count: count, keys: keys, keepsOther: cut.keepsOther))
    case .assertion(let predicate):
      var groups = self
      let condition = GroupExpression.condition(try groups.predicate(predicate, &binder))
      let assertion = try binder.assertion(predicate, condition: condition) {
        (binder, part) throws(Diagnostic) in try groups.expression(part, &binder)
      }
      self = groups
      return .assertion(assertion)
    case .limit(let value): return .limit(try binder.count(value, "limit"))
    case .skip(let value): return .skip(try binder.count(value, "skip"))
    case .having(let condition): return .having(try predicate(condition, &binder))
    case .order(let orderKeys):
      return .order(
        try binder.all(orderKeys) { (binder, key) throws(Diagnostic) in
          try binder.refusePlace(key.expression)
          return Order(key, try expression(key.expression, &binder))
        })
    default: preconditionFailure("not a step")
    }
  }
}
