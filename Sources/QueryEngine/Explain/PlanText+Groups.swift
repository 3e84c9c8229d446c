import QuerySyntax

/// Expressions over groups, and what happens to groups and rows.
extension PlanText {
  static func text(of expression: GroupExpression, in plan: GroupPlan) -> String {
    switch expression {
    case .constant(let value): text(of: value)
    case .key(let place, _): text(of: plan.keys[place])
    case .aggregate(let place, _): text(of: plan.aggregates[place])
    case .negate(let operand, _): "-(\(text(of: operand, in: plan)))"
    case .arithmetic(let operation, let left, let right, _):
      "(\(text(of: left, in: plan)) \(operation.rawValue) \(text(of: right, in: plan)))"
    case .convert(let conversion, let operand):
      "\(conversion.rawValue)(\(text(of: operand, in: plan)))"
    case .condition(let predicate): "(\(text(of: predicate, in: plan)))"
    case .choice(let condition, let first, let second):
      "if(\(text(of: condition, in: plan)), \(text(of: first, in: plan)), "
        + "\(text(of: second, in: plan)))"
    case .function(let function, let operands, _):
      "\(function.rawValue)"
        + "(\(operands.map { text(of: $0, in: plan) }.joined(separator: ", ")))"
    }
  }

  static func text(of predicate: GroupPredicate, in plan: GroupPlan) -> String {
    switch predicate {
    case .constant(let flag): "\(flag)"
    case .not(let operand): "not (\(text(of: operand, in: plan)))"
    case .and(let left, let right):
      "(\(text(of: left, in: plan)) and \(text(of: right, in: plan)))"
    case .or(let left, let right): "(\(text(of: left, in: plan)) or \(text(of: right, in: plan)))"
    case .test(let expression, let test):
      text(of: test, on: text(of: expression, in: plan), ofTypes: [expression.type], negated: false)
    case .comparison(let comparison, let left, let right):
      "\(text(of: left, in: plan)) \(comparison.rawValue) \(text(of: right, in: plan))"
    case .missing(let expression): "\(text(of: expression, in: plan)) is missing"
    }
  }

  /// A step; the closures say what its expressions and its condition on groups are.
  static func line<Content>(
    for step: Step<Content>, _ content: (Content) -> String, having: (GroupPredicate) -> String
  ) -> ExplainedLine {
    switch step {
    case .having(let predicate): ExplainedLine("having", having(predicate))
    case .limit(let count): ExplainedLine("limit", "\(count)")
    case .cut(let cut):
      ExplainedLine(
        "limit",
        "\(cut.count)"
          + (cut.keys.isEmpty ? "" : " per \(cut.keys.map(content).joined(separator: ", "))")
          + (cut.keepsOther ? " with other" : ""))
    case .assertion(let assertion): ExplainedLine("assert", content(assertion.condition))
    case .skip(let count): ExplainedLine("skip", "\(count)")
    case .order(let orders):
      ExplainedLine(
        "order",
        orders.map {
          content($0.expression) + ($0.isDescending ? " desc" : "")
            + ($0.nullsFirst ? " nulls first" : "")
        }.joined(separator: ", "))
    }
  }
}
