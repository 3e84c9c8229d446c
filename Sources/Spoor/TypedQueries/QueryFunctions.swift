import QuerySyntax

// The functions of the language, as methods of what they are of: `field(\.model).lowercased()`.

extension QueryExpression {
  /// Without its sign; a number, or one with a unit.
  public func absolute() -> QueryExpression { function("abs") }

  /// To the nearest number of so many decimals, halves to even.
  public func rounded(decimals: Int = 0) -> QueryExpression {
    decimals == 0 ? function("round") : function("round", decimals.operand)
  }

  /// The whole number below.
  public func roundedDown() -> QueryExpression { function("floor") }

  /// The whole number above.
  public func roundedUp() -> QueryExpression { function("ceil") }

  /// As a whole number, without a fraction; none where it is no number.
  public func asInt() -> QueryExpression<Int> { function("int") }

  /// As a number; none where it is none.
  public func asDouble() -> QueryExpression<Double> { function("float") }

  /// As text.
  public func asString() -> QueryExpression<String> { function("str") }

  /// As true or false, of 0, 1 and the words; none of others.
  public func asBool() -> QueryExpression<Bool> { function("bool") }

  /// The value, and where it is missing another.
  public func or(_ other: QueryExpression) -> QueryExpression {
    function("coalesce", other.expression)
  }

  func function<Result>(_ name: String, _ others: Expression...) -> QueryExpression<Result> {
    QueryExpression<Result>(
      .call(Call(name: name, arguments: ([expression] + others).map { .expression($0) })))
  }
}

extension QueryExpression where Value: QueryValue {
  /// The greatest multiple of a width that is not above the value.
  public func bucket(_ width: Value) -> QueryExpression { function("bucket", width.operand) }

  /// The value, and where it is missing a constant.
  public func or(_ constant: Value) -> QueryExpression { function("coalesce", constant.operand) }
}

extension QueryExpression<Timestamp> {
  /// The start of the stretch of a length that a time is in, counted from 1970.
  public func bucket(_ width: Duration) -> QueryExpression { function("bucket", width.operand) }
}

extension QueryExpression<String> {
  /// In lower case.
  public func lowercased() -> QueryExpression { function("lower") }

  /// In upper case.
  public func uppercased() -> QueryExpression { function("upper") }

  /// Its characters, as a reader counts them.
  public func length() -> QueryExpression<Int> { function("length") }
}

extension QueryCondition {
  /// The condition as a value: true, false, or none where it is unknown.
  public var value: QueryExpression<Bool> { QueryExpression(expression) }

  /// One value where the condition is true, and the other elsewhere.
  public func choose<Value>(
    _ first: QueryExpression<Value>, else second: QueryExpression<Value>
  ) -> QueryExpression<Value> {
    value.function("if", first.expression, second.expression)
  }

  /// One constant where the condition is true, and the other elsewhere.
  public func choose<Value: QueryValue>(
    _ first: Value, else second: Value
  ) -> QueryExpression<Value> {
    value.function("if", first.operand, second.operand)
  }
}
