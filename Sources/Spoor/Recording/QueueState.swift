/// What a queue holds, and what its callers and its writer tell each other.
struct QueueState: Sendable {
  /// What a caller owes the writer, once it has let go of the lock.
  enum Wake {
    case nothing
    /// There is none: start it.
    case start
    /// It waits for more spans, and should not.
    case hurry
  }

  enum Outcome {
    case accepted(Wake)
    case dropped
    /// The caller is counted as waiting for room.
    case full
  }

  /// A call that waits until every span accepted before it is settled.
  struct Flush: Sendable {
    let identifier: Int
    /// The number of the last of these spans, counted from 1.
    let target: Int
    let done: @Sendable (StoreError?) -> Void
  }

  private(set) var waiting = RingBuffer<SpanQueue.Entry>()
  /// Spans that were taken and are not settled.
  private var inFlightCount = 0
  /// The number of the span before them.
  private var inFlightBase = 0
  /// Callers that wait for room.
  private var roomWaiterCount = 0
  private var lastFlush = 0
  private(set) var flushes: [Flush] = []
  private var started = StartedSpans()
  var statistics = RecordingStatistics()
  private var isRunning = false
  /// Whether the writer was told not to wait for more.
  private var isHurried = false
  /// Nothing is accepted any more.
  var isShutDown = false
  /// Nobody waits for what is left: the writer may give it up.
  var isAbandoned = false

  // MARK: What callers do

  mutating func enqueue(_ entry: SpanQueue.Entry, _ limits: SpanQueue.Limits) -> Outcome {
    guard !isShutDown else { return drop(.shutDown) }
    while !hasRoom(for: entry, limits) {
      switch limits.backPressure {
      case .dropNewest: return drop(.queueFull)
      case .dropOldest: guard dropOldest() else { return drop(.queueFull) }
      case .wait:
        roomWaiterCount += 1
        return .full
      }
    }
    waiting.append(entry)
    statistics.acceptedCount += 1
    statistics.queuedCount += 1
    statistics.queuedByteCount += entry.byteCount
    return .accepted(wake(hurrying: waiting.count >= limits.batchSpanCount))
  }

  private mutating func drop(_ reason: DropReason) -> Outcome {
    statistics.note(reason)
    return .dropped
  }

  /// One span has room however large it is, else it could never be stored.
  private func hasRoom(for entry: SpanQueue.Entry, _ limits: SpanQueue.Limits) -> Bool {
    guard statistics.queuedCount > 0 else { return true }
    return statistics.queuedCount < limits.spanCount
      && statistics.queuedByteCount + entry.byteCount <= limits.byteCount
  }

  private mutating func dropOldest() -> Bool {
    guard let oldest = waiting.popFirst() else { return false }
    statistics.note(.queueFull)
    statistics.queuedCount -= 1
    statistics.queuedByteCount -= oldest.byteCount
    return true
  }

  /// Has the writer look at an open span, unless it watches too many.
  mutating func noteStarted(_ span: any RecordableSpan, _ limits: SpanQueue.Limits) -> Wake {
    guard !isShutDown else { return .nothing }
    guard started.append(span, limit: limits.spanCount) else {
      statistics.unwatchedCount += 1
      return .nothing
    }
    return wake(hurrying: false)
  }

  /// Has `done` called once the spans accepted until now are settled, or with the error that the
  /// next attempt to write them meets.
  mutating func addFlush(
    _ done: @escaping @Sendable (StoreError?) -> Void
  ) -> (identifier: Int, wake: Wake) {
    lastFlush += 1
    flushes.append(
      Flush(identifier: lastFlush, target: statistics.acceptedCount, done: done))
    return (lastFlush, wake(hurrying: true))
  }

  /// The flush, if it waits still.
  mutating func removeFlush(_ identifier: Int) -> Flush? {
    guard let place = flushes.firstIndex(where: { $0.identifier == identifier }) else { return nil }
    return flushes.remove(at: place)
  }

  mutating func wake(hurrying: Bool) -> Wake {
    if !isRunning {
      isRunning = true
      isHurried = hurrying
      return .start
    }
    guard hurrying, !isHurried else { return .nothing }
    isHurried = true
    return .hurry
  }

  // MARK: What the writer does

  /// Whether it should not wait for more.
  var isWriterHurried: Bool { isHurried || isShutDown }

  mutating func take(_ limit: Int) -> [SpanQueue.Entry] {
    inFlightBase = statistics.acceptedCount - waiting.count
    let taken = waiting.popFirst(atMost: limit)
    inFlightCount = taken.count
    return taken
  }

  /// The flushes that are done thereby, and how many callers wait for room.
  mutating func settle(
    _ count: Int, byteCount: Int
  ) -> (flushes: [Flush], roomWaiterCount: Int) {
    inFlightCount -= count
    statistics.queuedCount -= count
    statistics.queuedByteCount -= byteCount
    defer { roomWaiterCount = 0 }
    let settled = settledThrough
    return (takeFlushes { $0.target <= settled }, roomWaiterCount)
  }

  /// The number of the last span before which none waits.
  private var settledThrough: Int {
    inFlightCount > 0 ? inFlightBase : statistics.acceptedCount - waiting.count
  }

  mutating func takeFlushes(where isDone: (Flush) -> Bool) -> [Flush] {
    guard !flushes.isEmpty else { return [] }
    defer { flushes.removeAll(where: isDone) }
    return flushes.filter(isDone)
  }

  mutating func takeStarted() -> [any RecordableSpan] {
    isHurried = false
    return started.removeAll()
  }

  /// Whether the writer's thread may end, there being nothing to do.
  ///
  /// Once nothing is accepted any more, no end of a span that is open can come.
  mutating func rests(pendingCount: Int) -> Bool {
    guard waiting.isEmpty, flushes.isEmpty, started.isEmpty && pendingCount == 0 || isShutDown
    else { return false }
    isRunning = false
    return true
  }
}

extension RecordingStatistics {
  mutating func note(_ reason: DropReason, _ count: Int = 1) {
    guard count > 0 else { return }
    droppedCounts[reason, default: 0] += count
  }
}
