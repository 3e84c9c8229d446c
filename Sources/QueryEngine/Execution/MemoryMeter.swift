import QuerySyntax
import Synchronization

/// Holds a query to its memory, whatever the number of its threads.
final class MemoryMeter: Sendable {
  let limitByteCount: Int
  private let held = Atomic(0)
  private let greatest = Atomic(0)

  init(limitByteCount: Int) {
    self.limitByteCount = limitByteCount
  }

  /// The most that was held at a time.
  var peakByteCount: Int { greatest.load(ordering: .relaxed) }

  /// Throws when what a query holds is past the limit.
  func check(_ byteCount: Int, doing work: String) throws(QueryError) {
    _ = greatest.max(byteCount, ordering: .relaxed)
    guard byteCount <= limitByteCount else {
      throw .resourceExhausted(limitByteCount: limitByteCount, doing: work)
    }
  }

  /// Notes that what held `old` bytes holds `new` by now, and throws when all that is held
  /// together is past the limit.
  fileprivate func replace(
    _ old: Int, by new: Int, doing work: () -> String
  ) throws(QueryError) {
    let all = held.add(new - old, ordering: .relaxed).newValue
    _ = greatest.max(all, ordering: .relaxed)
    guard all <= limitByteCount else {
      throw .resourceExhausted(limitByteCount: limitByteCount, doing: work())
    }
  }
}

/// What one thread of a query holds.
struct MemoryShare: Sendable {
  private let meter: MemoryMeter
  private var byteCount = 0

  init(of meter: MemoryMeter) {
    self.meter = meter
  }

  /// Notes what is held by now; throws when the query's threads hold more than allowed.
  mutating func hold(_ byteCount: Int, doing work: @autoclosure () -> String) throws(QueryError) {
    let old = self.byteCount
    self.byteCount = byteCount
    try meter.replace(old, by: byteCount, doing: work)
  }

  /// Gives back what was held, or hands it on to whoever accounts for it next.
  mutating func release() { release(downTo: 0) }

  /// Gives back a part of it.
  mutating func release(downTo byteCount: Int) {
    // Less than before is never past the limit, unless it is past it already, and told.
    try? meter.replace(self.byteCount, by: byteCount) { "" }
    self.byteCount = byteCount
  }
}

/// What the parts of a query share: its end and its memory.
struct QueryShare: Sendable {
  let control: QueryControl
  let meter: MemoryMeter
  /// What is asked.
  var level = QueryLevel.spans

  /// Throws when the query is to stop.
  func check() throws(QueryError) { try control.check() }
}
