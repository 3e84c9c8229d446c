/// A matching row, with what it is ordered by.
struct RowCandidate: Sendable {
  var segment: Int
  var row: UInt32
  var sortKeys: [Value]
  /// The tie-break: start, trace id, span id.
  var start: Int64
  var traceID: String
  var spanID: String

  /// Memory held, with the ids' characters on the heap.
  static func byteCount(keyCount: Int) -> Int {
    MemoryLayout<RowCandidate>.stride + 112 + keyCount * MemoryLayout<Value>.stride
  }
}

/// An order of rows: by keys, then by start, trace id and span id, so that it is total.
struct RowOrder: Sendable {
  var directions: [SortDirection]
  /// Newest first is the order when none was asked for.
  var isNewestFirst: Bool

  func precedes(_ left: RowCandidate, _ right: RowCandidate) -> Bool {
    let order = compare(left.sortKeys, right.sortKeys, directions)
    if order != 0 { return order < 0 }
    if left.start != right.start {
      return isNewestFirst ? left.start > right.start : left.start < right.start
    }
    return (left.traceID, left.spanID) < (right.traceID, right.spanID)
  }
}
