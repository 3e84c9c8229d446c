import QuerySyntax

// Each operator three times: a field or an expression against a constant, and two expressions. Key
// paths are spelled as such in the signatures, since only so `\.stage` needs no type.

/// The value is equal to a constant.
public func == <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .equal, right) }

/// The value is equal to a constant.
public func == <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .equal, right) }

/// The value is equal to another.
public func == <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .equal, right) }

/// The value differs from a constant, and is there.
public func != <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .notEqual, right) }

/// The value differs from a constant, and is there.
public func != <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .notEqual, right) }

/// The value differs from another, and both are there.
public func != <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .notEqual, right) }

/// The value is less than a constant.
public func < <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .less, right) }

/// The value is less than a constant.
public func < <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .less, right) }

/// The value is less than another.
public func < <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .less, right) }

/// The value is at most a constant.
public func <= <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .lessOrEqual, right) }

/// The value is at most a constant.
public func <= <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .lessOrEqual, right) }

/// The value is at most another.
public func <= <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .lessOrEqual, right) }

/// The value is greater than a constant.
public func > <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .greater, right) }

/// The value is greater than a constant.
public func > <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .greater, right) }

/// The value is greater than another.
public func > <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .greater, right) }

/// The value is at least a constant.
public func >= <Value: QueryValue>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: Value
) -> QueryCondition { compare(field(left), .greaterOrEqual, right) }

/// The value is at least a constant.
public func >= <Value: QueryValue>(
  left: QueryExpression<Value>, right: Value
) -> QueryCondition { compare(left, .greaterOrEqual, right) }

/// The value is at least another.
public func >= <Value>(
  left: QueryExpression<Value>, right: QueryExpression<Value>
) -> QueryCondition { compare(left, .greaterOrEqual, right) }

/// The span has no value there.
public func == <Value>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: _OptionalNilComparisonType
) -> QueryCondition {
  QueryCondition(.missing(field(left).expression, negated: false))
}

/// The span has a value there.
public func != <Value>(
  left: KeyPath<SpanFields, QueryExpression<Value>>, right: _OptionalNilComparisonType
) -> QueryCondition {
  QueryCondition(.missing(field(left).expression, negated: true))
}

private func compare<Value: QueryValue>(
  _ left: QueryExpression<Value>, _ comparison: ComparisonOperator, _ right: Value
) -> QueryCondition {
  QueryCondition(.comparison(comparison, left.expression, right.queryText.expression))
}

private func compare<Value>(
  _ left: QueryExpression<Value>, _ comparison: ComparisonOperator, _ right: QueryExpression<Value>
) -> QueryCondition {
  QueryCondition(.comparison(comparison, left.expression, right.expression))
}
