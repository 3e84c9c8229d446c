import QuerySyntax

/// Aggregates of what is computed: `Aggregate.p95(field(\.latency) - field(\.timeToFirstToken))`.
extension Aggregate {
  /// How many spans have a value.
  public static func count<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Int> { call("count", [value.expression], condition) }

  /// How many different values there are; exact.
  public static func countDistinct<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Int> { call("count_distinct", [value.expression], condition) }

  /// The sum; none where there is no value.
  public static func sum<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("sum", [value.expression], condition) }

  /// The mean of values with a unit, rounded to it, half to even.
  public static func average<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("avg", [value.expression], condition) }

  /// The mean of whole numbers.
  public static func average(
    _ value: QueryExpression<Int>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Double> { call("avg", [value.expression], condition) }

  /// The least value.
  public static func least<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("min", [value.expression], condition) }

  /// The greatest value.
  public static func greatest<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("max", [value.expression], condition) }

  /// The least value that is not exceeded by half of the values.
  public static func p50<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("p50", [value.expression], condition) }

  /// The least value that is not exceeded by 95 % of the values.
  public static func p95<Value>(
    _ value: QueryExpression<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("p95", [value.expression], condition) }

  /// The least value that is not exceeded by a share of the values, from 0 to 1.
  public static func quantile<Value>(
    _ value: QueryExpression<Value>, _ share: Double, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> { call("quantile", [value.expression, share.operand], condition) }
}
