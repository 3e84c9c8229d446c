/// A whole query: a filter, then stages in the order written.
package struct Query: Hashable, Sendable {
  /// The spans asked for; nil asks for all.
  package var filter: Expression?
  package var stages: [Stage]

  package init(filter: Expression?, stages: [Stage]) {
    self.filter = filter
    self.stages = stages
  }
}

/// A step of a query, with the range of text it came from.
package struct Stage: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Hashable, Sendable {
    case filter(Expression)
    case since(Expression)
    case until(Expression)
    case during(Expression)
    case every(Expression)
    case group(by: [Item])
    case select([Item])
    case having(Expression)
    case order(by: [OrderKey])
    case limit(Expression)
    case skip(Expression)
  }
}

extension Stage: Hashable {
  package static func == (left: Stage, right: Stage) -> Bool { left.kind == right.kind }
  package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

/// A group key or a selected column.
package struct Item: Hashable, Sendable {
  package var expression: Expression
  /// The name after `as`.
  package var alias: String?

  package init(expression: Expression, alias: String?) {
    self.expression = expression
    self.alias = alias
  }
}

package struct OrderKey: Hashable, Sendable {
  package enum Direction: String, Hashable, Sendable { case ascending = "asc", descending = "desc" }

  package var expression: Expression
  package var direction: Direction
  /// Nulls come last unless said otherwise, in either direction.
  package var nullsFirst: Bool

  package init(expression: Expression, direction: Direction, nullsFirst: Bool) {
    self.expression = expression
    self.direction = direction
    self.nullsFirst = nullsFirst
  }
}
