import Columns
import QuerySyntax
import Scanning

/// Evaluation of a bound condition: each leaf clears the bits of the rows of which it is not
/// true, and looks at no row that another one ruled out.
extension SegmentReader {
  func keep(_ predicate: SegmentPredicate, in rows: inout Bitmap) throws(QueryError) {
    switch predicate {
    case .always: break
    case .never: rows.clearAll()
    case .all(let parts):
      for part in parts {
        if rows.isEmpty { return }
        try keep(part, in: &rows)
      }
    case .any(let parts): try keepAny(parts, in: &rows)
    case .computed(let predicate): try keepComputed(predicate, in: &rows)
    case .payload(let predicate): try keepPayload(predicate, in: &rows)
    case .related(let related): try keepRelated(related, in: &rows)
    case .structure(let structure, let isInverted, let cost):
      try keep(structure, isInverted: isInverted, cost: cost, in: &rows)
    default:
      do {
        try keepStored(predicate, in: &rows)
      } catch {
        throw .storage(error)
      }
    }
  }

  private func keepAny(
    _ parts: [SegmentPredicate], in rows: inout Bitmap
  ) throws(QueryError) {
    var rest = rows
    var kept = Bitmap(bitCount: rows.bitCount, isSet: false)
    for part in parts {
      var matching = rest
      try keep(part, in: &matching)
      kept.formUnion(matching)
      rest.subtract(matching)
    }
    rows = kept
  }

  private func keepStored(
    _ predicate: SegmentPredicate, in rows: inout Bitmap
  ) throws(ScanError) {
    let segment = segment
    switch predicate {
    case .present(let columns):
      let rest = try rowsLacking(columns, among: rows)
      rows.subtract(rest)
    case .absent(let columns):
      rows = try rowsLacking(columns, among: rows)
    case .codes(let column, let set):
      try keepValid(column, in: &rows)
      keepCodes(try segment.values(of: column), set, in: &rows)
    case .integers(let column, let ranges):
      try keepValid(column, in: &rows)
      keepIntegers(try segment.values(of: column), ranges, in: &rows)
    case .doubles(let column, let ranges, let negated):
      try keepValid(column, in: &rows)
      keepDoubles(try segment.values(of: column), ranges, isInverted: negated, in: &rows)
    default: preconditionFailure("not a condition on a stored column")
    }
  }

  func keepValid(_ column: ColumnID, in rows: inout Bitmap) throws(ScanError) {
    let segment = segment
    if let validity = try segment.validity(of: column) { rows.formIntersection(validity) }
  }

  /// The given rows without a value in any of the columns.
  func rowsLacking(_ columns: [ColumnID], among rows: Bitmap) throws(ScanError) -> Bitmap {
    let segment = segment
    var lacking = rows
    for column in columns where segment.summary(of: column) != nil {
      guard let validity = try segment.validity(of: column) else {
        lacking.clearAll()
        return lacking
      }
      lacking.subtract(validity)
    }
    return lacking
  }

  private func keepComputed(
    _ predicate: Predicate, in rows: inout Bitmap
  ) throws(QueryError) {
    var word = 0
    var batch: [UInt32] = []
    while word < rows.words.count {
      batch.removeAll(keepingCapacity: true)
      word = rows.appendRows(to: &batch, fromWord: word, limit: Limits.batchRowCount)
      let truths = try truths(of: predicate, rows: batch)
      for index in batch.indices where !truths[index] { rows.clear(Int(batch[index])) }
    }
  }

  /// Whether a computed condition is true, row by row.
  private func truths(
    of predicate: Predicate, rows: [UInt32]
  ) throws(QueryError) -> [Bool] {
    switch predicate {
    case .missing(let scalar, let negated):
      let presence = try evaluate(scalar, rows: rows).presence
      guard let presence else { return rows.map { _ in negated } }
      return presence.map { $0 == negated }
    case .computed(let scalar, let test, let negated):
      let values = try evaluate(scalar, rows: rows).boxed()
      return values.map { test.holds(for: $0) == !negated }
    case .comparison(let comparison, let left, let right, let negated):
      return try compareRows(
        comparison, try evaluate(left, rows: rows), try evaluate(right, rows: rows), negated)
    default: preconditionFailure("not a computed condition")
    }
  }
}

/// Whether a comparison of two computed values is true, or, negated, false, row by row.
private func compareRows(
  _ comparison: ComparisonOperator, _ left: RowValues, _ right: RowValues, _ negated: Bool
) throws(QueryError) -> [Bool] {
  if left.type == right.type, let leftNumbers = left.numbers?.integers,
    let rightNumbers = right.numbers?.integers
  {
    var truths = both(left.validity, right.validity) ?? leftNumbers.map { _ in true }
    for index in truths.indices where truths[index] {
      let order =
        leftNumbers[index] == rightNumbers[index]
        ? 0 : (leftNumbers[index] < rightNumbers[index] ? -1 : 1)
      truths[index] = comparison.holds(order) != negated
    }
    return truths
  }
  let (leftValues, rightValues) = (try left.boxed(), try right.boxed())
  return leftValues.indices.map {
    Value.compare(leftValues[$0], comparison, rightValues[$0]) == !negated
  }
}
