import Scanning

/// A condition on a relative of a span.
struct RelatedPredicate {
  enum Condition {
    case predicate(Predicate)
    /// A value in one of the columns.
    case present([ColumnID])
  }

  var relation: Relation
  /// Of the relative, about itself.
  var condition: Condition
  /// The condition bound to the span's segment, where most relatives are.
  var bound: SegmentPredicate
  /// Whether the condition must not be true of any relative: so is a field missing, too, when there
  /// is no relative.
  var isInverted: Bool
}

extension SegmentReader {
  func bind(
    _ relation: Relation, _ condition: RelatedPredicate.Condition, isInverted: Bool = false
  ) throws(QueryError) -> SegmentPredicate {
    .related(
      RelatedPredicate(
        relation: relation, condition: condition, bound: try bind(condition),
        isInverted: isInverted))
  }

  private func bind(
    _ condition: RelatedPredicate.Condition
  ) throws(QueryError) -> SegmentPredicate {
    switch condition {
    case .predicate(let predicate): return try bind(predicate)
    case .present(let columns):
      try provide(columns)
      return bindMissing(columns, true)
    }
  }

  /// Keeps the rows whose relative meets a condition.
  ///
  /// Where few rows are left, their relatives are found and only these are looked at.
  func keepRelated(_ related: RelatedPredicate, in rows: inout Bitmap) throws(QueryError) {
    if related.bound.cost < Limits.slowPredicateCost,
      rows.setCount > rows.bitCount / Limits.spreadShare,
      let met = try rowsWhoseRelative(meets: related)
    {
      return rows.keep(met, isInverted: related.isInverted)
    }
    let list = rows.rows
    let isMet = try truths(of: related, for: list)
    for index in list.indices where isMet[index] == related.isInverted {
      rows.clear(Int(list[index]))
    }
  }

  /// Whether each relative meets a condition.
  private func truths(
    of related: RelatedPredicate, for rows: [UInt32]
  ) throws(QueryError) -> [Bool] {
    let relatives = try reading { () throws(ScanError) in
      try relativeRows(related.relation, of: rows)
    }
    var met = Bitmap(bitCount: segment.rowCount, isSet: false)
    for row in relatives.rows where row != RelativeRows.none { met.set(Int(row)) }
    try keep(related.bound, in: &met)
    var truths = relatives.rows.map { $0 != RelativeRows.none && met[Int($0)] }
    for (segment, places) in relatives.elsewhere {
      let reader = try neighbourReader(at: segment)
      var met = Bitmap(bitCount: reader.segment.rowCount, isSet: false)
      for place in places { met.set(Int(place.row)) }
      try reader.keep(try reader.bind(related.condition), in: &met)
      for place in places { truths[place.index] = met[Int(place.row)] }
    }
    return truths
  }

  /// All rows whose relative meets a condition; nil where it has to be asked of each row.
  private func rowsWhoseRelative(
    meets related: RelatedPredicate
  ) throws(QueryError) -> Bitmap? {
    let relatives = try reading { () throws(ScanError) in try self.relatives() }
    var met: Bitmap
    let unsettled: [UInt32]
    switch related.relation {
    case .root:
      if case .always = related.bound { return try rowsWithRoot(meeting: related, relatives) }
      met = relatives.settledRoots
      try keep(related.bound, in: &met)
      unsettled = relatives.unsettledTraces.rows
    case .parent:
      guard case .always = related.bound, !relatives.hasDeadRows else { return nil }
      met = Bitmap(bitCount: segment.rowCount, isSet: true)
      met.subtract(relatives.withoutParentAbove)
      unsettled = relatives.withForeignParent.rows
    }
    if !unsettled.isEmpty {
      let isMet = try truths(of: related, for: unsettled)
      for index in unsettled.indices where isMet[index] { met.set(Int(unsettled[index])) }
    }
    if related.relation == .root {
      fillTraces(&met.words, from: relatives.traceStarts.words.span, rowCount: met.bitCount)
    }
    return met
  }

  /// All rows but those of the unsettled traces whose root fails a condition that every row of this
  /// segment meets, or that have no root.
  private func rowsWithRoot(
    meeting related: RelatedPredicate, _ relatives: SegmentRelatives
  ) throws(QueryError) -> Bitmap {
    var rows = Bitmap(bitCount: segment.rowCount, isSet: true)
    let unsettled = relatives.unsettledTraces.rows
    guard !unsettled.isEmpty else { return rows }
    let isMet = try truths(of: related, for: unsettled)
    var lacking = Bitmap(bitCount: segment.rowCount, isSet: false)
    for index in unsettled.indices where !isMet[index] { lacking.set(Int(unsettled[index])) }
    fillTraces(
      &lacking.words, from: relatives.traceStarts.words.span, rowCount: lacking.bitCount)
    rows.subtract(lacking)
    return rows
  }

  func neighbourReader(at index: Int) throws(QueryError) -> SegmentReader {
    try reading { () throws(ScanError) in try neighbour(at: index) }
  }

  /// A failure of the storage as the query's.
  func reading<Result>(_ body: () throws(ScanError) -> Result) throws(QueryError) -> Result {
    do {
      return try body()
    } catch {
      throw .storage(error)
    }
  }
}

extension Bitmap {
  /// Keeps the rows that are set in another bitmap, or, inverted, clear.
  fileprivate mutating func keep(_ other: Bitmap, isInverted: Bool) {
    if isInverted { subtract(other) } else { formIntersection(other.words.span) }
  }

  /// The set rows, ascending.
  var rows: [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(setCount)
    _ = appendRows(to: &rows, fromWord: 0, limit: .max)
    return rows
  }
}
