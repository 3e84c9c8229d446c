import QuerySyntax

/// The first rows of each, the rest together, and what must be true of all.
extension TypedQuery {
  /// The first rows of each combination of values of some fields of spans, or keys of groups; the
  /// groups that are cut as a row, and all groups as another, where that is wanted.
  public func limit<each Value>(
    _ count: Int, per keys: repeat KeyPath<SpanFields, QueryExpression<each Value>>,
    withOther: Bool = false
  ) -> TypedQuery {
    adding(
      .cut(
        Cut(
          count: count.queryText.expression, keys: items(repeat each keys).map(\.expression),
          keepsOther: withOther)))
  }

  /// The first groups, those that are cut as a row, and all groups as another.
  public func limitWithOther(_ count: Int) -> TypedQuery {
    adding(.cut(Cut(count: count.queryText.expression, keys: [], keepsOther: true)))
  }

  /// What must be true of every row that there is at this place, and that there is one.
  ///
  /// `QueryResult.assertions` tells where it is not.
  public func assert(_ condition: QueryCondition) -> TypedQuery {
    adding(.assertion(condition.expression))
  }
}

/// Names.
extension TypedQuery {
  /// A name for an expression, which `QueryExpression.named(_:as:)` stands for in what follows.
  ///
  /// A name is one word of letters, digits and underscores.
  public func naming<Value>(_ name: String, _ expression: QueryExpression<Value>) -> TypedQuery {
    adding(.naming(name, expression.expression))
  }
}

extension QueryExpression {
  /// What a query gave a name, or a column that it named.
  public static func named(_ name: String, as type: Value.Type = Value.self) -> QueryExpression {
    QueryExpression(.path(Path(parts: [name])))
  }
}

/// What sets populations apart.
extension TypedQuery {
  /// Which values are more frequent among the spans of one condition than among those of another;
  /// without another, than among all others.
  ///
  /// Rows are as those of `diff` in the language, the most telling first.
  public func difference(
    of first: QueryCondition, vs second: QueryCondition? = nil, top count: Int? = nil
  ) -> TypedQuery {
    adding(
      .difference(
        Difference(
          first: first.inBraces, second: second?.inBraces,
          count: count?.queryText.expression)))
  }
}

extension QueryCondition {
  /// The spans of which the condition is true.
  var inBraces: Expression { Expression(.spans(expression), SourceRange(0, 0)) }
}
