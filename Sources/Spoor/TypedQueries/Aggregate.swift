import QuerySyntax

/// Values of a group of spans.
///
/// Missing values are passed by. Percentiles are exact, by nearest rank. With a condition, only the
/// spans of which it is true are taken in: `Aggregate.count(if: \.status == "error")`.
public enum Aggregate {
  /// How many spans there are.
  public static func count(if condition: QueryCondition? = nil) -> QueryExpression<Int> {
    call("count", [], condition)
  }

  /// How many spans have a value.
  public static func count<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Int> {
    call("count", [field(value).expression], condition)
  }

  /// How many different values there are; exact.
  public static func countDistinct<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Int> {
    call("count_distinct", [field(value).expression], condition)
  }

  /// How many different values there are, about: to 0.8 % as a rule, in 16 KiB a group.
  public static func approximateCountDistinct<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Int> { call("approx_count_distinct", [field(value).expression], condition) }

  /// The share of the spans whose status is `error`.
  public static func errorRate(if condition: QueryCondition? = nil) -> QueryExpression<Double> {
    call("error_rate", [], condition)
  }

  /// Spans a second of the time asked, or of the time that the spans cover.
  public static func rate(if condition: QueryCondition? = nil) -> QueryExpression<Double> {
    call("rate", [], condition)
  }

  /// The sum; none where there is no value.
  public static func sum<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("sum", [field(value).expression], condition)
  }

  /// The mean of values with a unit, rounded to it, half to even.
  public static func average<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("avg", [field(value).expression], condition)
  }

  /// The mean of whole numbers.
  public static func average(
    _ value: FieldPath<Int>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Double> {
    call("avg", [field(value).expression], condition)
  }

  /// The least value.
  public static func least<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("min", [field(value).expression], condition)
  }

  /// The greatest value.
  public static func greatest<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("max", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by half of the values.
  public static func p50<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p50", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by 75 % of the values.
  public static func p75<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p75", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by 90 % of the values.
  public static func p90<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p90", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by 95 % of the values.
  public static func p95<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p95", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by 99 % of the values.
  public static func p99<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p99", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by 99.9 % of the values.
  public static func p999<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("p999", [field(value).expression], condition)
  }

  /// The least value that is not exceeded by a share of the values, from 0 to 1.
  public static func quantile<Value>(
    _ value: FieldPath<Value>, _ share: Double, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("quantile", [field(value).expression, share.operand], condition)
  }

  /// The deviation of a sample from its mean; none of fewer than two values.
  public static func deviation<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("stddev", [field(value).expression], condition)
  }

  /// The deviation of whole numbers.
  public static func deviation(
    _ value: FieldPath<Int>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Double> {
    call("stddev", [field(value).expression], condition)
  }

  static func call<Value>(
    _ name: String, _ arguments: [Expression], _ condition: QueryCondition?
  ) -> QueryExpression<Value> {
    QueryExpression(
      .call(
        Call(
          name: name, arguments: arguments.map { .expression($0) },
          condition: condition?.expression)))
  }
}

/// How key paths name a field of a type.
public typealias FieldPath<Value: Sendable> = KeyPath<SpanFields, QueryExpression<Value>>
