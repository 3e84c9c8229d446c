import QuerySyntax

/// How other spans of the same trace stand to a span.
public enum QueryRelation: String, CaseIterable, Hashable, Sendable {
  case parent, child, ancestor, descendant
  /// Another span with the same parent.
  case sibling
  /// The trace's span without a parent.
  case root
  /// Any span of the trace, the span itself among them.
  case trace
}

extension QueryCondition {
  /// There is such a relative of which a condition is true; any, without a condition.
  ///
  /// True or false, never unknown: `!QueryCondition.has(.child, where: \.stage == "guardrail")` is
  /// true of a span that has no such child.
  public static func has(
    _ relation: QueryRelation, where condition: QueryCondition? = nil
  ) -> QueryCondition {
    QueryCondition(.relatives(relation.relatives(condition, nil)))
  }
}

/// Values of a span's relatives together; of the span, not of a group.
public enum RelativeAggregate {
  /// How many relatives there are of which a condition is true.
  public static func count(
    _ relation: QueryRelation, where condition: QueryCondition? = nil
  ) -> QueryExpression<Int> {
    call("count", relation.relatives(condition, nil))
  }

  /// The sum of what they have there; none where there is no value.
  public static func sum<Value>(
    _ value: FieldPath<Value>, of relation: QueryRelation, where condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("sum", relation.relatives(condition, field(value).expression))
  }

  /// The least value that they have there.
  public static func least<Value>(
    _ value: FieldPath<Value>, of relation: QueryRelation, where condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("min", relation.relatives(condition, field(value).expression))
  }

  /// The greatest value that they have there.
  public static func greatest<Value>(
    _ value: FieldPath<Value>, of relation: QueryRelation, where condition: QueryCondition? = nil
  ) -> QueryExpression<Value> {
    call("max", relation.relatives(condition, field(value).expression))
  }

  private static func call<Value>(
    _ name: String, _ relatives: Relatives
  ) -> QueryExpression<Value> {
    let argument = Expression(.relatives(relatives), SourceRange(0, 0))
    return QueryExpression(.call(Call(name: name, arguments: [.expression(argument)])))
  }
}

extension QueryRelation {
  fileprivate func relatives(_ condition: QueryCondition?, _ field: Expression?) -> Relatives {
    Relatives(relation: relation, condition: condition?.expression, field: field)
  }

  private var relation: SpanRelation {
    switch self {
    case .parent: .parent
    case .child: .child
    case .ancestor: .ancestor
    case .descendant: .descendant
    case .sibling: .sibling
    case .root: .root
    case .trace: .trace
    }
  }
}
