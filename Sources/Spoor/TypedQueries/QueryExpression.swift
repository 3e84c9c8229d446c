import QuerySyntax

/// Something of a span, or of a group of spans, that has a value of a type.
///
/// Fields are expressions, and so are sums of them and aggregates over them.
public struct QueryExpression<Value: Sendable>: QueryColumn {
  let expression: Expression

  init(_ kind: Expression.Kind) {
    expression = Expression(kind, SourceRange(0, 0))
  }

  init(_ expression: Expression) {
    self.expression = expression
  }

  /// The expression as a column of the result.
  public var column: ResultColumn { ResultColumn(expression: expression, alias: nil) }

  /// The expression as a column of a name of its own.
  public func named(_ name: String) -> ResultColumn {
    ResultColumn(expression: expression, alias: name)
  }
}

/// What can be a column of a result: a field, an expression, an aggregate.
public protocol QueryColumn: Sendable {
  /// The column.
  var column: ResultColumn { get }
}

/// A column that a query is to show.
public struct ResultColumn: QueryColumn {
  let expression: Expression
  let alias: String?

  /// The column itself.
  public var column: ResultColumn { self }

  var item: Item { Item(expression: expression, alias: alias) }
}

/// A field's expression, where a key path alone does not say enough.
public func field<Value>(
  _ path: KeyPath<SpanFields, QueryExpression<Value>>
) -> QueryExpression<Value> {
  SpanFields()[keyPath: path]
}

/// Addition of values of one unit.
public func + <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.add, left.expression, right.expression))
}

/// Addition of a constant of the same unit.
public func + <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.add, left.expression, right.operand))
}

/// Subtraction of values of one unit.
public func - <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.subtract, left.expression, right.expression))
}

/// Subtraction of a constant of the same unit.
public func - <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.subtract, left.expression, right.operand))
}

/// Multiplication by a number, which keeps the unit.
public func * <Value>(left: QueryExpression<Value>, right: Double) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.multiply, left.expression, right.operand))
}

/// The ratio of two values of one unit; null where the divisor is zero.
public func / <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryExpression<Double> {
  QueryExpression(.arithmetic(.divide, left.expression, right.expression))
}

/// Division by a number, which keeps the unit.
public func / <Value>(left: QueryExpression<Value>, right: Double) -> QueryExpression<Value> {
  QueryExpression(.arithmetic(.divide, left.expression, right.operand))
}

extension QueryValue {
  /// The value as an operand: a sign is an operator there.
  var operand: Expression {
    let expression = queryText.expression
    guard case .literal(let literal) = expression.kind, literal.text.hasPrefix("-"),
      let positive = literal.negated
    else { return expression }
    return Expression(.negate(Expression(.literal(positive), expression.range)), expression.range)
  }
}

extension Literal {
  /// The literal without its sign; nil where 64 bits do not hold it.
  fileprivate var negated: Literal? {
    let text = String(text.dropFirst())
    let value: Value? =
      switch value {
      case .integer(let number): number == .min ? nil : .integer(-number)
      case .double(let number): .double(-number)
      case .duration(let number): number == .min ? nil : .duration(-number)
      case .bytes(let number): number == .min ? nil : .bytes(-number)
      case .money(let number): number == .min ? nil : .money(-number)
      default: nil
      }
    return value.map { Literal(text: text, value: $0) }
  }
}
