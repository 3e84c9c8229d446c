import QuerySyntax
import TraceModel

extension Binder {
  mutating func output(of stages: QueryStages) throws(Diagnostic) -> LogicalPlan.Output {
    let isGrouped =
      stages.keys != nil || stages.interval != nil
      || (stages.items ?? []).contains {
        $0.expression.hasAggregate
      }
    return isGrouped ? .groups(try groupPlan(of: stages)) : .rows(try rowPlan(of: stages))
  }

  private mutating func rowPlan(of stages: QueryStages) throws(Diagnostic) -> RowPlan {
    var columns: [OutputColumn<Scalar>] = []
    for item in stages.items ?? [] {
      columns.append(
        OutputColumn(name: header(of: item), expression: try scalar(item.expression)))
    }
    if stages.items == nil {
      columns = Self.defaultFields.map {
        OutputColumn(name: $0.name, expression: .column(ColumnReference($0)))
      }
    }
    var steps: [Step<Scalar>] = []
    for stage in stages.steps { steps.append(try rowStep(stage, stages.items ?? [], columns)) }
    return RowPlan(columns: columns, steps: steps, isSelected: stages.items != nil)
  }

  /// What a filter without `select` shows.
  private static let defaultFields: [Field] = [
    .start, .stage, .name, .latency, .status, .model, .traceID,
  ]

  func header(of item: Item) -> String {
    item.alias ?? source(of: item.expression.range)
  }

  private mutating func rowStep(
    _ stage: Stage, _ items: [Item], _ columns: [OutputColumn<Scalar>]
  ) throws(Diagnostic) -> Step<Scalar> {
    switch stage.kind {
    case .limit(let value): return .limit(try count(value, "limit"))
    case .skip(let value): return .skip(try count(value, "skip"))
    case .order(let keys):
      var orders: [Order<Scalar>] = []
      for key in keys {
        if key.expression.hasAggregate {
          throw Diagnostic(
            "ordering by an aggregate needs groups", at: key.expression.range,
            hint: "add group by")
        }
        let named = columns.indices.first { items[safe: $0]?.alias == key.expression.soleName }
        let isAlias = key.expression.soleName != nil && named != nil
        let expression = isAlias ? columns[named ?? 0].expression : try scalar(key.expression)
        orders.append(Order(key, expression))
      }
      return .order(orders)
    default:
      throw Diagnostic(
        "having filters groups, and there are none", at: stage.range,
        hint: "where filters spans; group by makes groups")
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
    switch kind {
    case .call(let call) where call.relatives != nil: false
    case .call(let call):
      AggregateName(rawValue: call.name) != nil
        || call.arguments.contains {
          if case .expression(let argument) = $0 { argument.hasAggregate } else { false }
        }
    case .negate(let operand): operand.hasAggregate
    case .arithmetic(_, let left, let right): left.hasAggregate || right.hasAggregate
    default: false
    }
  }

  /// Whether a field is named somewhere in it.
  var hasPath: Bool {
    switch kind {
    case .path, .relatives: true
    case .call(let call):
      call.arguments.contains {
        if case .expression(let argument) = $0 { argument.hasPath } else { false }
      }
    case .negate(let operand): operand.hasPath
    case .arithmetic(_, let left, let right): left.hasPath || right.hasPath
    default: false
    }
  }
}
