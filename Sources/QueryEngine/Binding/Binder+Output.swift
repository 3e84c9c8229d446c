import QuerySyntax
import TraceModel

extension Binder {
  mutating func output(
    of stages: QueryStages, _ timeRange: inout TimeRange
  ) throws(Diagnostic) -> LogicalPlan.Output {
    if let stage = stages.comparison, case .comparison(let comparison) = stage.kind {
      var plan = try comparisonPlan(comparison, stage, among: stages, &timeRange)
      if level == .spans {
        plan.weighsSpans = weighsSpans(among: stages, in: timeRange)
      } else {
        noteSample("a comparison", among: stages, in: timeRange)
      }
      return .comparison(plan)
    }
    if let stage = stages.difference, case .difference(let difference) = stage.kind {
      noteSample("diff", among: stages, in: timeRange)
      return .difference(try differencePlan(difference, stage, among: stages))
    }
    let isGrouped =
      stages.keys != nil || stages.every != nil
      || (stages.items ?? []).contains { $0.expression.hasAggregate }
      || stages.steps.contains { $0.asserted?.hasAggregate ?? false }
    return isGrouped
      ? .groups(try groupPlan(of: stages, in: timeRange)) : .rows(try rowPlan(of: stages))
  }

  private mutating func rowPlan(of stages: QueryStages) throws(Diagnostic) -> RowPlan {
    let names = RowNames(items: stages.items ?? [])
    let (columns, steps) = try both(
      { (binder) throws(Diagnostic) in
        guard let items = stages.items else { return binder.defaultColumns() }
        return try binder.rowColumns(items)
      },
      { (binder) throws(Diagnostic) in
        try binder.all(stages.steps) { (binder, stage) throws(Diagnostic) in
          try binder.rowStep(stage, names)
        }
      })
    return RowPlan(columns: columns, steps: steps, isSelected: stages.items != nil)
  }

  private mutating func rowColumns(_ items: [Item]) throws(Diagnostic) -> [OutputColumn<Scalar>] {
    try all(items) { (binder, item) throws(Diagnostic) in
      let scalar = binder.attempt { (binder) throws(Diagnostic) in
        try binder.scalar(item.expression)
      }
      guard let scalar else {
        binder.lose(item)
        throw .told
      }
      return OutputColumn(name: binder.header(of: item), expression: scalar)
    }
  }

  func header(of item: Item) -> String {
    item.alias ?? source(of: item.expression.range)
  }

  private mutating func rowStep(
    _ stage: Stage, _ names: RowNames
  ) throws(Diagnostic) -> Step<Scalar> {
    switch stage.kind {
    case .limit(let value): return .limit(try count(value, "limit"))
    case .skip(let value): return .skip(try count(value, "skip"))
    case .cut(let cut):
      guard !cut.keepsOther else {
        throw Diagnostic(
          "with other sums up groups, and there are none", at: stage.range,
          hint: "group by makes groups")
      }
      let (count, keys) = try both(
        { (binder) throws(Diagnostic) in try binder.count(cut.count, "limit") },
        { (binder) throws(Diagnostic) in
          try binder.all(cut.keys) { (binder, key) throws(Diagnostic) in
            try binder.value(of: key, names, "limiting")
          }
        })
      return .cut(LogicalPlan.Cut(count: count, keys: keys))
    case .order(let keys):
      return .order(
        try all(keys) { (binder, key) throws(Diagnostic) in
          Order(key, try binder.value(of: key.expression, names, "ordering"))
        })
    case .assertion(let predicate):
      return .assertion(
        try assertion(
          predicate, condition: try condition(predicate.replacing(meanings(of: names)))
        ) { (binder, part) throws(Diagnostic) in
          try binder.value(of: part, names, "checking")
        })
    default:
      throw Diagnostic(
        "having filters groups, and there are none", at: stage.range,
        hint: "where filters spans; group by makes groups")
    }
  }

  /// A value that a step of rows is about: a column by its alias, or an expression over fields and
  /// aliases.
  private mutating func value(
    of expression: Expression, _ names: RowNames, _ use: String
  ) throws(Diagnostic) -> Scalar {
    if expression.hasAggregate {
      throw Diagnostic(
        "\(use) by an aggregate needs groups", at: expression.range, hint: "add group by")
    }
    return try scalar(expression.replacing(meanings(of: names)))
  }

  private func meanings(of names: RowNames) -> [String: Expression] {
    names.meanings.filter { !lostNames.contains($0.key) }
  }
}

/// What the columns of rows are called.
private struct RowNames {
  /// The expressions behind aliases.
  var meanings: [String: Expression] = [:]

  init(items: [Item]) {
    for item in items {
      if let alias = item.alias, meanings[alias] == nil { meanings[alias] = item.expression }
    }
  }
}

extension Order {
  init(_ key: OrderKey, _ expression: Content) {
    self.init(
      expression: expression, isDescending: key.direction == .descending,
      nullsFirst: key.nullsFirst)
  }
}

extension Stage {
  /// What `assert` says must be true; nil for other stages.
  var asserted: Expression? {
    if case .assertion(let predicate) = kind { predicate } else { nil }
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension Expression {
  /// The name when the expression is one alone, as an alias would be.
  var soleName: String? {
    if case .path(let path) = kind, path.parts.count == 1 { path.parts[0] } else { nil }
  }

  /// Whether an aggregate is called somewhere in it.
  var hasAggregate: Bool {
    if case .call(let call) = kind {
      // Aggregates over relatives are values of one span.
      if call.relatives != nil { return false }
      if AggregateName(rawValue: call.name) != nil { return true }
    }
    return parts.contains { $0.hasAggregate }
  }

  /// Whether a field is named somewhere in it.
  var hasPath: Bool {
    switch kind {
    case .path, .relatives: true
    default: parts.contains { $0.hasPath }
    }
  }
}
