/// What was read of one population's rows in all segments.
///
/// Rows go by the start of their trace's first row, the trace's id, their own start and span id: an
/// order that does not depend on where they lie.
struct SideSample: Sendable {
  /// Where a trace's id is.
  struct TracePlace: Hashable, Sendable {
    var segment: Int32
    var code: UInt32
  }

  /// The trace of each row, ascending.
  var traces: [Int32] = []
  /// One a trace.
  var tracePlaces: [TracePlace] = []
  /// When each row started.
  var starts: [Int64] = []
  var firstStart: Int64?
  var lastStart: Int64?
  var numbers: [PresentValues<Double>] = []
  var categories: [PresentValues<UInt32>] = []
  /// Of each row; nil of attributes that are not looked at.
  var attributes: [[UInt8]?] = []
  /// How many rows have each value of each attribute.
  var attributeCounts: [[Int]] = []
  /// The number of the session or user of each trace; nil for those without.
  var clusters: [[UInt32?]] = []
  var pairKeys = PresentValues<UInt64>()
  /// Where each row is; only of rows that may be paired.
  var places: [RowPlace] = []

  var rowCount: Int { traces.count }
  var traceCount: Int { tracePlaces.count }

  /// The rows of columns that not all rows have a value of, each once.
  var presentRows: [[UInt32]] {
    (numbers.compactMap(\.rows) + categories.compactMap(\.rows)).reduce(into: []) { all, rows in
      if !all.contains(rows) { all.append(rows) }
    }
  }

  var byteCount: Int {
    let columns =
      numbers.reduce(0) { $0 + $1.values.count * 8 }
      + categories.reduce(0) { $0 + $1.values.count * 4 }
      + presentRows.reduce(0) { $0 + $1.count * 4 }
    let attributes = attributes.reduce(0) { $0 + ($1?.count ?? 0) }
    let pairs = pairKeys.byteCount + places.count * MemoryLayout<RowPlace>.stride
    return traces.count * 12 + traceCount * (8 + clusters.count * 8) + columns + attributes + pairs
  }
}
