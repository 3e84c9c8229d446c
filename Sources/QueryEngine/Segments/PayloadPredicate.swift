import Scanning

/// A condition on the values of a payload column.
struct PayloadPredicate {
  var column: ColumnID
  var test: ValueTest
  var negated: Bool
  /// The rows whose values have to be read; nil where all have to.
  var candidates: Bitmap?
  /// Of the other rows: whether those that have a value are kept.
  var keepsOthers = false
}

extension SegmentReader {
  /// Binds a condition on a payload column, and asks the segment's index of words about it.
  func bindPayload(
    _ column: ColumnID, _ type: ValueType, _ test: ValueTest, _ negated: Bool
  ) throws(QueryError) -> SegmentPredicate {
    var predicate = PayloadPredicate(column: column, test: test, negated: negated)
    let segment = segment
    do {
      if counters.frameCount == 0 { counters.frameCount = try segment.payloadFrames().total }
    } catch {
      throw .storage(error)
    }
    guard let keepsOthers = test.decidedByWords(of: type, negated: negated),
      let need = test.text?.need, let found = try textCandidates(for: need)
    else { return .payload(predicate) }
    counters.textGroupCount += found.groupCount
    counters.prunedTextGroupCount += found.ruledOutCount
    guard found.ruledOutCount > 0 else { return .payload(predicate) }
    if found.rows.isEmpty, !keepsOthers { return .never }
    var candidates = Bitmap(bitCount: segment.rowCount, isSet: false)
    for rows in found.rows { candidates.set(rows) }
    predicate.candidates = candidates
    predicate.keepsOthers = keepsOthers
    return .payload(predicate)
  }

  /// Asks the index of words, whose memory is the query's meanwhile.
  private func textCandidates(for need: TextNeed) throws(QueryError) -> TextCandidates? {
    let segment = segment
    let byteCount: Int
    do {
      byteCount = try segment.textCandidatesByteCount(for: need)
    } catch {
      throw .storage(error)
    }
    var memory = MemoryShare(of: query.meter)
    defer { memory.release() }
    try memory.hold(byteCount, doing: "reading the index of the words in a segment's payloads")
    do {
      return try segment.textCandidates(for: need)
    } catch {
      throw .storage(error)
    }
  }

  /// Keeps the rows of whose values the condition is true.
  func keepPayload(
    _ predicate: PayloadPredicate, in rows: inout Bitmap
  ) throws(QueryError) {
    do {
      try keepValid(predicate.column, in: &rows)
      guard let candidates = predicate.candidates else { return try keepRead(predicate, in: &rows) }
      var decided = rows
      decided.subtract(candidates)
      rows.formIntersection(candidates.words.span)
      try keepRead(predicate, in: &rows)
      if predicate.keepsOthers { rows.formUnion(decided) }
    } catch {
      throw .storage(error)
    }
  }

  /// Reads the values of rows, and keeps those of which the condition is true.
  private func keepRead(
    _ predicate: PayloadPredicate, in rows: inout Bitmap
  ) throws(ScanError) {
    guard !rows.isEmpty else { return }
    let segment = segment
    let readBefore = try segment.payloadFrames().read
    for index in rows.words.indices {
      var rest = rows.words[index]
      while rest != 0 {
        let row = index * 64 + rest.trailingZeroBitCount
        let value = try segment.value(of: predicate.column, row: row)
        let holds = value.flatMap { predicate.test.holds(for: Value($0)) }
        if holds != !predicate.negated { rows.clear(row) }
        rest &= rest - 1
      }
    }
    counters.frameReadCount += try segment.payloadFrames().read - readBefore
  }
}

extension ValueTest {
  /// What the condition, or its negation, is of values of which the test on text is known to fail:
  /// whether their rows are kept; nil where that takes a look at each.
  ///
  /// A value of a column of texts is a text. One of another column may be a list with elements that
  /// are no text, of which a negation is unknown.
  fileprivate func decidedByWords(of type: ValueType, negated: Bool) -> Bool? {
    guard let text else { return nil }
    if type == .string { return text.isInverted != negated }
    let isTextAlone = integers == nil && doubles == nil && booleans == nil
    return isTextAlone && !text.isInverted && !negated ? false : nil
  }
}
