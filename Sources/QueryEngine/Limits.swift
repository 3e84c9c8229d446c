/// Bounds of the engine, each with its unit and its reason.
enum Limits {
  /// Of more than one row in so many, roots are not found row by row: their condition is evaluated
  /// of every root, and what it says spread over the traces.
  static let spreadShare = 16
  /// Rows between two looks at the clock and the caller's wish to stop.
  static let vectorRowCount = 2_048

  /// From this `SegmentPredicate.cost` on, a condition may take milliseconds a segment.
  static let slowPredicateCost = 100

  /// Selected rows whose values are computed at a time.
  ///
  /// Ten columns of eight bytes stay within a third of a 1 MiB L2, and the allocator does not give
  /// the memory of one batch back to the system before the next takes it again, as it does with
  /// twice the size: that took a third of the time of queries that read many columns. Half the
  /// size costs up to a tenth more. A batch takes some 50 microseconds, after which a query may be
  /// cancelled.
  static let batchRowCount = 4_096

  /// Up to so many rows of each block, and so many in all, values are read one by one: to decode a
  /// block takes as long as some of its values.
  static let sparseBlockRowCount = 4
  static let sparseRowCount = 64

  /// Where fewer than this share of all are shown, they are selected rather than all sorted: each
  /// of them may be moved as often as there are shown.
  static let selectionShare = 64

  /// Instructions of a compiled regular expression.
  ///
  /// A search costs at most this many steps a character.
  static let expressionInstructionCount = 10_000

  /// Nested groups of a regular expression; the parser recurses.
  static let expressionDepth = 100

  /// Expressions that a name may stand for, and how deep these may nest: names are made of names.
  static let namedExpressionSize = 2_000
  static let namedExpressionDepth = 128

  /// What a group costs beside its keys and its aggregates' state: table entries and the row.
  static let groupByteCount = 64

  /// What a value of a result costs.
  static let valueByteCount = 24
}
