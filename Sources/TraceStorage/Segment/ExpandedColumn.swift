import ByteCoding
import Columns
import Scanning
import TraceModel

/// A column, or only the rows that it has values in, made in memory of what is stored otherwise.
struct ExpandedColumn: Sendable {
  /// As `EncodedColumn` reads them; empty where only rows are expanded.
  let values: AlignedBytes
  let validity: AlignedBytes

  /// The bitmap of a list of rows.
  ///
  /// O(rows).
  init(rows: LoadedChunk, rowCount: Int) throws(ScanError) {
    let numbers = Swift.Span<UInt32>(_bytes: rows.body)
    var bitmap = Bitmap(count: rowCount)
    for index in numbers.indices {
      let row = Int(numbers[index])
      guard row < rowCount, index == 0 || numbers[index - 1] < numbers[index] else {
        throw .damaged("row \(row) of \(rowCount), or out of order")
      }
      bitmap[row] = true
    }
    values = AlignedBytes(zeroCount: 0)
    validity = AlignedBytes(bitmap.words)
  }

  /// The ends of spans: start and latency, null where the span runs.
  ///
  /// O(rows).
  init(endsOf segment: StoredSegment) throws(ScanError) {
    guard segment.directory[ColumnID(.latency)] != nil else {
      self.init([Int64?](repeating: nil, count: segment.rowCount))
      return
    }
    let starts = try segment.values(of: ColumnID(.start)).allIntegers()
    let latencies = try segment.values(of: ColumnID(.latency)).allIntegers()
    let validity = try segment.validity(of: ColumnID(.latency))
    var ends = [Int64?](repeating: nil, count: segment.rowCount)
    for row in ends.indices {
      if let validity, validity[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
      ends[row] = starts[row] &+ latencies[row]
    }
    self.init(ends)
  }

  /// The ids of parents: of most, the span id of a row above.
  ///
  /// O(rows).
  init(parentsOf segment: StoredSegment) throws(ScanError) {
    let distances = try segment.values(of: HiddenColumn.parentDistance.id).allIntegers()
    let ids = try segment.values(of: ColumnID(.spanID)).allIntegers()
    var parents = [Int64?](repeating: nil, count: segment.rowCount)
    for row in parents.indices where distances[row] > 0 {
      guard distances[row] <= row else { throw .damaged("row \(row) has a parent before row 0") }
      parents[row] = ids[row - Int(distances[row])]
    }
    if segment.directory[HiddenColumn.foreignParent.id] != nil {
      let foreign = try segment.values(of: HiddenColumn.foreignParent.id).allIntegers()
      if let validity = try segment.validity(of: HiddenColumn.foreignParent.id) {
        for row in parents.indices where validity[row / 64] >> UInt64(row % 64) & 1 == 1 {
          parents[row] = foreign[row]
        }
      } else {
        parents = foreign
      }
    }
    self.init(parents)
  }

  private init(_ numbers: [Int64?]) {
    var bitmap = Bitmap(count: numbers.count)
    var rows: [UInt32] = []
    for row in numbers.indices where numbers[row] != nil {
      bitmap[row] = true
      rows.append(UInt32(row))
    }
    let body = ColumnBody.integers(
      numbers.compactMap { $0 }, rows: rows, rowCount: numbers.count)
    values = AlignedBytes(body.bytes)
    validity = AlignedBytes(bitmap.words)
  }
}
