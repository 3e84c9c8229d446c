import QuerySyntax
import Scanning
import TraceModel

extension Binder {
  /// An expression over one span.
  mutating func scalar(_ expression: Expression) throws(Diagnostic) -> Scalar {
    if let constant = try constant(expression) { return .constant(Value(constant)) }
    switch expression.kind {
    case .path(let path): return .column(try reference(path, at: expression.range))
    case .negate(let operand):
      let operand = try number(try scalar(operand), operand.range, "a minus sign")
      guard operand.type != .instant else {
        throw Diagnostic("an instant has no negative", at: expression.range)
      }
      return .negate(operand, at: expression.range)
    case .arithmetic(let operation, let left, let right):
      let (leftValue, rightValue) = try both(
        { (binder) throws(Diagnostic) in
          try binder.number(try binder.scalar(left), left.range, operation.rawValue)
        },
        { (binder) throws(Diagnostic) in
          try binder.number(try binder.scalar(right), right.range, operation.rawValue)
        })
      guard ArithmeticRule(operation, leftValue.type, rightValue.type) != nil else {
        throw meaningless(operation, (left, leftValue.type), (right, rightValue.type), expression)
      }
      return .arithmetic(operation, leftValue, rightValue, at: expression.range)
    case .call(let call):
      if let relatives = call.relatives {
        return try relativeAggregate(call, relatives, expression)
      }
      return try self.call(call, expression)
    case .relatives(let relatives) where relatives.field != nil:
      throw manyValues(expression)
    default: return try condition(expression)
    }
  }

  mutating func conversion(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Scalar {
    guard let conversion = Conversion(rawValue: call.name) else {
      throw unknownFunction(call.name, at: expression.range)
    }
    let operand = try scalar(try onlyArgument(of: call, expression))
    try refuseUnit(operand.type, call, expression)
    return .convert(conversion, operand)
  }

  func onlyArgument(of call: Call, _ expression: Expression) throws(Diagnostic) -> Expression {
    guard call.arguments.count == 1, case .expression(let argument) = call.arguments[0] else {
      throw Diagnostic("\(call.name) takes one value", at: expression.range)
    }
    return argument
  }

  /// A conversion would have to choose the unit.
  func refuseUnit(
    _ type: ValueType, _ call: Call, _ expression: Expression
  ) throws(Diagnostic) {
    guard type.isUnit, !(call.name == "str" && type == .instant) else { return }
    throw Diagnostic(
      "\(call.name) takes text or a number, and this is \(type.noun)", at: expression.range,
      hint: type == .instant ? nil : "divide by a unit: \(unitExample(of: type, "x"))")
  }

  private func unitExample(of type: ValueType, _ name: String) -> String {
    switch type {
    case .money: "\(name) / $1"
    case .bytes: "\(name) / 1KB"
    default: "\(name) / 1s"
    }
  }

  /// An operand or argument that must be a number, or one with a unit.
  ///
  /// Of an attribute, the columns that hold numbers.
  mutating func number(
    _ scalar: Scalar, _ range: SourceRange, _ user: String
  ) throws(Diagnostic) -> Scalar {
    if case .column(let reference) = scalar, let columns = reference.attributeColumns {
      return try attributeNumber(reference, columns, range, user)
    }
    if scalar.isNeverPresent { return scalar }
    if scalar.type == .mixed, isOfNumbers(scalar) { return .convert(.double, scalar) }
    guard scalar.type.isNumber || scalar.type.isUnit else {
      let name = source(of: range)
      throw Diagnostic(
        "\(user) needs a number; \(name) is \(scalar.type.noun)", at: range,
        hint: scalar.type == .mixed ? "write float(\(name)) to convert it" : nil)
    }
    return scalar
  }

  /// Whether a value is a whole number here and a fraction there, or never seen, and nothing else.
  private func isOfNumbers(_ scalar: Scalar) -> Bool {
    switch scalar {
    case .constant(let value): value == .null || value.type.isNumber
    case .column(let reference):
      reference.attributeColumns?.allSatisfy { $0.type == .integer || $0.type == .double }
        ?? reference.type.isNumber
    case .choice(_, let first, let second): isOfNumbers(first) && isOfNumbers(second)
    case .function(.coalesce, let operands, _): operands.allSatisfy { isOfNumbers($0) }
    default: scalar.type.isNumber
    }
  }

  private mutating func attributeNumber(
    _ reference: ColumnReference, _ columns: [AttributeColumn], _ range: SourceRange,
    _ user: String
  ) throws(Diagnostic) -> Scalar {
    let kept = columns.filter { $0.type == .integer || $0.type == .double }
    let numeric = reference.keeping(kept)
    if kept.isEmpty, let other = columns.first {
      throw Diagnostic(
        "\(user) needs a number; \(reference.name) is \(ValueType(other.type).noun)", at: range,
        hint: other.type == .string ? "write float(\(reference.name)) to convert it" : nil)
    }
    if kept.count < columns.count {
      note("`\(reference.name)` has values that are no numbers; \(user) leaves them out")
    }
    // Never seen, or whole numbers and others: doubles are what they have in common.
    return kept.count == 1 ? .column(numeric) : .convert(.double, .column(numeric))
  }

  func meaningless(
    _ operation: ArithmeticOperator, _ left: (Expression, ValueType),
    _ right: (Expression, ValueType), _ expression: Expression
  ) -> Diagnostic {
    Diagnostic(
      "\(left.1.noun) \(operation.rawValue) \(right.1.noun) has no meaning", at: expression.range,
      hint: "\(source(of: left.0.range)) is \(left.1.noun), "
        + "\(source(of: right.0.range)) is \(right.1.noun)")
  }

  func unknownFunction(
    _ name: String, at range: SourceRange
  ) -> Diagnostic {
    if AggregateName(rawValue: name) != nil, braceDepth > 0 {
      return Diagnostic(
        "the aggregate \(name) cannot stand in braces", at: range,
        hint: "braces hold conditions on spans; count(child{…}) counts relatives of a span")
    }
    if AggregateName(rawValue: name) != nil {
      return Diagnostic(
        "the aggregate \(name) cannot stand here", at: range,
        hint: "aggregates stand in select, having and order by, and not inside each other")
    }
    if let ours = ForeignNames.function(name) {
      return Diagnostic("there is no function \(name)", at: range, hint: "write \(ours)")
    }
    if name.first == "p", let percent = Int64(name.dropFirst()), 1..<100 ~= percent {
      return Diagnostic(
        "there is no function \(name)", at: range, hint: "write quantile(…, \(percent)%)")
    }
    let names =
      Conversion.allCases.map(\.rawValue) + ScalarFunction.allCases.map(\.rawValue) + ["if"]
      + AggregateName.allCases.map(\.rawValue)
    return Diagnostic(
      "there is no function \(name)", at: range,
      hint: nearest(name, among: names).map { "did you mean \($0)?" })
  }
}

extension Value {
  /// A constant by its shape; a date stands for its first moment.
  init(_ constant: WrittenConstant) {
    guard case .literal(let literal) = constant else {
      self = .string(constant.text)
      return
    }
    self =
      switch literal.value {
      case .null: .null
      case .boolean(let flag): .boolean(flag)
      case .integer(let number): .integer(number)
      case .double(let number), .percent(let number): Value(finite: number)
      case .duration(let number): .duration(number)
      case .bytes(let number): .bytes(number)
      case .money(let number): .money(number)
      case .instant(let from, _): .instant(from)
      case .word(let text): .string(text)
      }
  }
}
