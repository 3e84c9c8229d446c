import ByteCoding
import Columns
import Scanning
import Synchronization
import TraceModel

/// A segment of a store, read where its bytes are.
final class StoredSegment: Sendable {
  let header: SegmentHeader
  let chunks: SegmentChunks
  let directory: ColumnDirectory
  /// Knows the attributes of the segment.
  let catalogue: AttributeCatalogue
  private let expanded = Mutex<[ExpansionKey: ExpandedColumn]>([:])
  private let dictionaries = Mutex<[ColumnID: StoredDictionary]>([:])
  let payloads: SegmentPayloads

  init(
    header: SegmentHeader, chunks: SegmentChunks, catalogue: AttributeCatalogue
  ) throws(ScanError) {
    self.header = header
    self.chunks = chunks
    self.catalogue = catalogue
    self.directory = try chunks.directory()
    payloads = SegmentPayloads(chunks, blockCount: header.payloadBlockCount)
  }

  /// A dictionary, its parts checked once.
  func dictionary(of column: ColumnID) throws(ScanError) -> StoredDictionary {
    if let known = dictionaries.withLock({ $0[column] }) { return known }
    guard let entry = directory[column] else { throw missing(column) }
    var parts: [LoadedChunk] = []
    for part in 0..<entry.dictionaryParts {
      parts.append(
        try chunks.required(
          ChunkKey(.dictionary, column: entry.dictionaryColumn.rawValue, part: part)))
    }
    let dictionary = try StoredDictionary(parts, count: entry.summary.distinctCount)
    dictionaries.withLock { $0[column] = dictionary }
    return dictionary
  }

  /// The id of a trace by its number in the segment.
  func traceID(_ number: Int) throws(ScanError) -> TraceID {
    let high = try chunks.required(ChunkKey(.traceHigh))
    let low = try chunks.required(ChunkKey(.traceLow))
    return try traceID(number, high, low)
  }

  /// The same, of the chunks that hold the halves of the ids.
  func traceID(
    _ number: Int, _ high: borrowing LoadedChunk, _ low: borrowing LoadedChunk
  ) throws(ScanError) -> TraceID {
    guard number >= 0, number < high.header.entryCount, number < low.header.entryCount else {
      throw .damaged("trace \(number) of \(high.header.entryCount)")
    }
    let (highBytes, lowBytes) = (high.body, low.body)
    let highs = Swift.Span<UInt64>(_bytes: highBytes)
    let lows = Swift.Span<UInt64>(_bytes: lowBytes)
    guard let id = TraceID(high: highs[number], low: lows[number]) else {
      throw .damaged("a trace id of zeros")
    }
    return id
  }

  /// The number of the trace that a row belongs to.
  func traceNumber(ofRow row: Int) throws(ScanError) -> Int {
    let codes = try values(of: ColumnID(.traceID))
    return Int(codes.integer(inBlock: row / BlockLimits.rowCount, at: row % BlockLimits.rowCount))
  }

  /// The rows of a trace by its number.
  ///
  /// O(log rows): traces are numbered in the order of rows.
  func rows(ofTrace number: Int) throws(ScanError) -> Range<Int> {
    let codes = try values(of: ColumnID(.traceID))
    let first = firstRow(of: number, in: codes)
    let end = firstRow(of: number + 1, in: codes)
    guard first < end else { throw .damaged("segment \(header.segment): no trace \(number)") }
    return first..<end
  }

  /// The rows of the trace that a row belongs to, with its number.
  ///
  /// O(log rows of the trace) where the row is its first one.
  func trace(ofRow row: Int) throws(ScanError) -> (number: Int, rows: Range<Int>) {
    let codes = try values(of: ColumnID(.traceID))
    func code(_ row: Int) -> Int64 {
      codes.integer(inBlock: row / BlockLimits.rowCount, at: row % BlockLimits.rowCount)
    }
    let number = code(row)
    guard row == 0 || code(row - 1) < number else {
      let number = Int(truncatingIfNeeded: number)
      return (number, try rows(ofTrace: number))
    }
    // Steps twice as long each time until the trace has ended, then halves between the last two.
    var low = row
    var step = 1
    while low + step < rowCount, code(low + step) <= number {
      low += step
      step *= 2
    }
    var high = min(low + step, rowCount)
    while low + 1 < high {
      let middle = (low + high) / 2
      if code(middle) <= number { low = middle } else { high = middle }
    }
    return (Int(truncatingIfNeeded: number), row..<high)
  }

  /// The first row whose trace has at least a number.
  private func firstRow(of number: Int, in codes: borrowing EncodedColumn) -> Int {
    var low = 0
    var high = rowCount
    while low < high {
      let middle = (low + high) / 2
      let code = codes.integer(
        inBlock: middle / BlockLimits.rowCount, at: middle % BlockLimits.rowCount)
      if code < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func missing(_ column: ColumnID) -> ScanError {
    .damaged("segment \(header.segment) has no column \(column.rawValue)")
  }

  /// What the segment makes of other columns or of a list of rows, once.
  func expansion(of key: ExpansionKey) throws(ScanError) -> ExpandedColumn {
    if let known = expanded.withLock({ $0[key] }) { return known }
    let new: ExpandedColumn
    switch key {
    case .column(let column) where column == ColumnID(.end):
      new = try ExpandedColumn(endsOf: self)
    case .column: new = try ExpandedColumn(parentsOf: self)
    case .rows(let set):
      new = try ExpandedColumn(rows: try chunks.required(set.key), rowCount: rowCount)
    }
    return expanded.withLock { columns in
      // Another thread may have been first; views may lend its bytes.
      if let first = columns[key] { return first }
      columns[key] = new
      return new
    }
  }
}

/// What a segment expands in memory.
enum ExpansionKey: Hashable {
  /// A column that is not stored but follows from others.
  case column(ColumnID)
  /// A list of rows, as a bitmap.
  case rows(PresenceSet)
}

/// The last of some ascending rows that is not above `row`, with its index; nil when all are.
func lastEntry(notAbove row: Int, in chunk: LoadedChunk) -> (index: Int, first: Int)? {
  let rows = Swift.Span<UInt32>(_bytes: chunk.body)
  guard rows.count > 0, Int(rows[0]) <= row else { return nil }
  var low = 0
  var high = rows.count - 1
  while low < high {
    let middle = (low + high + 1) / 2
    if Int(rows[middle]) <= row { low = middle } else { high = middle - 1 }
  }
  return (low, Int(rows[low]))
}
