import Scanning

/// Conditions on a segment's rows that values are computed by, bound and evaluated once.
struct KnownConditions {
  /// The rows that the query is about; nil when they are not known.
  var matches: Bitmap?
  fileprivate var bound: [ExactPredicate: SegmentPredicate] = [:]
  /// Which of these rows meet a condition.
  fileprivate var rows: [ExactPredicate: Bitmap] = [:]
}

extension SegmentReader {
  /// A condition bound to the segment.
  func bound(_ condition: ExactPredicate) throws(QueryError) -> SegmentPredicate {
    if let known = conditions.bound[condition] { return known }
    let bound = try bind(condition.content)
    conditions.bound[condition] = bound
    return bound
  }

  /// Whether a condition is true of each of some rows, which ascend.
  ///
  /// Unless it takes long, it is evaluated of all rows that the query is about at once; a slow one
  /// is evaluated batch by batch, so that the query may be stopped in between.
  func flags(of condition: ExactPredicate, rows: [UInt32]) throws(QueryError) -> [Bool] {
    let bound = try bound(condition)
    if bound.cost < Limits.slowPredicateCost, areMatches(rows), var met = conditions.matches {
      if let known = conditions.rows[condition] { return flags(in: known, rows) }
      try keep(bound, in: &met)
      conditions.rows[condition] = met
      return flags(in: met, rows)
    }
    var met = Bitmap(bitCount: segment.rowCount, isSet: false)
    for row in rows { met.set(Int(row)) }
    try keep(bound, in: &met)
    return flags(in: met, rows)
  }

  /// Whether the query is about all of some rows; relatives of its rows may be others.
  private func areMatches(_ rows: [UInt32]) -> Bool {
    guard let matches = conditions.matches else { return false }
    return rows.allSatisfy { matches[Int($0)] }
  }

  private func flags(in bitmap: Bitmap, _ rows: [UInt32]) -> [Bool] {
    gatherBits(bitmap.words.span, rows: rows.span) ?? Array(repeating: true, count: rows.count)
  }
}
