import QuerySyntax

extension GroupBinder {
  /// A call that is no aggregate.
  mutating func function(
    _ call: Call, _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupExpression? {
    try binder.refuseCondition(of: call, expression)
    if call.name == "if" {
      let parts = try binder.branches(of: call, expression)
      let condition = try predicate(parts.condition, &binder)
      let first = try self.expression(parts.first, &binder)
      let second = try self.expression(parts.second, &binder)
      try binder.checkCommonType(
        "if", [(parts.first, first.type), (parts.second, second.type)])
      return .choice(condition, first, second)
    }
    guard let function = ScalarFunction(rawValue: call.name) else { return nil }
    var arguments = try binder.arguments(of: function, call, expression)
    var operands: [GroupExpression] = []
    for (place, argument) in arguments.enumerated() {
      operands.append(try self.expression(argument.expression, &binder))
      arguments[place].type = operands[place].type
    }
    try binder.check(function, arguments, expression)
    return .function(function, operands, at: expression.range)
  }
}
