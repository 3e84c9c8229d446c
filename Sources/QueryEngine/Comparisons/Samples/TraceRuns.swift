import Columns
import Scanning
import TraceModel

/// Finds which trace each row is of, and the order of each trace's rows, as batches go by.
struct TraceRuns {
  /// The codes of traces that may have rows in other segments.
  private let sharedCodes: Set<UInt32>
  /// Of all rows so far.
  private var starts: [Int64] = []
  private var spanIDs: [UInt64] = []
  /// The trace of each row of the last batch.
  private(set) var rowTraces: [Int] = []

  init(_ sharedCodes: Set<UInt32>) {
    self.sharedCodes = sharedCodes
  }

  var byteCount: Int { (starts.count + spanIDs.count) * 8 }

  mutating func add(
    _ rows: [UInt32], of reader: SegmentReader, to side: inout SideRows
  ) throws(QueryError) {
    guard case .codes(let codes, _) = try reader.read(.traceID, rows: rows).storage,
      case .integers(let starts) = try reader.read(.start, rows: rows).storage
    else { throw .storage(.damaged("trace ids or starts of another form")) }
    spanIDs += try reader.spanIDs(of: rows)
    self.starts += starts
    rowTraces.removeAll(keepingCapacity: true)
    for index in codes.indices {
      if side.traceCodes.last != codes[index] {
        side.traceCodes.append(codes[index])
        side.traceRowCounts.append(0)
        side.traceStarts.append(starts[index])
      }
      let trace = side.traceCodes.count - 1
      side.traceRowCounts[trace] += 1
      if starts[index] < side.traceStarts[trace] { side.traceStarts[trace] = starts[index] }
      if starts[index] > side.lastStart { side.lastStart = starts[index] }
      rowTraces.append(trace)
    }
  }

  /// Called behind the last batch.
  func finish(_ side: inout SideRows, _ reader: SegmentReader) throws(QueryError) {
    var order: [UInt32]?
    var first = 0
    let dictionary = reader.dictionary(of: ColumnID(.traceID))
    for trace in side.traceCodes.indices {
      let rows = first..<first + Int(side.traceRowCounts[trace])
      first = rows.upperBound
      if !isInOrder(rows) { place(rows, in: &order) }
      guard sharedCodes.contains(side.traceCodes[trace]) else { continue }
      guard case .string(let text) = try dictionary.value(of: side.traceCodes[trace]),
        let id = TraceID(text)
      else { throw .storage(.damaged("a trace id that is none")) }
      side.shared[trace] = SideRows.SharedTrace(
        id: id, starts: Array(starts[rows]), spanIDs: Array(spanIDs[rows]))
    }
    side.order = order
    side.starts = starts
  }

  private func isInOrder(_ rows: Range<Int>) -> Bool {
    for row in rows.dropFirst() where !precedes(row - 1, row) { return false }
    return true
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    starts[left] != starts[right]
      ? starts[left] < starts[right] : spanIDs[left] < spanIDs[right]
  }

  private func place(_ rows: Range<Int>, in order: inout [UInt32]?) {
    var places = order ?? Array(repeating: SideRows.unmoved, count: starts.count)
    // Held once, so that nothing is copied.
    order = nil
    for (place, row) in rows.sorted(by: precedes).enumerated() { places[row] = UInt32(place) }
    order = places
  }
}

extension SideRows {
  /// In place of the place of rows whose trace lies in order.
  static let unmoved = UInt32.max
}

extension SegmentReader {
  fileprivate func spanIDs(of rows: [UInt32]) throws(QueryError) -> [UInt64] {
    let segment = segment
    return try reading { () throws(ScanError) in
      gatherIntegers(
        try segment.values(of: ColumnID(.spanID)), rows: rows.span, &scratch
      ).map { UInt64(bitPattern: $0) }
    }
  }
}
