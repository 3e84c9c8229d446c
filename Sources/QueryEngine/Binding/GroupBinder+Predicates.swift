import QuerySyntax

extension GroupBinder {
  /// A condition on a group.
  mutating func predicate(
    _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupPredicate {
    if !expression.hasAggregate, expression.hasPath, expression.soleName == nil,
      let key = try key(for: expression, &binder), key.type == .boolean
    {
      return .test(key, ValueTest(booleans: IntegerRanges(1...1)))
    }
    switch expression.kind {
    case .not(let operand): return .not(try predicate(operand, &binder))
    case .and(let left, let right):
      let (first, second) = try sides(left, right, &binder)
      return .and(first, second)
    case .or(let left, let right):
      let (first, second) = try sides(left, right, &binder)
      return .or(first, second)
    case .comparison(let comparison, let left, let right):
      return try self.comparison(comparison, left, right, &binder)
    case .membership(let subject, let values, let isNot):
      let value = try self.expression(subject, &binder)
      let test = try binder.membershipTest(self.subject(value, subject, binder), values)
      return negate(.test(value, test), if: isNot)
    case .between(let subject, let low, let high, let isNot):
      let value = try self.expression(subject, &binder)
      let test = try binder.betweenTest(self.subject(value, subject, binder), low, high)
      return negate(.test(value, test), if: isNot)
    case .missing(let subject, let isNot):
      return negate(.missing(try self.expression(subject, &binder)), if: isNot)
    case .relatives, .spans, .arrow, .both, .either:
      throw Diagnostic(
        "\(binder.source(of: expression.range)) is a condition on spans, and having filters groups",
        at: expression.range, hint: "where filters spans, and stands before group by")
    default: return try bareCondition(expression, &binder)
    }
  }

  private mutating func sides(
    _ left: Expression, _ right: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> (GroupPredicate, GroupPredicate) {
    let sides = try binder.all([left, right]) { (binder, side) throws(Diagnostic) in
      try predicate(side, &binder)
    }
    return (sides[0], sides[1])
  }

  private mutating func comparison(
    _ comparison: ComparisonOperator, _ left: Expression, _ right: Expression,
    _ binder: inout Binder
  ) throws(Diagnostic) -> GroupPredicate {
    let constant = binder.attempt { (binder) throws(Diagnostic) in try binder.constant(right) }
    guard case .some(.none) = constant else {
      let leftValue = try expression(left, &binder)
      guard case .some(.some(let constant)) = constant else { throw .told }
      let (plain, isNot) = comparison.withoutNot
      let test = try binder.comparisonTest(
        subject(leftValue, left, binder), plain, constant, right.range)
      return negate(.test(leftValue, test), if: isNot)
    }
    let (leftValue, rightValue) = try values(left, right, &binder)
    try binder.checkComparable(comparison, (left, leftValue.type), (right, rightValue.type))
    return .comparison(comparison, leftValue, rightValue)
  }

  private mutating func bareCondition(
    _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupPredicate {
    if case .literal(let literal) = try binder.constant(expression),
      case .boolean(let flag) = literal.value
    {
      return .constant(flag)
    }
    let value = try self.expression(expression, &binder)
    guard value.type == .boolean else {
      let name = binder.source(of: expression.range)
      throw Diagnostic(
        "\(name) is \(value.type.noun), not a condition", at: expression.range,
        hint: "compare it: \(name) > …")
    }
    return .test(value, ValueTest(booleans: IntegerRanges(1...1)))
  }

  private func subject(
    _ value: GroupExpression, _ expression: Expression, _ binder: Binder
  ) -> Subject {
    var identity: Subject.Identity?
    if case .key(let index, _) = value { identity = keys[index].scalar.identity }
    return Subject(
      type: value.type, name: binder.source(of: expression.range), identity: identity)
  }

  private func negate(_ predicate: GroupPredicate, if isNot: Bool) -> GroupPredicate {
    isNot ? .not(predicate) : predicate
  }
}
