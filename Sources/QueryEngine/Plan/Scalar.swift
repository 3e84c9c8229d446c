import QuerySyntax

/// A value computed from a span's columns.
indirect enum Scalar: Hashable, Sendable {
  case constant(Value)
  case column(ColumnReference)
  case negate(Scalar, at: SourceRange)
  case arithmetic(ArithmeticOperator, Scalar, Scalar, at: SourceRange)
  case convert(Conversion, Scalar)
  /// The first moment of the interval that an instant is in.
  case interval(TimeInterval, Scalar)
  /// The number of the range that a number is in.
  case bin(NumberBins, Scalar)
  /// A condition as a value: true, false, or null where it is unknown.
  case condition(isTrue: ExactPredicate, isFalse: ExactPredicate)
  /// The first value where a condition is true, and the second elsewhere.
  case choice(ExactPredicate, Scalar, Scalar)
  case function(ScalarFunction, [Scalar], at: SourceRange)
  /// A value computed from relatives of the span.
  case relatives(RelativeAggregate, at: SourceRange)

  /// What the value is, when it is not null; `mixed` when only the rows tell.
  var type: ValueType {
    switch self {
    case .constant(let value): value.type
    case .column(let column): column.type
    case .negate(let operand, _): operand.type
    case .arithmetic(let operation, let left, let right, _):
      ArithmeticRule(operation, left.type, right.type)?.result ?? .mixed
    case .convert(let conversion, _): conversion.type
    case .interval: .instant
    case .bin: .integer
    case .condition: .boolean
    case .choice(_, let first, let second): ValueType.common([first.knownType, second.knownType])
    case .function(let function, let operands, _): function.type(of: operands.map(\.knownType))
    case .relatives(let aggregate, _): aggregate.type
    }
  }

  /// The type; nil of what never has a value, and fits where values of any type do.
  private var knownType: ValueType? { isNeverPresent ? nil : type }

  /// Whether no row has a value: of a null that is written out, and of an attribute that the store
  /// has not seen.
  var isNeverPresent: Bool {
    switch self {
    case .constant(let value): value == .null
    case .column(let column): column.attributeColumns?.isEmpty ?? false
    case .choice(_, let first, let second): first.isNeverPresent && second.isNeverPresent
    case .function(.coalesce, let operands, _): operands.allSatisfy(\.isNeverPresent)
    case .function(_, let operands, _): operands.first?.isNeverPresent ?? false
    case .negate(let operand, _): operand.isNeverPresent
    case .arithmetic(_, let left, let right, _): left.isNeverPresent || right.isNeverPresent
    default: false
    }
  }
}

/// `int(x)`, `float(x)`, `str(x)`, `bool(x)`: a value of another type, null where there is none.
enum Conversion: String, CaseIterable, Hashable, Sendable {
  case integer = "int"
  case double = "float"
  case string = "str"
  case boolean = "bool"

  var type: ValueType {
    switch self {
    case .integer: .integer
    case .double: .double
    case .string: .string
    case .boolean: .boolean
    }
  }
}
