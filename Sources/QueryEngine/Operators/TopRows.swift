import Synchronization

/// The first rows of an order, up to a count: twice as many are held, and cut when full.
struct TopRows: Sendable {
  private(set) var candidates: [RowCandidate] = []
  private let order: RowOrder
  let limit: Int
  /// What was shown before, up to this row.
  private let after: RowCandidate?
  /// The last row of the first `limit`, once there were as many: what comes after it is out.
  private(set) var last: RowCandidate?

  /// Whether a row came in since the last cut.
  private var hasNew = false

  /// Up to this limit, sorting what is held after each batch costs less than the rows that a
  /// closer bound keeps out.
  static let closeLimit = 1_024

  init(_ order: RowOrder, limit: Int, after: RowCandidate? = nil) {
    self.order = order
    self.limit = limit
    self.after = after
  }

  mutating func add(_ candidate: RowCandidate) {
    if let last, !order.precedes(candidate, last) { return }
    if let after, !order.precedes(after, candidate) { return }
    candidates.append(candidate)
    hasNew = true
    if limit < Int.max / 2 && candidates.count >= 2 * max(limit, 512) { cut() }
  }

  /// Called after each batch: brings the bound up to date where that is cheap.
  mutating func settle() {
    if hasNew && limit <= Self.closeLimit && candidates.count >= limit { cut() }
  }

  mutating func merge(_ other: TopRows) {
    for candidate in other.candidates { add(candidate) }
  }

  private mutating func cut() {
    candidates.sort(by: order.precedes)
    hasNew = false
    guard candidates.count >= limit else { return }
    candidates.removeLast(candidates.count - limit)
    last = candidates.last
  }

  /// The rows in order.
  mutating func sorted() -> [RowCandidate] {
    cut()
    return candidates
  }
}

/// The first key of the last row that still counts, known to all threads: rows whose key comes
/// after it are out, whoever finds them.
final class TopBound: Sendable {
  private let direction: SortDirection
  private let bound = Mutex<Value?>(nil)

  init(_ direction: SortDirection) {
    self.direction = direction
  }

  /// Nil while every row counts.
  var value: Value? { bound.withLock { $0 } }

  /// Notes that enough rows come no later than a key.
  func tighten(to key: Value) {
    bound.withLock { known in
      if let known, direction.compare(known, key) <= 0 { return }
      known = key
    }
  }
}
