import Columns
import TraceModel

/// Rows without a column: what columns in memory are laid over.
struct BareSegment: ScanSegment {
  let rowCount: Int
  let startRange: ClosedRange<Int64>?

  func summary(of column: ColumnID) -> ColumnSummary? { nil }

  @_lifetime(borrow self)
  func liveRows() throws(ScanError) -> Swift.Span<UInt64>? { nil }

  @_lifetime(borrow self)
  func validity(of column: ColumnID) throws(ScanError) -> Swift.Span<UInt64>? {
    throw absent(column)
  }

  @_lifetime(borrow self)
  func values(of column: ColumnID) throws(ScanError) -> EncodedColumn { throw absent(column) }

  func code(of value: String, in column: ColumnID) throws(ScanError) -> UInt32? {
    throw absent(column)
  }

  func dictionaryValues(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> [AttributeValue] {
    throw absent(column)
  }

  func dictionaryTexts(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> DictionaryTexts? {
    throw absent(column)
  }

  func value(of column: ColumnID, row: Int) throws(ScanError) -> AttributeValue? {
    throw absent(column)
  }

  private func absent(_ column: ColumnID) -> ScanError {
    .damaged("no column \(column.rawValue) in memory")
  }
}
