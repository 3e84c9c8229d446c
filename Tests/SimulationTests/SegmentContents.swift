import Columns
import Scanning
import TraceModel
import TraceStorage

/// What a segment of a store holds, read as the engine reads it.
struct SegmentContents {
  /// The spans that count.
  var live: Set<Identity> = []
  var deadRowCount = 0
  /// The last start, dead rows included.
  var lastStart = Int64.min

  /// The sealed segments of a snapshot in no order that matters.
  static func all(of snapshot: StorageSnapshot, sealedCount: Int) throws -> [SegmentContents] {
    try (0..<sealedCount).map { try SegmentContents(try snapshot.segment(at: $0)) }
  }

  init(_ segment: any ScanSegment) throws {
    let traces = try segment.values(of: ColumnID(.traceID)).allIntegers()
    let spans = try segment.values(of: ColumnID(.spanID)).allIntegers()
    let starts = try segment.values(of: ColumnID(.start)).allIntegers()
    let rows = try segment.liveRows()
    for row in 0..<segment.rowCount {
      lastStart = max(lastStart, starts[row])
      if let rows, rows[row / 64] >> UInt64(row % 64) & 1 == 0 {
        deadRowCount += 1
        continue
      }
      guard
        case .string(let digits) = try segment.dictionaryValue(
          UInt32(traces[row]), in: ColumnID(.traceID)),
        let trace = TraceID(digits), let span = SpanID(rawValue: UInt64(bitPattern: spans[row]))
      else { preconditionFailure("a row without identity") }
      live.insert(Identity(trace: trace, span: span))
    }
  }
}
