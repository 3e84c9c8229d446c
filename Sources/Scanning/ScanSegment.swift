package import Columns
package import TraceModel

/// Rows of a store in columns, immutable, lent for a scan.
///
/// Rows are ordered by (start of their trace in this segment, trace id, preorder of the trace's
/// tree): a trace is a range of rows, its roots and siblings go by (start, span id), and
/// `ColumnID.parentDistance` and `.foreignParent` say where parents are. A method that returns a view lends memory of the segment: nothing is copied, and the
/// view lives as long as the segment is borrowed. Call these once per segment or block, never
/// per row, from any thread. Asking for a column in another form than its summary says is a
/// programmer's error and traps.
package protocol ScanSegment: Sendable {
  /// Rows, erased and superseded ones included.
  var rowCount: Int { get }
  /// The least and greatest start of the segment's spans; nil when there is no row.
  var startRange: ClosedRange<Int64>? { get }
  /// What the segment holds of a column; nil when no row has a value.
  func summary(of column: ColumnID) -> ColumnSummary?

  /// A bit a row, set where the row still counts; nil when all do. Bit `r % 64` of word
  /// `r / 64` is row `r`; bits past the last row are clear.
  @_lifetime(borrow self)
  func liveRows() throws(ScanError) -> Swift.Span<UInt64>?
  /// A bit a row, set where the row has a value; nil when all have. Bits past the last row are
  /// clear.
  @_lifetime(borrow self)
  func validity(of column: ColumnID) throws(ScanError) -> Swift.Span<UInt64>?
  /// The values of a column, as they are stored: codes, whole numbers or doubles, in blocks.
  @_lifetime(borrow self)
  func values(of column: ColumnID) throws(ScanError) -> EncodedColumn

  /// The code of a string; nil when no row of the segment has it. O(log n) where the dictionary
  /// is sorted, O(n) for `trace_id`.
  func code(of value: String, in column: ColumnID) throws(ScanError) -> UInt32?
  /// The values that neighbouring codes stand for. `trace_id` gives `.string` of 32 digits.
  ///
  /// Neighbours are cheap together: in a sorted dictionary each is stored as what it has beyond
  /// the one before.
  func dictionaryValues(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> [AttributeValue]
  /// The texts that neighbouring codes stand for, together in one buffer; nil when the column's
  /// values are no texts, or not stored as such.
  func dictionaryTexts(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> DictionaryTexts?
  /// A row's value in a payload column: a text, or what an attribute that is no text has; nil when
  /// the row has none. Decompresses what the value is in, and keeps what was decompressed last, so
  /// ask in row order.
  func value(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue?

  /// The rows that may have a text that meets a need among their payloads, or in a list or map
  /// there; nil when the segment cannot tell, and any row may.
  func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates?
  /// Bytes of memory that telling them takes for as long as it lasts.
  func textCandidatesByteCount(for need: TextNeed) throws(ScanError) -> Int
  /// What was read of the segment's payloads.
  func payloadFrames() throws(ScanError) -> PayloadFrameCounts
}

extension ScanSegment {
  package func textCandidates(for need: TextNeed) throws(ScanError) -> TextCandidates? { nil }
  package func textCandidatesByteCount(for need: TextNeed) throws(ScanError) -> Int { 0 }

  package func payloadFrames() throws(ScanError) -> PayloadFrameCounts { PayloadFrameCounts() }

  /// The value that a code stands for.
  ///
  /// O(1), and dearer than its share of `dictionaryValues(_:in:)`.
  package func dictionaryValue(
    _ code: UInt32, in column: ColumnID
  ) throws(ScanError) -> AttributeValue {
    guard code < UInt32.max, let value = try dictionaryValues(code..<code + 1, in: column).first
    else { throw .damaged("column \(column.rawValue) has no value for code \(code)") }
    return value
  }
}

/// What a segment says of a column without touching its rows.
package struct ColumnSummary: Hashable, Sendable {
  /// How to ask for the column's values.
  package enum Form: UInt8, Hashable, Sendable {
    /// `values(of:)`: codes of `distinctCount` dictionary values.
    case codes = 1
    /// `values(of:)`: whole numbers. Span ids are the bit patterns of theirs.
    case integers = 2
    /// `values(of:)`: doubles.
    case doubles = 3
    /// `value(of:row:)`.
    case payload = 4
  }

  package var form: Form
  /// Rows without a value.
  package var nullCount: Int
  /// Dictionary values, for codes; else 0.
  package var distinctCount: Int
  /// Bounds of the values, not always attained; nil for other forms.
  package var range: ClosedRange<Int64>?

  package init(form: Form, nullCount: Int, distinctCount: Int, range: ClosedRange<Int64>?) {
    self.form = form
    self.nullCount = nullCount
    self.distinctCount = distinctCount
    self.range = range
  }
}

/// Reading a segment failed.
package enum ScanError: Error, Hashable, Sendable {
  /// Stored bytes do not add up: the file is damaged. `spoor verify` tells how far.
  case damaged(String)
  /// The storage below could not read: out of memory, or a reader's slot was lost.
  case unreadable(String)
}
