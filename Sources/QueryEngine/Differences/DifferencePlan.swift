import QuerySyntax

/// What sets two populations of spans apart: which values are more frequent in one of them.
struct DifferencePlan: Sendable {
  var first: Predicate
  /// Nil for all spans of which the first condition is not true.
  var second: Predicate?
  /// The fields and attributes that are looked at.
  var candidates: [DifferenceCandidate]
  /// Those that are not, since the populations are told apart by them.
  var definingNames: [String]
  /// Rows of the result at most.
  var count: Int
  /// Where the query says so.
  var range: SourceRange

  /// The result's columns.
  static let columns: [(name: String, type: ValueType)] = [
    ("attribute", .string), ("value", .mixed), ("first", .double), ("second", .double),
    ("difference", .double), ("low", .double), ("high", .double), ("lift", .double),
    ("p", .double), ("count_first", .integer), ("count_second", .integer),
    ("distance", .double),
  ]
}
