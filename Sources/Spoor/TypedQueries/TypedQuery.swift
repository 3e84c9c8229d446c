import QuerySyntax

/// A query built in Swift: what the text of the same query asks, and no more.
///
/// ```swift
/// let query = TypedQuery
///   .where(\.stage == "generation" && \.latency > .seconds(2))
///   .group(by: \.promptVersion)
/// let result = try store.query(query)
/// ```
///
/// Types are checked by the compiler, values cannot change what is asked, and `text` is the query
/// as the command line would take it. A value type: parts of a query can be shared and built upon.
public struct TypedQuery: Sendable {
  let query: Query

  init(query: Query) {
    self.query = query
  }

  /// All spans.
  public static let everything = TypedQuery(query: Query(filter: nil, stages: []))

  /// All traces, each standing for itself in its root: as `from traces` in the language.
  public static let traces = TypedQuery(query: Query(filter: nil, stages: [], level: .traces))

  /// The spans of which a condition is true.
  public static func `where`(_ condition: QueryCondition) -> TypedQuery {
    TypedQuery(query: Query(filter: condition.expression, stages: []))
  }

  /// The query in the query language.
  public var text: String { query.printed }

  /// The query with one more stage.
  func adding(_ stage: Stage.Kind) -> TypedQuery {
    var query = query
    query.stages.append(Stage(stage, SourceRange(0, 0)))
    return TypedQuery(query: query)
  }
}

extension TypedQuery: CustomStringConvertible {
  /// The same as `text`.
  public var description: String { text }
}

extension TypedQuery: Equatable {
  /// Whether both ask the same in the same words.
  public static func == (left: TypedQuery, right: TypedQuery) -> Bool {
    left.query == right.query
  }
}
