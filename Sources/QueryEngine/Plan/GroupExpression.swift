import QuerySyntax

/// A value computed from a group's keys and aggregates.
indirect enum GroupExpression: Hashable, Sendable {
  case constant(Value)
  /// The position of a group key.
  case key(Int, ValueType)
  /// The position of an aggregate in the plan.
  case aggregate(Int, ValueType)
  case negate(GroupExpression, at: SourceRange)
  case arithmetic(ArithmeticOperator, GroupExpression, GroupExpression, at: SourceRange)
  case convert(Conversion, GroupExpression)
  /// A condition as a value: true, false, or null where it is unknown.
  case condition(GroupPredicate)
  /// The first value where a condition is true, and the second elsewhere.
  case choice(GroupPredicate, GroupExpression, GroupExpression)
  case function(ScalarFunction, [GroupExpression], at: SourceRange)

  var type: ValueType {
    switch self {
    case .constant(let value): value.type
    case .key(_, let type), .aggregate(_, let type): type
    case .negate(let operand, _): operand.type
    case .arithmetic(let operation, let left, let right, _):
      ArithmeticRule(operation, left.type, right.type)?.result ?? .mixed
    case .convert(let conversion, _): conversion.type
    case .condition: .boolean
    case .choice(_, let first, let second): ValueType.common([first.knownType, second.knownType])
    case .function(let function, let operands, _): function.type(of: operands.map(\.knownType))
    }
  }

  /// The type; nil of a null that is written out, which is of any.
  private var knownType: ValueType? { self == .constant(.null) ? nil : type }
}

extension GroupExpression {
  /// Whether an aggregate is part of it.
  var hasAggregate: Bool { !aggregatePlaces.isEmpty }
}

extension ValueType {
  /// No number of the type; null of types that are no numbers.
  var zero: Value {
    switch self {
    case .integer, .mixed: .integer(0)
    case .double: .double(0)
    case .duration: .duration(0)
    case .bytes: .bytes(0)
    case .money: .money(0)
    case .boolean, .string, .instant, .list: .null
    }
  }
}

/// A condition on a group, with three-valued logic.
indirect enum GroupPredicate: Hashable, Sendable {
  case constant(Bool)
  case not(GroupPredicate)
  case and(GroupPredicate, GroupPredicate)
  case or(GroupPredicate, GroupPredicate)
  case test(GroupExpression, ValueTest)
  case comparison(ComparisonOperator, GroupExpression, GroupExpression)
  case missing(GroupExpression)
}
