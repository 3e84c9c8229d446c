/// A whole query: a filter, then stages in the order written.
package struct Query: Hashable, Sendable {
  /// What is asked of the query instead of its answer; nil for the answer.
  package var explanation: Explanation?
  /// The saved query that this one goes on from; then there is no filter before the stages.
  package var saved: SavedReference?
  /// What is asked; nil where it was not written, and then spans.
  package var level: QueryLevel?
  /// The spans, or whatever else is asked, of which this is true; nil asks for all.
  package var filter: Expression?
  package var stages: [Stage]

  package init(
    filter: Expression?, stages: [Stage], explanation: Explanation? = nil,
    saved: SavedReference? = nil, level: QueryLevel? = nil
  ) {
    self.explanation = explanation
    self.saved = saved
    self.level = level
    self.filter = filter
    self.stages = stages
  }
}

/// What a query asks.
package enum QueryLevel: String, CaseIterable, Hashable, Sendable {
  case spans
  case traces
  case sessions
  case scores
}

/// What is told of a query instead of its answer.
package enum Explanation: String, Hashable, Sendable {
  /// What it asks, names and types resolved; nothing is read.
  case plan = "explain"
  /// What answering it read and took.
  case analysis = "explain analyze"
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
    /// Moves the time range back.
    case offset(Expression)
    /// A name for an expression, in what stands behind it.
    case naming(String, Expression)
    case every(Every)
    case group(by: [Item])
    case select([Item])
    case having(Expression)
    case order(by: [OrderKey])
    case limit(Expression)
    /// `limit … per …`, `limit … with other`.
    case cut(Cut)
    case skip(Expression)
    /// What must be true of every row.
    case assertion(Expression)
    case difference(Difference)
    case comparison(ComparisonStage)
    /// Sampled spans count as one each, not as what they stand for.
    case unweighted
    /// What the answer is drawn as.
    case show(Presentation)
  }
}

extension Stage: Hashable {
  package static func == (left: Stage, right: Stage) -> Bool { left.kind == right.kind }
  package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

/// What an answer is drawn as, for a reader.
package enum Presentation: String, CaseIterable, Hashable, Sendable {
  case table
  /// Bars of each row's histograms.
  case histogram
  /// Shades of all rows' histograms, a column a row.
  case heatmap
}

/// `every width tz zone fill value`.
package struct Every: Hashable, Sendable {
  package var width: Expression
  package var zone: Expression?
  /// What stands where there are no spans.
  package var fill: Expression?

  package init(width: Expression, zone: Expression? = nil, fill: Expression? = nil) {
    self.width = width
    self.zone = zone
    self.fill = fill
  }
}

/// `limit count per keys with other`.
package struct Cut: Hashable, Sendable {
  package var count: Expression
  /// What each has so many rows; empty for all rows together.
  package var keys: [Expression]
  /// Whether the rows cut become one.
  package var keepsOther: Bool

  package init(count: Expression, keys: [Expression], keepsOther: Bool) {
    self.count = count
    self.keys = keys
    self.keepsOther = keepsOther
  }
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
