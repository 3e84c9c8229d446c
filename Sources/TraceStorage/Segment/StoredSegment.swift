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
  /// Columns that are not stored as the engine reads them: sparse ones, and `end`.
  private let expanded = Mutex<[ColumnID: ExpandedColumn]>([:])
  private let dictionaries = Mutex<[ColumnID: StoredDictionary]>([:])
  let payloads: SegmentPayloads

  init(header: SegmentHeader, chunks: SegmentChunks) throws(ScanError) {
    self.header = header
    self.chunks = chunks
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
        try chunks.required(ChunkKey(.dictionary, column: column.rawValue, part: part)))
    }
    let dictionary = try StoredDictionary(parts, count: entry.summary.distinctCount)
    dictionaries.withLock { $0[column] = dictionary }
    return dictionary
  }

  /// The id of a trace by its number in the segment.
  func traceID(_ number: Int) throws(ScanError) -> TraceID {
    let high = try chunks.required(ChunkKey(.traceHigh))
    let low = try chunks.required(ChunkKey(.traceLow))
    guard number < high.header.entryCount, number < low.header.entryCount else {
      throw .damaged("trace \(number) of \(high.header.entryCount)")
    }
    let highs = Swift.Span<UInt64>(_bytes: high.body)
    let lows = Swift.Span<UInt64>(_bytes: low.body)
    guard let id = TraceID(high: highs[number], low: lows[number]) else {
      throw .damaged("a trace id of zeros")
    }
    return id
  }

  /// The number of the trace that a row belongs to.
  func traceNumber(ofRow row: Int) throws(ScanError) -> Int {
    let chunk = try chunks.required(ChunkKey(.values, column: ColumnID(.traceID).rawValue))
    return Int(chunk.codes[row])
  }

  /// The rows of a trace by its number.
  func rows(ofTrace number: Int) throws(ScanError) -> Range<Int> {
    let chunk = try chunks.required(ChunkKey(.traceFirstRow))
    let codes = chunk.codes
    guard number < chunk.header.entryCount else { throw .damaged("no trace \(number)") }
    let first = Int(codes[number])
    let end = number + 1 < chunk.header.entryCount ? Int(codes[number + 1]) : rowCount
    guard first < end, end <= rowCount else { throw .damaged("a trace of no rows") }
    return first..<end
  }

  func missing(_ column: ColumnID) -> ScanError {
    .damaged("segment \(header.segment) has no column \(column.rawValue)")
  }

  /// The values of a column that is not stored row by row.
  func expansion(of column: ColumnID) throws(ScanError) -> ExpandedColumn {
    if let known = expanded.withLock({ $0[column] }) { return known }
    let new: ExpandedColumn
    if column == ColumnID(.end) {
      new = try ExpandedColumn(endsOf: self)
    } else {
      new = try ExpandedColumn(
        values: try chunks.required(ChunkKey(.values, column: column.rawValue)),
        rows: try chunks.required(ChunkKey(.rows, column: column.rawValue)), rowCount: rowCount)
    }
    return expanded.withLock { columns in
      // Another thread may have been first; views may lend its bytes.
      if let first = columns[column] { return first }
      columns[column] = new
      return new
    }
  }
}

/// The last of some ascending rows that is not above `row`, with its index; nil when all are.
func lastEntry(notAbove row: Int, in chunk: LoadedChunk) -> (index: Int, first: Int)? {
  let codes = chunk.codes
  guard chunk.header.entryCount > 0, Int(codes[0]) <= row else { return nil }
  var low = 0
  var high = chunk.header.entryCount - 1
  while low < high {
    let middle = (low + high + 1) / 2
    if Int(codes[middle]) <= row { low = middle } else { high = middle - 1 }
  }
  return (low, Int(codes[low]))
}

extension LoadedChunk {
  /// The body as codes or row numbers; the header's check made sure of its length.
  var codes: CodeColumn {
    @_lifetime(borrow self)
    get {
      CodeColumn(width: header.encoding.width ?? 4, rowCount: header.entryCount, bytes: body)
    }
  }

  /// One of the body's doubles.
  func double(at place: Int) -> Double {
    let doubles = Swift.Span<Double>(_bytes: body)
    return doubles[place]
  }

  /// The body as integers.
  var integers: IntegerColumn {
    @_lifetime(borrow self)
    get {
      IntegerColumn(
        base: header.base, width: header.encoding.width ?? 8, rowCount: header.entryCount,
        bytes: body)
    }
  }
}
