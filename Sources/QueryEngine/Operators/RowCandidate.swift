/// A matching row, with what it is ordered by.
struct RowCandidate {
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
struct RowOrder {
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

/// The first rows of an order, up to a count: twice as many are held, and cut when full.
struct TopRows {
  private(set) var candidates: [RowCandidate] = []
  private let order: RowOrder
  private let limit: Int
  /// The last row of the first `limit`, once there were as many: what comes after it is out.
  private(set) var last: RowCandidate?

  init(_ order: RowOrder, limit: Int) {
    self.order = order
    self.limit = limit
  }

  mutating func add(_ candidate: RowCandidate) {
    if let last, !order.precedes(candidate, last) { return }
    candidates.append(candidate)
    if limit < Int.max / 2 && candidates.count >= 2 * max(limit, 512) { cut() }
  }

  private mutating func cut() {
    candidates.sort(by: order.precedes)
    candidates = Array(candidates.prefix(limit))
    last = candidates.last
  }

  /// The rows in order.
  mutating func sorted() -> [RowCandidate] {
    cut()
    return candidates
  }
}
