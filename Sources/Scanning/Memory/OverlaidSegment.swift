package import Columns
package import TraceModel

/// A segment with more columns, made in memory, without a copy of its own.
///
/// A column in memory stands in the place of a stored one of the same id.
package struct OverlaidSegment: ScanSegment {
  private let base: any ScanSegment
  private let columns: [ColumnID: MemoryColumn]

  /// The columns have as many rows as the segment.
  package init(_ base: any ScanSegment, with columns: [MemoryColumn]) {
    precondition(
      columns.allSatisfy { $0.rowCount == base.rowCount }, "columns of the segment's rows")
    self.base = base
    self.columns = Dictionary(columns.map { ($0.id, $0) }) { _, last in last }
  }

  /// Rows that consist of columns in memory and of nothing else; all of them count.
  package init(
    rowCount: Int, startRange: ClosedRange<Int64>?, _ columns: [MemoryColumn]
  ) {
    self.init(BareSegment(rowCount: rowCount, startRange: startRange), with: columns)
  }

  package var rowCount: Int { base.rowCount }

  package var startRange: ClosedRange<Int64>? { base.startRange }

  package func summary(of id: ColumnID) -> ColumnSummary? {
    columns[id].map(\.summary) ?? base.summary(of: id)
  }

  @_lifetime(borrow self)
  package func liveRows() throws(ScanError) -> Swift.Span<UInt64>? {
    unsafe lend(try base.liveRows())
  }

  @_lifetime(borrow self)
  package func validity(of id: ColumnID) throws(ScanError) -> Swift.Span<UInt64>? {
    guard let column = columns[id] else { return unsafe lend(try base.validity(of: id)) }
    return unsafe lend(column.validity())
  }

  @_lifetime(borrow self)
  package func values(of id: ColumnID) throws(ScanError) -> EncodedColumn {
    guard let column = columns[id] else { return unsafe lend(try base.values(of: id)) }
    return unsafe lend(try column.values())
  }

  /// Ties a view to the overlay.
  ///
  /// Safe to call with views of what the segment or a column lends: both are constants of `self`.
  /// The compiler cannot see it of values in an existential or a dictionary.
  @unsafe
  @_lifetime(borrow self)
  private func lend(_ words: Swift.Span<UInt64>?) -> Swift.Span<UInt64>? {
    unsafe _overrideLifetime(words, borrowing: self)
  }

  @unsafe
  @_lifetime(borrow self)
  private func lend(_ column: consuming EncodedColumn) -> EncodedColumn {
    unsafe _overrideLifetime(column, borrowing: self)
  }

  package func code(of value: String, in id: ColumnID) throws(ScanError) -> UInt32? {
    guard let column = columns[id] else { return try base.code(of: value, in: id) }
    return column.code(of: value)
  }

  package func dictionaryValues(
    _ codes: Range<UInt32>, in id: ColumnID
  ) throws(ScanError) -> [AttributeValue] {
    guard let column = columns[id] else { return try base.dictionaryValues(codes, in: id) }
    return try column.dictionaryValues(codes)
  }

  package func dictionaryTexts(
    _ codes: Range<UInt32>, in id: ColumnID
  ) throws(ScanError) -> DictionaryTexts? {
    guard let column = columns[id] else { return try base.dictionaryTexts(codes, in: id) }
    return try column.dictionaryTexts(codes)
  }

  package func value(of id: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    try base.value(of: id, row: row)
  }

  package func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates? {
    try base.textCandidates(for: need)
  }

  package func textCandidatesByteCount(for need: TextNeed) throws(ScanError) -> Int {
    try base.textCandidatesByteCount(for: need)
  }

  package func payloadFrames() throws(ScanError) -> PayloadFrameCounts {
    try base.payloadFrames()
  }
}
