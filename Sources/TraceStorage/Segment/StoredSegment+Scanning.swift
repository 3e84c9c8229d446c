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
    if isDerived(column) {
      let expansion = try expansion(of: .column(column))
      return unsafe lend(Swift.Span<UInt64>(_bytes: expansion.validity.bytes))
    }
    guard let entry = directory[column] else { throw missing(column) }
    guard let set = entry.presence else { return nil }
    if set.isList {
      let expansion = try expansion(of: .rows(set))
      return unsafe lend(Swift.Span<UInt64>(_bytes: expansion.validity.bytes))
    }
    let chunk = try chunks.required(set.key)
    guard chunk.header.entryCount == (rowCount + 63) / 64 else { throw missing(column) }
    return unsafe lend(Swift.Span<UInt64>(_bytes: chunk.body))
  }

  @_lifetime(borrow self)
  func values(of column: ColumnID) throws(ScanError) -> EncodedColumn {
    if isDerived(column) {
      let expansion = try expansion(of: .column(column))
      let bytes = unsafe lend(expansion.values.bytes)
      return try view(bytes, of: column, holdsDoubles: false)
    }
    guard let entry = directory[column] else { throw missing(column) }
    let chunk = try chunks.required(ChunkKey(.values, column: entry.valuesColumn.rawValue))
    guard chunk.header.entryCount == rowCount else { throw missing(column) }
    let bytes = unsafe lend(chunk.body)
    return try view(bytes, of: column, holdsDoubles: entry.summary.form == .doubles)
  }

  @_lifetime(borrow self, copy bytes)
  private func view(
    _ bytes: RawSpan, of column: ColumnID, holdsDoubles: Bool
  ) throws(ScanError) -> EncodedColumn {
    let validity = try validity(of: column)
    do throws(ColumnDamage) {
      let isChecked = chunks.isChecked(column)
      let view = try EncodedColumn(
        bytes, rowCount: rowCount, presence: validity, holdsDoubles: holdsDoubles,
        isChecked: isChecked)
      if !isChecked { chunks.noteChecked(column) }
      return view
    } catch {
      throw .damaged("segment \(header.segment), column \(column.rawValue): \(error)")
    }
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

  func dictionaryValues(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> [AttributeValue] {
    guard column == ColumnID(.traceID) else { return try dictionary(of: column).values(of: codes) }
    var values: [AttributeValue] = []
    for code in codes { values.append(.string(try traceID(Int(code)).description)) }
    return values
  }

  func dictionaryTexts(
    _ codes: Range<UInt32>, in column: ColumnID
  ) throws(ScanError) -> DictionaryTexts? {
    guard column != ColumnID(.traceID) else { return try traceIDTexts(codes) }
    return try dictionary(of: column).texts(of: codes)
  }

  func payloadFrames() throws(ScanError) -> PayloadFrameCounts {
    // Those of a segment in memory were never compressed, and it outlives the query.
    guard chunks.snapshot != nil else { return PayloadFrameCounts() }
    return try payloads.frameCounts()
  }

  private func traceIDTexts(_ codes: Range<UInt32>) throws(ScanError) -> DictionaryTexts {
    let high = try chunks.required(ChunkKey(.traceHigh))
    let low = try chunks.required(ChunkKey(.traceLow))
    let highs = Swift.Span<UInt64>(_bytes: high.body)
    let lows = Swift.Span<UInt64>(_bytes: low.body)
    guard codes.upperBound <= highs.count, codes.upperBound <= lows.count else {
      throw .damaged("trace \(codes.upperBound) of \(highs.count)")
    }
    var digits = [UInt8](repeating: 0, count: codes.count * 32)
    var target = digits.mutableSpan
    for (place, code) in codes.enumerated() {
      writeDigits(highs[Int(code)], at: place &* 32, in: &target)
      writeDigits(lows[Int(code)], at: place &* 32 &+ 16, in: &target)
    }
    return DictionaryTexts(digits, textByteCount: 32)
  }

  /// Whether a column follows from others: `end` from start and latency, `parent_id` from the
  /// parents' rows.
  private func isDerived(_ column: ColumnID) -> Bool {
    column == ColumnID(.end) || column == ColumnID(.parentID)
  }

  /// Ties a view of a chunk or an expansion to the segment.
  ///
  /// Safe to call with views of what `chunks` or `expanded` keeps: both only ever add, and live
  /// as long as `self`.
  @unsafe
  @_lifetime(borrow self)
  func lend(_ bytes: RawSpan) -> RawSpan {
    unsafe _overrideLifetime(bytes, borrowing: self)
  }

  @unsafe
  @_lifetime(borrow self)
  private func lend<Element>(_ span: Swift.Span<Element>) -> Swift.Span<Element> {
    unsafe _overrideLifetime(span, borrowing: self)
  }
}

/// Writes the sixteen hexadecimal digits of a number.
private func writeDigits(
  _ number: UInt64, at place: Int, in target: inout MutableSpan<UInt8>
) {
  var room = target._mutatingExtracting(place..<place &+ 16)
  for index in 0..<16 { room[index] = hexadecimalDigit(of: number, at: index) }
}
