import QuerySyntax

/// Functions and conditions that stand where a value does.
extension Binder {
  /// A call over one span.
  mutating func call(_ call: Call, _ expression: Expression) throws(Diagnostic) -> Scalar {
    try refuseCondition(of: call, expression)
    if call.name == "if" {
      let parts = try branches(of: call, expression)
      let (condition, (first, second)) = try both(
        { (binder) throws(Diagnostic) in
          try binder.valueCondition(parts.condition, negated: false)
        },
        { (binder) throws(Diagnostic) in
          try binder.both(
            { (binder) throws(Diagnostic) in try binder.scalar(parts.first) },
            { (binder) throws(Diagnostic) in try binder.scalar(parts.second) })
        })
      try checkCommonType(
        "if", [(parts.first, first.type), (parts.second, second.type)])
      return .choice(condition, first, second)
    }
    guard let function = ScalarFunction(rawValue: call.name) else {
      return try conversion(call, expression)
    }
    var arguments = try arguments(of: function, call, expression)
    let operands = try all(Array(arguments.enumerated())) { (binder, part) throws(Diagnostic) in
      let (place, argument) = part
      let operand = try binder.scalar(argument.expression)
      guard place == 0, function.takesNumber else { return operand }
      return try binder.number(operand, argument.expression.range, call.name)
    }
    for (place, operand) in operands.enumerated() { arguments[place].type = operand.type }
    try check(function, arguments, expression)
    return .function(function, operands, at: expression.range)
  }

  /// A condition as a value.
  ///
  /// Where it is unknown the value is null, which shows, so that no note has to tell of it.
  mutating func condition(_ expression: Expression) throws(Diagnostic) -> Scalar {
    .condition(
      isTrue: try valueCondition(expression, negated: false),
      isFalse: try valueCondition(expression, negated: true))
  }

  private mutating func valueCondition(
    _ expression: Expression, negated: Bool
  ) throws(Diagnostic) -> ExactPredicate {
    let known = comparedColumns
    defer { comparedColumns = known }
    return ExactPredicate(try predicate(expression, negated: negated))
  }

  /// `if (…)` behind anything but an aggregate.
  func refuseCondition(of call: Call, _ expression: Expression) throws(Diagnostic) {
    guard call.condition != nil, AggregateName(rawValue: call.name) == nil else { return }
    throw Diagnostic(
      "\(call.name) is no aggregate, and takes no condition behind it", at: expression.range,
      hint: "write if(condition, \(call.name)(…), null)")
  }

  /// The three arguments of `if`.
  func branches(
    of call: Call, _ expression: Expression
  ) throws(Diagnostic) -> (condition: Expression, first: Expression, second: Expression) {
    guard call.arguments.count == 3, case .expression(let condition) = call.arguments[0],
      case .expression(let first) = call.arguments[1],
      case .expression(let second) = call.arguments[2]
    else {
      throw Diagnostic(
        "if takes a condition and two values", at: expression.range,
        hint: "write if(status=error, 1, 0)")
    }
    return (condition, first, second)
  }

  /// A function's argument, and its type once that is known.
  typealias Argument = (expression: Expression, type: ValueType)

