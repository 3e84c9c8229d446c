import QuerySyntax
public import TraceModel

/// Single spans of a group, and lists of values.
extension Aggregate {
  /// The value of the first span that has one, by start.
  public static func first<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("first", [field(value).expression], condition)
  }

  /// The value of the last span that has one, by start.
  public static func last<Value>(
    _ value: FieldPath<Value>, if condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("last", [field(value).expression], condition)
  }

  /// The different values, ascending; the first so many of them.
  public static func uniqueValues<Value>(
    _ value: FieldPath<Value>, _ limit: Int? = nil, if condition: QueryCondition? = nil
  ) -> QueryExpression<[Value]> {
    call(
      "uniq_values", [field(value).expression] + (limit.map { [$0.operand] } ?? []), condition)
  }

  /// Pairs of a lower edge and a count: edges are 1, 2, 5, 10, …, or the multiples of a width.
  public static func histogram<Value: QueryValue>(
    _ value: FieldPath<Value>, _ width: Value? = nil, if condition: QueryCondition? = nil
  ) -> QueryExpression<[Value]> {
    call(
      "histogram", [field(value).expression] + (width.map { [$0.operand] } ?? []), condition)
  }

  /// The most spans in flight at a time.
  public static func concurrency(if condition: QueryCondition? = nil) -> QueryExpression<Int> {
    call("concurrency", [], condition)
  }

  /// The trace of the slowest span.
  public static func exemplar(if condition: QueryCondition? = nil) -> QueryExpression<TraceID> {
    call("exemplar", [], condition)
  }

  /// The traces of the slowest spans, each once.
  public static func exemplars(
    _ count: Int, if condition: QueryCondition? = nil
  ) -> QueryExpression<[TraceID]> {
    call("exemplars", [count.operand], condition)
  }
}
