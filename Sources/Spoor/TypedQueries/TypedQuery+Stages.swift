import QuerySyntax

/// Which spans.
extension TypedQuery {
  /// Only spans of which a condition is true.
  public func `where`(_ condition: QueryCondition) -> TypedQuery {
    adding(.filter(condition.expression))
  }

  /// Spans that started at most so long ago.
  public func since(_ age: Duration) -> TypedQuery { adding(.since(age.queryText.expression)) }

  /// Spans that started at or after a moment.
  public func since(_ time: Timestamp) -> TypedQuery { adding(.since(time.queryText.expression)) }

  /// Spans that started at least so long ago.
  public func until(_ age: Duration) -> TypedQuery { adding(.until(age.queryText.expression)) }

  /// Spans that started before a moment.
  public func until(_ time: Timestamp) -> TypedQuery { adding(.until(time.queryText.expression)) }

  /// The time range so much earlier, an open end being now.
  public func offset(_ distance: Duration) -> TypedQuery {
    adding(.offset(distance.queryText.expression))
  }
}

/// Groups and columns.
extension TypedQuery {
  /// Spans with the same values together.
  public func group<each Value>(
    by keys: repeat KeyPath<SpanFields, QueryExpression<each Value>>
  ) -> TypedQuery {
    adding(.group(by: items(repeat each keys)))
  }

  /// Spans with the same values of expressions together.
  public func group(by keys: any QueryColumn...) -> TypedQuery {
    adding(.group(by: keys.map(\.column.item)))
  }

  /// Spans that started in the same stretch of time together; stretches are counted from 1970.
  ///
  /// A zone says by which clocks times are written.
  public func every(
    _ width: Duration, zone: String? = nil, fill: QueryFill? = nil
  ) -> TypedQuery {
    every(width.queryText, zone, fill)
  }

  /// Spans that started in the same day, week or other stretch of the calendar together.
  ///
  /// A zone is named as in `Europe/Paris`; without one, days are those of UTC.
  public func every(
    _ interval: QueryInterval, zone: String? = nil, fill: QueryFill? = nil
  ) -> TypedQuery {
    every(QueryText(interval.rawValue, .word(interval.rawValue)), zone, fill)
  }

  private func every(_ width: QueryText, _ zone: String?, _ fill: QueryFill?) -> TypedQuery {
    adding(
      .every(
        Every(
          width: width.expression, zone: zone?.queryText.expression,
          fill: fill?.queryText.expression)))
  }

  /// The columns of the result: fields of the spans, or keys of the groups.
  public func select<each Value>(
    _ fields: repeat KeyPath<SpanFields, QueryExpression<each Value>>
  ) -> TypedQuery {
    adding(.select(items(repeat each fields)))
  }

  /// The columns of the result, behind the keys of its groups.
  public func select(_ columns: any QueryColumn...) -> TypedQuery {
    adding(.select(columns.map(\.column.item)))
  }

  func items<each Value>(
    _ paths: repeat KeyPath<SpanFields, QueryExpression<each Value>>
  ) -> [Item] {
    var items: [Item] = []
    for path in repeat each paths {
      items.append(Item(expression: field(path).expression, alias: nil))
    }
    return items
  }
}

/// How sampled spans count.
extension TypedQuery {
  /// Each stored span counts as one, and not as the spans that it stands for.
  public func unweighted() -> TypedQuery { adding(.unweighted) }
}

/// Which rows of the result, and in what order.
extension TypedQuery {
  /// Only groups of which a condition is true.
  public func having(_ condition: QueryCondition) -> TypedQuery {
    adding(.having(condition.expression))
  }

  /// Rows by a field; missing values last.
  public func order<Value>(
    by path: KeyPath<SpanFields, QueryExpression<Value>>, _ direction: QueryOrder = .ascending
  ) -> TypedQuery {
    order(by: field(path), direction)
  }

  /// Rows by an expression or an aggregate; missing values last.
  public func order<Value>(
    by expression: QueryExpression<Value>, _ direction: QueryOrder = .ascending
  ) -> TypedQuery {
    let key = OrderKey(
      expression: expression.expression,
      direction: direction == .ascending ? .ascending : .descending, nullsFirst: false)
    return adding(.order(by: [key]))
  }

  /// The first rows only.
  public func limit(_ count: Int) -> TypedQuery { adding(.limit(count.queryText.expression)) }

  /// Without the first rows.
  public func skip(_ count: Int) -> TypedQuery { adding(.skip(count.queryText.expression)) }
}

/// Which row of a result comes first.
public enum QueryOrder: Hashable, Sendable {
  /// The least first.
  case ascending
  /// The greatest first.
  case descending
}

/// What stands in the place of intervals without spans.
public enum QueryFill: Hashable, Sendable {
  /// Zero for every aggregate of numbers.
  case zero
  /// Nothing.
  case null

  fileprivate var queryText: QueryText {
    self == .zero ? 0.queryText : QueryText("null", .null)
  }
}

/// A stretch of the calendar.
public enum QueryInterval: String, CaseIterable, Hashable, Sendable {
  case minute, hour, day
  /// From Monday on.
  case week
  case month, quarter, year
}