  func arguments(
    of function: ScalarFunction, _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> [Argument] {
    var arguments: [Argument] = []
    for case .expression(let argument) in call.arguments { arguments.append((argument, .mixed)) }
    guard function.argumentCounts.contains(call.arguments.count),
      arguments.count == call.arguments.count
    else {
      let (wanted, example) = function.usage
      throw Diagnostic(
        "\(call.name) takes \(wanted)", at: expression.range, hint: "write \(example)")
    }
    return arguments
  }

  /// Whether a function means something for the types of its arguments.
  func check(
    _ function: ScalarFunction, _ arguments: [Argument], _ expression: Expression
  ) throws(Diagnostic) {
    let first = arguments[0]
    switch function {
    case .coalesce: try checkCommonType("coalesce", arguments)
    case .lower, .upper, .length:
      guard first.type == .string || first.type == .mixed else {
        throw Diagnostic(
          "\(function.rawValue) needs text; \(source(of: first.expression.range)) is "
            + first.type.noun, at: first.expression.range)
      }
    case .abs, .round, .floor, .ceil, .bucket: try checkNumber(function, arguments)
    }
  }

  private func checkNumber(
    _ function: ScalarFunction, _ arguments: [Argument]
  ) throws(Diagnostic) {
    let (operand, type) = arguments[0]
    let name = source(of: operand.range)
    guard type.isNumber || type.isUnit || type == .mixed else {
      throw Diagnostic(
        "\(function.rawValue) needs a number; \(name) is \(type.noun)", at: operand.range)
    }
    switch function {
    case .bucket: try checkWidth(arguments, of: "bucket")
    case .abs where type == .instant:
      throw Diagnostic("an instant has no absolute value", at: operand.range)
    case .round, .floor, .ceil:
      guard !type.isUnit else {
        throw Diagnostic(
          "\(function.rawValue) takes a number without a unit; \(name) is \(type.noun)",
          at: operand.range, hint: "write bucket(\(name), \(type.unitExample(of: "1")))")
      }
      if arguments.count > 1 { try checkDigits(arguments[1].expression) }
    default: break
    }
  }

  private func checkDigits(_ expression: Expression) throws(Diagnostic) {
    guard case .literal(let literal) = try constant(expression),
      case .integer(let digits) = literal.value, (0...15).contains(digits)
    else {
      throw Diagnostic(
        "the decimals of round are a whole number from 0 to 15", at: expression.range,
        hint: "write round(x, 2)")
    }
  }

  /// Whether a width is a number above zero, of the unit of what is cut by it.
  func checkWidth(_ arguments: [Argument], of function: String) throws(Diagnostic) {
    let (operand, type) = arguments[0]
    let width = arguments[1].expression
    let value = try constant(width).map { Value($0) } ?? .null
    let wanted = type == .instant ? ValueType.duration : type
    let fits =
      wanted.isUnit ? value.type == wanted : (value.type.isNumber || type == .mixed)
    let isAboveZero = value.wholeNumber.map { $0 > 0 } ?? value.isAboveZero
    guard fits, isAboveZero else {
      let name = source(of: operand.range)
      throw Diagnostic(
        "the width of \(function) is \(wanted.noun) above zero, written out", at: width.range,
        hint: "write \(function)(\(name), \(wanted.unitExample(of: "10")))")
    }
  }

  /// Values of which one is chosen are of one type, or numbers of either kind.
  func checkCommonType(_ name: String, _ arguments: [Argument]) throws(Diagnostic) {
    var known: Argument?
    for argument in arguments where argument.type != .mixed {
      guard let first = known else {
        known = argument
        continue
      }
      guard first.type != argument.type, !(first.type.isNumber && argument.type.isNumber)
      else { continue }
      throw Diagnostic(
        "\(name) takes values of one type: \(source(of: first.expression.range)) is "
          + "\(first.type.noun), \(source(of: argument.expression.range)) \(argument.type.noun)",
        at: argument.expression.range,
        hint: argument.type == .integer && first.type.isUnit
          ? "write \(first.type.unitExample(of: source(of: argument.expression.range)))" : nil)
    }
  }
}

extension ScalarFunction {
  /// What the function takes, and an example.
  fileprivate var usage: (takes: String, example: String) {
    switch self {
    case .abs, .floor, .ceil: ("one number", "\(rawValue)(score)")
    case .round: ("a number, and how many decimals", "round(score, 2)")
    case .coalesce: ("one value or several", "coalesce(ttft, latency)")
    case .lower, .upper, .length: ("one text", "\(rawValue)(name)")
    case .bucket: ("a value and a width", "bucket(latency, 100ms)")
    }
  }
}

extension ValueType {
  /// A literal of the type with the digits of a number.
  func unitExample(of digits: String) -> String {
    switch self {
    case .duration, .instant: "\(digits)s"
    case .bytes: "\(digits)KB"
    case .money: "$\(digits)"
    default: digits
    }
  }
}

extension Value {
  fileprivate var isAboveZero: Bool {
    if case .double(let number) = self { number > 0 } else { false }
  }
}
