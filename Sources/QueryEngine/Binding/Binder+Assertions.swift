import QuerySyntax

extension Binder {
  /// What `assert` asks of every row; `value` binds what a row's values are compared by.
  mutating func assertion<Content>(
    _ predicate: Expression, condition: Content,
    _ value: (inout Binder, Expression) throws(Diagnostic) -> Content
  ) throws(Diagnostic) -> LogicalPlan.Assertion<Content> {
    var values: [OutputColumn<Content>] = []
    for operand in predicate.comparedOperands {
      let name = source(of: operand.range)
      guard !values.contains(where: { $0.name == name }), try constant(operand) == nil
      else { continue }
      values.append(OutputColumn(name: name, expression: try value(&self, operand)))
    }
    return LogicalPlan.Assertion(
      text: source(of: predicate.range), condition: condition, values: values)
  }
}

extension Expression {
  /// What is compared in a predicate, in the order written.
  fileprivate var comparedOperands: [Expression] {
    switch kind {
    case .not(let operand): operand.comparedOperands
    case .and(let left, let right), .or(let left, let right):
      left.comparedOperands + right.comparedOperands
    case .comparison(_, let left, let right): [left, right]
    case .membership(let value, _, _), .between(let value, _, _, _), .missing(let value, _):
      [value]
    default: [self]
    }
  }
}
