import QuerySyntax
import Scanning
import TraceModel

extension LogicalPlan {
  /// The plan in the order in which it is followed.
  var explained: [ExplainedLine] {
    let source = level == .spans ? [] : [ExplainedLine("from", level.rawValue)]
    var lines =
      source + [
        ExplainedLine("time", PlanText.text(of: timeRange)),
        ExplainedLine("filter", PlanText.text(of: filter)),
      ]
    lines += comparedColumns.map {
      ExplainedLine("column", "\($0.column.name): \($0.column.explained)")
    }
    switch output {
    case .groups(let plan): lines += plan.explained
    case .rows(let plan): lines += plan.explained
    case .difference(let plan): lines += plan.explained
    case .comparison(let plan): lines += plan.explained
    }
    if presentation != .table { lines.append(ExplainedLine("draw", presentation.rawValue)) }
    return lines
  }
}

extension DifferencePlan {
  fileprivate var explained: [ExplainedLine] {
    [
      ExplainedLine("first", PlanText.text(of: first)),
      ExplainedLine("second", second.map { PlanText.text(of: $0) } ?? "all others"),
      ExplainedLine("compare", candidates.map(\.name).joined(separator: ", ")),
      ExplainedLine("limit", String(count)),
    ]
  }
}

extension GroupPlan {
  fileprivate var explained: [ExplainedLine] {
    let named = columns.map { column in
      let text = PlanText.text(of: column.expression, in: self)
      return ExplainedLine("show", text == column.name ? text : "\(text) as \(column.name)")
    }
    let filled = fill.map { [ExplainedLine("fill", $0 == .zero ? "0" : "null")] } ?? []
    return keys.map { ExplainedLine("group by", PlanText.text(of: $0)) } + filled
      + aggregates.map { ExplainedLine("aggregate", PlanText.text(of: $0)) } + stepLines + named
  }

  /// What happens to the groups, in the order written.
  var stepLines: [ExplainedLine] {
    steps.map { step in
      PlanText.line(for: step) {
        PlanText.text(of: $0, in: self)
      } having: {
        PlanText.text(of: $0, in: self)
      }
    }
  }
}

extension RowPlan {
  fileprivate var explained: [ExplainedLine] {
    let named = columns.map { column in
      let text = PlanText.text(of: column.expression)
      return ExplainedLine("show", text == column.name ? text : "\(text) as \(column.name)")
    }
    return stepLines + named
  }

  /// What happens to the rows, in the order written.
  var stepLines: [ExplainedLine] {
    steps.map { step in
      // Rows have no `having`; binding refuses it.
      PlanText.line(for: step) {
        PlanText.text(of: $0)
      } having: { _ in
        ""
      }
    }
  }
}

extension ColumnReference {
  /// What values there are.
  var types: [ValueType] {
    switch source.ofSpan {
    case .field(let field): [ValueType(field.type)]
    case .tree(let field): [field.type]
    case .level(let field): [field.type]
    case .attribute(let columns): columns.map { ValueType($0.type) }
    case .related: []
    }
  }

  /// What the name stands for.
  fileprivate var explained: String {
    guard case .related(let relation, let source) = source else { return explained(source) }
    return "the \(relation.rawValue)'s \(explained(source))"
  }

  private func explained(_ source: Source) -> String {
    switch source {
    case .related: return ""
    case .field(let field): return "field, \(ValueType(field.type).rawValue)"
    case .level(let field): return "field, \(field.type.rawValue)"
    case .tree(let field): return "field of the trace's tree, \(field.type.rawValue)"
    case .attribute(let columns):
      guard let first = columns.first else { return "attribute that no span has" }
      let types = columns.map { "\($0.type)" }.joined(separator: ", ")
      return "\(first.scope.prefix) attribute, \(types)"
    }
  }
}
