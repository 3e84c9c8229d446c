import ByteCoding
import Columns
import Scanning
import TraceModel

extension StoredSegment: ScanSegment {
  var rowCount: Int { header.rowCount }

  var startRange: ClosedRange<Int64>? { header.leastStart...header.greatestStart }

  func summary(of column: ColumnID) -> ColumnSummary? {
    guard column == ColumnID(.end) else { return directory[column]?.summary }
    guard let latency = directory[ColumnID(.latency)]?.summary, let range = latency.range else {
      return nil
    }
    let least = header.leastStart.addingReportingOverflow(range.lowerBound)
    let greatest = header.greatestStart.addingReportingOverflow(range.upperBound)
    return ColumnSummary(
      form: .integers, nullCount: latency.nullCount, distinctCount: 0,
      range: least.overflow || greatest.overflow
        ? nil : least.partialValue...greatest.partialValue)
  }

  @_lifetime(borrow self)
  func liveRows() throws(ScanError) -> Swift.Span<UInt64>? {
    guard header.deadRowCount > 0 else { return nil }
    let chunk = try chunks.required(ChunkKey(.liveRows))
    guard chunk.header.entryCount == (rowCount + 63) / 64 else {
      throw .damaged("segment \(header.segment): live rows of another segment")
    }
    return unsafe lend(Swift.Span<UInt64>(_bytes: chunk.body))
  }

  @_lifetime(borrow self)
  func validity(of column: ColumnID) throws(ScanError) -> Swift.Span<UInt64>? {
    if isExpanded(column) {
      let expansion = try expansion(of: column)
      return unsafe lend(Swift.Span<UInt64>(_bytes: expansion.validity.bytes))
    }
    guard let entry = directory[column] else { throw missing(column) }
    guard entry.summary.nullCount > 0 else { return nil }
    let chunk = try chunks.required(ChunkKey(.validity, column: column.rawValue))
    guard chunk.header.entryCount == (rowCount + 63) / 64 else { throw missing(column) }
    return unsafe lend(Swift.Span<UInt64>(_bytes: chunk.body))
  }

  @_lifetime(borrow self)
  func codes(of column: ColumnID) throws(ScanError) -> CodeColumn {
    if isExpanded(column) {
      let expansion = try expansion(of: column)
      return CodeColumn(
        width: expansion.width, rowCount: rowCount,
        bytes: unsafe lend(expansion.values.bytes))
    }
    let chunk = try values(of: column, count: rowCount)
    return CodeColumn(
      width: chunk.header.encoding.width ?? 4, rowCount: rowCount, bytes: unsafe lend(chunk.body))
  }

  @_lifetime(borrow self)
  func integers(of column: ColumnID) throws(ScanError) -> IntegerColumn {
    if isExpanded(column) {
      let expansion = try expansion(of: column)
      return IntegerColumn(
        base: expansion.base, width: expansion.width, rowCount: rowCount,
        bytes: unsafe lend(expansion.values.bytes))
    }
    let chunk = try values(of: column, count: rowCount)
    return IntegerColumn(
      base: chunk.header.base, width: chunk.header.encoding.width ?? 8, rowCount: rowCount,
      bytes: unsafe lend(chunk.body))
  }

  @_lifetime(borrow self)
  func doubles(of column: ColumnID) throws(ScanError) -> Swift.Span<Double> {
    if isExpanded(column) {
      let expansion = try expansion(of: column)
      return unsafe lend(Swift.Span<Double>(_bytes: expansion.values.bytes))
    }
    let chunk = try values(of: column, count: rowCount)
    return unsafe lend(Swift.Span<Double>(_bytes: chunk.body))
  }

  func code(of value: String, in column: ColumnID) throws(ScanError) -> UInt32? {
    guard column == ColumnID(.traceID) else {
      return try dictionary(of: column).code(of: value)
    }
    guard let wanted = TraceID(value) else { return nil }
    let highs = try chunks.required(ChunkKey(.traceHigh))
    let words = Swift.Span<UInt64>(_bytes: highs.body)
    for number in words.indices where words[number] == wanted.high {
      if try traceID(number) == wanted { return UInt32(number) }
    }
    return nil
  }

  func dictionaryValue(_ code: UInt32, in column: ColumnID) throws(ScanError) -> AttributeValue {
    guard column == ColumnID(.traceID) else { return try dictionary(of: column).value(of: code) }
    return .string(try traceID(Int(code)).description)
  }

  private func isExpanded(_ column: ColumnID) -> Bool {
    column == ColumnID(.end) || directory[column]?.isSparse == true
  }

  private func values(of column: ColumnID, count: Int) throws(ScanError) -> LoadedChunk {
    let chunk = try chunks.required(ChunkKey(.values, column: column.rawValue))
    guard chunk.header.entryCount == count,
      chunk.header.encoding.form == directory[column]?.summary.form
    else {
      throw .damaged("segment \(header.segment), column \(column.rawValue): other rows")
    }
    return chunk
  }

  /// Ties a view of a chunk or an expansion to the segment.
  ///
  /// Safe to call with views of what `chunks` or `expanded` keeps: both only ever add, and live
  /// as long as `self`.
  @unsafe
  @_lifetime(borrow self)
  private func lend(_ bytes: RawSpan) -> RawSpan {
    unsafe _overrideLifetime(bytes, borrowing: self)
  }

  @unsafe
  @_lifetime(borrow self)
  private func lend<Element>(_ span: Swift.Span<Element>) -> Swift.Span<Element> {
    unsafe _overrideLifetime(span, borrowing: self)
  }
}
