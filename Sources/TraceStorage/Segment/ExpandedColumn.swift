import ByteCoding
import Columns
import Scanning
import TraceModel

/// A column laid out row by row in memory, made from one that is stored otherwise.
struct ExpandedColumn: Sendable {
  /// Bytes a value.
  let width: Int
  let base: Int64
  let values: AlignedBytes
  let validity: AlignedBytes

  /// A sparse column: the values of the listed rows, zeros elsewhere.
  ///
  /// O(rows).
  init(values: LoadedChunk, rows: LoadedChunk, rowCount: Int) throws(ScanError) {
    let width = values.header.encoding.width ?? 0
    guard width > 0, values.header.entryCount == rows.header.entryCount else {
      throw .damaged("a sparse column whose values are not its rows")
    }
    var bytes = [UInt8](repeating: 0, count: rowCount * width)
    var bitmap = Bitmap(count: rowCount)
    let numbers = rows.codes
    let body = values.bodyBytes
    for index in 0..<rows.header.entryCount {
      let row = Int(numbers[index])
      guard row < rowCount else { throw .damaged("row \(row) of \(rowCount)") }
      bitmap[row] = true
      for byte in 0..<width { bytes[row * width + byte] = body[index * width + byte] }
    }
    self.width = width
    self.base = values.header.base
    self.values = AlignedBytes(bytes)
    self.validity = AlignedBytes(bitmap.words)
  }

  /// The ends of spans: start and latency, null where the span runs.
  ///
  /// O(rows).
  init(endsOf segment: StoredSegment) throws(ScanError) {
    let count = segment.rowCount
    var ends = [Int64](repeating: 0, count: count)
    var bitmap = Bitmap(count: count)
    if segment.directory[ColumnID(.latency)] != nil {
      let starts = try segment.integers(of: ColumnID(.start))
      let latencies = try segment.integers(of: ColumnID(.latency))
      let validity = try segment.validity(of: ColumnID(.latency))
      for row in 0..<count {
        if let validity, validity[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
        ends[row] = starts[row] &+ latencies[row]
        bitmap[row] = true
      }
    }
    width = 8
    base = 0
    values = AlignedBytes(ends)
    validity = AlignedBytes(bitmap.words)
  }
}
