import QuerySyntax

extension GroupBinder {
  /// A call that is no aggregate.
  mutating func function(
    _ call: Call, _ expression: Expression, _ binder: inout Binder
  ) throws(Diagnostic) -> GroupExpression? {
    try binder.refuseCondition(of: call, expression)
    if call.name == "if" {
      let parts = try binder.branches(of: call, expression)
      let condition = binder.attempt { (binder) throws(Diagnostic) in
        try predicate(parts.condition, &binder)
      }
      let (first, second) = try values(parts.first, parts.second, &binder)
      guard let condition else { throw .told }
      try binder.checkCommonType(
        "if", [(parts.first, first.type), (parts.second, second.type)])
      return .choice(condition, first, second)
    }
    guard let function = ScalarFunction(rawValue: call.name) else { return nil }
    var arguments = try binder.arguments(of: function, call, expression)
    let operands = try binder.all(arguments) { (binder, argument) throws(Diagnostic) in
      try self.expression(argument.expression, &binder)
    }
    for (place, operand) in operands.enumerated() { arguments[place].type = operand.type }
    try binder.check(function, arguments, expression)
    return .function(function, operands, at: expression.range)
  }
}
