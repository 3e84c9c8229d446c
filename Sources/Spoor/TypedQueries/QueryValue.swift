import QuerySyntax
public import TraceModel

/// A type whose values a query can compare fields with.
///
/// Values become literals of the query, quoted where they are text: no value can change what a
/// query asks.
public protocol QueryValue: Sendable {
  /// The value as queries write it.
  var queryText: QueryText { get }
}

/// A value in the query language's own notation.
public struct QueryText: Sendable {
  let expression: Expression

  init(_ kind: Expression.Kind) {
    expression = Expression(kind, SourceRange(0, 0))
  }

  init(_ text: String, _ value: Literal.Value) {
    self.init(.literal(Literal(text: text, value: value)))
  }
}

extension String: QueryValue {
  /// In quotes, whatever it holds.
  public var queryText: QueryText { QueryText(.string(self)) }
}

extension Bool: QueryValue {
  /// `true` or `false`.
  public var queryText: QueryText { QueryText(self ? "true" : "false", .boolean(self)) }
}

extension Int: QueryValue {
  /// In digits.
  public var queryText: QueryText { QueryText(String(self), .integer(Int64(self))) }
}

extension Double: QueryValue {
  /// A number that is not finite is no value: nothing compares with it.
  public var queryText: QueryText {
    isFinite ? QueryText(String(self), .double(self)) : QueryText("null", .null)
  }
}

extension Duration: QueryValue {
  /// To the nanosecond, rounded towards zero; past 292 years, the longest that queries know.
  public var queryText: QueryText {
    let nanoseconds = wholeNanoseconds
    return QueryText(durationText(nanoseconds), .duration(nanoseconds))
  }
}

extension TraceID: QueryValue {
  /// In quotes, 32 digits.
  public var queryText: QueryText { QueryText(.string(description)) }
}

extension SpanID: QueryValue {
  /// In quotes, 16 digits.
  public var queryText: QueryText { QueryText(.string(description)) }
}

/// In the largest unit that has no fraction.
private func durationText(_ nanoseconds: Int64) -> String {
  let units: [(String, Int64)] = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)]
  for (unit, length) in units where nanoseconds != 0 && nanoseconds % length == 0 {
    return "\(nanoseconds / length)\(unit)"
  }
  return "\(nanoseconds)ns"
}
