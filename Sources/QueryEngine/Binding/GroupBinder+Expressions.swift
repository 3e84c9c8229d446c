import QuerySyntax

extension GroupBinder {
  /// A value of a group.
  mutating func expression(
    _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupExpression {
    if let name = expression.soleName, let aliased = aliases[name] { return aliased }
    try binder.refuseLost(expression)
    if let constant = try binder.constant(expression) { return .constant(Value(constant)) }
    if !expression.hasAggregate, expression.hasPath,
      let key = try key(for: expression, &binder)
    {
      return key
    }
    switch expression.kind {
    case .negate(let operand):
      let value = try self.expression(operand, &binder)
      guard value.type.isNumber || value.type.isUnit || value.type == .mixed,
        value.type != .instant
      else {
        throw Diagnostic("\(value.type.noun) has no negative", at: expression.range)
      }
      return .negate(value, at: expression.range)
    case .arithmetic(let operation, let left, let right):
      let (leftValue, rightValue) = try values(left, right, &binder)
      guard ArithmeticRule(operation, leftValue.type, rightValue.type) != nil else {
        throw binder.meaningless(
          operation, (left, leftValue.type), (right, rightValue.type), expression)
      }
      return .arithmetic(operation, leftValue, rightValue, at: expression.range)
    case .call(let call): return try self.call(call, expression, &binder)
    case .not, .and, .or, .comparison, .membership, .between, .missing:
      return .condition(try predicate(expression, &binder))
    default:
      if binder.hasLostKeys { throw .told }
      throw Diagnostic(
        "\(binder.source(of: expression.range)) is neither an aggregate nor a group key",
        at: expression.range, hint: "add it to group by, or aggregate it: max(…), count(…)")
    }
  }

  /// The values of both sides of an operator.
  mutating func values(
    _ left: Expression, _ right: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> (GroupExpression, GroupExpression) {
    let values = try binder.all([left, right]) { (binder, side) throws(Diagnostic) in
      try expression(side, &binder)
    }
    return (values[0], values[1])
  }

  /// The key that an expression is, compared by meaning: `duration` is the key `latency`.
  func key(
    for expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupExpression? {
    // An expression over aliases is no scalar; its parts will be looked at.
    let scalar = binder.tried { (binder) throws(Diagnostic) in try binder.scalar(expression) }
    guard let scalar else {
      if case .path(let path) = expression.kind {
        _ = try binder.reference(path, at: expression.range)
      }
      return nil
    }
    guard let index = keys.firstIndex(where: { $0.scalar.isSame(as: scalar) }) else { return nil }
    return .key(index, scalar.type)
  }

  private mutating func call(
    _ call: Call, _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupExpression {
    if let conversion = Conversion(rawValue: call.name) {
      let operand = try self.expression(
        try binder.onlyArgument(of: call, expression), &binder)
      try binder.refuseUnit(operand.type, call, expression)
      return .convert(conversion, operand)
    }
    if call.relatives != nil {
      if binder.hasLostKeys { throw .told }
      let name = binder.source(of: expression.range)
      throw Diagnostic(
        "\(name) is of a span, and a group has many", at: expression.range,
        hint: "aggregate it, sum(\(name)), or add it to group by")
    }
    if let function = try function(call, expression, &binder) { return function }
    guard let name = AggregateName(rawValue: call.name) else {
      throw binder.unknownFunction(call.name, at: expression.range)
    }
    guard let condition = call.condition else {
      return position(of: try binder.aggregate(name, call, expression))
    }
    let (aggregate, predicate) = try binder.both(
      { (binder) throws(Diagnostic) in try binder.aggregate(name, call, expression) },
      { (binder) throws(Diagnostic) in try binder.predicate(condition, negated: false) })
    return position(of: .conditional(aggregate, ExactPredicate(predicate)))
  }
}

extension Binder {
  mutating func aggregate(
    _ name: AggregateName, _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    try refuseLevel(of: name, expression)
    if name.takesNoArgument {
      guard call.arguments.isEmpty else {
        throw Diagnostic("\(call.name) takes nothing in its brackets", at: expression.range)
      }
      return name == .rate ? .rate : name == .concurrency ? .concurrency : .errorRate
    }
    if name == .count, call.arguments.isEmpty || call.arguments == [.everything] { return .count }
    if let special = try specialAggregate(name, call, expression) { return special }
    let argument = try onlyArgument(of: call, expression)
    try refuseSpanset(argument, in: call)
    let value = try scalar(argument)
    switch name {
    case .count: return .countPresent(value)
    case .distinctCount: return .distinctCount(value)
    case .approximateDistinctCount: return .approximateDistinctCount(value)
    case .min, .max:
      guard value.type != .list else {
        throw Diagnostic("\(call.name) does not take lists", at: argument.range)
      }
      return .extremum(name == .min ? .least : .greatest, value)
    default: return try numeric(name, call, value, argument, expression)
    }
  }

  /// As a value, braces are true or false of every span: a count of them would be that of all spans.
  private func refuseSpanset(_ argument: Expression, in call: Call) throws(Diagnostic) {
    guard argument.isSpanset else { return }
    var condition = "…"
    if case .spans(let inner?) = argument.kind { condition = source(of: inner.range) }
    throw Diagnostic(
      "\(call.name) takes a value of each span, and braces hold spans", at: argument.range,
      hint: "write count() if (\(condition)); count(child{…}) counts relatives of each span")
  }

  private mutating func numeric(
    _ name: AggregateName, _ call: Call, _ value: Scalar, _ argument: Expression,
    _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    let number = try number(value, argument.range, call.name)
    if let fraction = name.fraction { return .quantile(number, fraction) }
    if name == .avg { return .average(number) }
    if name == .stddev { return .deviation(number) }
    guard number.type != .instant else {
      throw Diagnostic("instants have no sum", at: argument.range, hint: "take min, max or avg")
    }
    return .sum(number, at: expression.range)
  }
}
