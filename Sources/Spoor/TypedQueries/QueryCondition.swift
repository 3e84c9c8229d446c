import QuerySyntax

/// A condition on spans, or on groups of them.
///
/// As in the language, a comparison with a missing value is unknown, and so is its negation; only
/// what is true is kept.
public struct QueryCondition: Sendable {
  let expression: Expression

  init(_ kind: Expression.Kind) {
    expression = Expression(kind, SourceRange(0, 0))
  }

  /// Both conditions.
  public static func && (left: QueryCondition, right: QueryCondition) -> QueryCondition {
    QueryCondition(.and(left.expression, right.expression))
  }

  /// One condition or the other.
  public static func || (left: QueryCondition, right: QueryCondition) -> QueryCondition {
    QueryCondition(.or(left.expression, right.expression))
  }

  /// The condition is false.
  public static prefix func ! (condition: QueryCondition) -> QueryCondition {
    QueryCondition(.not(condition.expression))
  }
}

extension QueryCondition {
  /// The text has a part.
  public static func contains(_ path: KeyPath<SpanFields, QueryExpression<String>>, _ part: String)
    -> QueryCondition
  { compared(path, .contains, part) }

  /// The text has a part, in whatever case.
  public static func containsIgnoringCase(
    _ path: KeyPath<SpanFields, QueryExpression<String>>, _ part: String
  ) -> QueryCondition { compared(path, .containsIgnoringCase, part) }

  /// The text begins with a part.
  public static func starts(
    _ path: KeyPath<SpanFields, QueryExpression<String>>, with part: String
  ) -> QueryCondition { compared(path, .startsWith, part) }

  /// Some part of the text matches a regular expression of the query language.
  ///
  /// Time is linear in the text, whatever the expression.
  public static func matches(
    _ path: KeyPath<SpanFields, QueryExpression<String>>, _ pattern: String
  ) -> QueryCondition { compared(path, .matches, pattern) }

  /// The value is one of some.
  public static func any<Value: QueryValue>(
    of values: [Value], is path: KeyPath<SpanFields, QueryExpression<Value>>
  ) -> QueryCondition {
    // A list of nothing has no notation; no span is in it, one without a value neither.
    guard !values.isEmpty else {
      let null = QueryText("null", .null).expression
      return QueryCondition(.comparison(.equal, field(path).expression, null))
    }
    return QueryCondition(
      .membership(field(path).expression, in: values.map(\.queryText.expression), negated: false))
  }

  /// The value is in a range.
  public static func range<Value: QueryValue & Comparable>(
    _ range: ClosedRange<Value>, contains path: KeyPath<SpanFields, QueryExpression<Value>>
  ) -> QueryCondition {
    QueryCondition(
      .between(
        field(path).expression, range.lowerBound.queryText.expression,
        range.upperBound.queryText.expression, negated: false))
  }

  private static func compared(
    _ path: KeyPath<SpanFields, QueryExpression<String>>, _ comparison: ComparisonOperator,
    _ text: String
  ) -> QueryCondition {
    QueryCondition(.comparison(comparison, field(path).expression, text.queryText.expression))
  }
}
