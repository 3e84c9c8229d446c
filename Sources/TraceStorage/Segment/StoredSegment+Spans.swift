import Columns
import Scanning
import TraceModel

extension StoredSegment {
  /// Puts spans of some rows together again.
  ///
  /// O(columns · rows), dead rows included.
  ///
  /// Attributes come back by name, in the order of their columns: OTLP gives their order no
  /// meaning, and columns do not keep it.
  func spans(
    ofRows rows: Range<Int>, catalogue: AttributeCatalogue
  ) throws(ScanError) -> [SpanData] {
    try SpanAssembly.spans(rows, try RowReader(self, catalogue))
  }

  /// What tells a span apart, and when it ended.
  func identity(ofRow row: Int) throws(ScanError) -> (id: SpanID, end: Int64?)? {
    guard let number = try integer(.spanID, row), let start = try integer(.start, row),
      let id = SpanID(rawValue: UInt64(bitPattern: number))
    else { return nil }
    return (id, try integer(.latency, row).map { start &+ $0 })
  }

  func spanID(ofRow row: Int) throws(ScanError) -> SpanID? {
    guard row >= 0 else {
      throw .damaged("segment \(header.segment): a parent before row 0")
    }
    return try integer(.spanID, row).flatMap { SpanID(rawValue: UInt64(bitPattern: $0)) }
  }

  private func integer(_ field: Field, _ row: Int) throws(ScanError) -> Int64? {
    guard let entry = directory[ColumnID(field)], let place = try place(of: row, in: entry) else {
      return nil
    }
    return try storedValues(of: entry).integer(inBlock: row / BlockLimits.rowCount, at: place)
  }

  /// A column's values without the rows that they belong to: for whoever knows the places.
  @_lifetime(borrow self)
  func storedValues(of entry: ColumnDirectory.Entry) throws(ScanError) -> EncodedColumn {
    // The first look checks the blocks against the rows that have a value.
    guard chunks.isChecked(entry.column) else { return try values(of: entry.column) }
    let chunk = try chunks.required(ChunkKey(.values, column: entry.valuesColumn.rawValue))
    guard chunk.header.entryCount == rowCount else { throw missing(entry.column) }
    do throws(ColumnDamage) {
      return try EncodedColumn(
        unsafe lend(chunk.body), rowCount: rowCount, presence: nil,
        holdsDoubles: entry.summary.form == .doubles, isChecked: true)
    } catch {
      throw .damaged("segment \(header.segment), column \(entry.column.rawValue): \(error)")
    }
  }

  /// Where a row's value stands among the stored values of its block; nil when it has none.
  ///
  /// Looks the row up in a list of rows, where a scan would lay the list out: a trace touches few
  /// rows of every column.
  func place(of row: Int, in entry: ColumnDirectory.Entry) throws(ScanError) -> Int? {
    let start = row / BlockLimits.rowCount * BlockLimits.rowCount
    guard let set = entry.presence else { return row - start }
    let chunk = try chunks.required(set.key)
    guard !set.isList else {
      guard let found = lastEntry(notAbove: row, in: chunk), found.first == row else { return nil }
      guard let before = lastEntry(notAbove: start - 1, in: chunk) else { return found.index }
      return found.index - before.index - 1
    }
    let words = Swift.Span<UInt64>(_bytes: chunk.body)
    guard row / 64 < words.count else { throw missing(entry.column) }
    guard words[row / 64] >> UInt64(row % 64) & 1 != 0 else { return nil }
    var place = 0
    for word in start / 64..<row / 64 { place += words[word].nonzeroBitCount }
    return place + (words[row / 64] & ((1 << UInt64(row % 64)) - 1)).nonzeroBitCount
  }
}
