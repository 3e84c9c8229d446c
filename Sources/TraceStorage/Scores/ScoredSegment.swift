import Columns
import Scanning
import TraceModel

/// A segment with the scores of its spans: two sets of columns of the same rows, read as one.
///
/// Sealed segments do not change when scores come; the columns of scores are replaced as a whole.
struct ScoredSegment: ScanSegment {
  private let spans: StoredSegment
  private let scores: StoredSegment

  init(_ spans: StoredSegment, _ scores: StoredSegment) {
    self.spans = spans
    self.scores = scores
  }

  /// The one that has a column.
  private func holder(of column: ColumnID) -> StoredSegment {
    scores.directory[column] == nil ? spans : scores
  }

  var rowCount: Int { spans.rowCount }

  var startRange: ClosedRange<Int64>? { spans.startRange }

  func summary(of column: ColumnID) -> ColumnSummary? { holder(of: column).summary(of: column) }

  @_lifetime(borrow self)
  func liveRows() throws(ScanError) -> Swift.Span<UInt64>? { try spans.liveRows() }

  @_lifetime(borrow self)
  func validity(of column: ColumnID) throws(ScanError) -> Swift.Span<UInt64>? {
    if scores.directory[column] != nil { return try scores.validity(of: column) }
    return try spans.validity(of: column)
  }

  @_lifetime(borrow self)
  func values(of column: ColumnID) throws(ScanError) -> EncodedColumn {
    if scores.directory[column] != nil { return try scores.values(of: column) }
    return try spans.values(of: column)
  }

  func code(of value: String, in column: ColumnID) throws(ScanError) -> UInt32? {
    try holder(of: column).code(of: value, in: column)
  }

  func dictionaryValues(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> [AttributeValue] {
    try holder(of: column).dictionaryValues(codes, in: column)
  }

  func dictionaryTexts(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> DictionaryTexts? {
    try holder(of: column).dictionaryTexts(codes, in: column)
  }

  func value(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    try spans.value(of: column, row: row)
  }

  func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates? {
    try spans.textCandidates(for: need)
  }

  func textCandidatesByteCount(for need: TextNeed) throws(ScanError) -> Int {
    try spans.textCandidatesByteCount(for: need)
  }

  func payloadFrames() throws(ScanError) -> PayloadFrameCounts { try spans.payloadFrames() }
}
