import Dispatch
import Synchronization

/// Spans on their way from the threads that end them to the one that writes them.
///
/// Bounded in number and bytes. Any thread may enqueue; it holds the lock for tens of nanoseconds,
/// and never while anything is written. The writer alone takes and settles.
final class SpanQueue: Sendable {
  struct Entry: Sendable {
    let span: any RecordableSpan
    let byteCount: Int
  }

  struct Limits {
    let spanCount: Int
    let byteCount: Int
    /// Spans that are committed together.
    let batchSpanCount: Int
    let backPressure: BackPressure
  }

  let limits: Limits
  /// Guards all that callers and writer share.
  private let state = Mutex(QueueState())
  /// Signalled once for each caller that found the queue full, when there may be room.
  private let room = DispatchSemaphore(value: 0)

  init(_ limits: Limits) {
    self.limits = limits
  }

  /// Takes a span, or drops one as back-pressure says.
  ///
  /// - Returns: what is to be done for the writer; nil if it was this span that was dropped.
  func enqueue(_ span: any RecordableSpan) -> QueueState.Wake? {
    let entry = Entry(span: span, byteCount: span.approximateByteCount)
    switch state.withLock({ $0.enqueue(entry, limits) }) {
    case .accepted(let wake): return wake
    case .dropped: return nil
    case .full: return enqueueWaiting(entry)
    }
  }

  private func enqueueWaiting(_ entry: Entry) -> QueueState.Wake? {
    guard case .wait(let longest) = limits.backPressure else { return nil }
    let end = DispatchTime.now() + longest.dispatchInterval
    while room.wait(timeout: end) == .success {
      switch state.withLock({ $0.enqueue(entry, limits) }) {
      case .accepted(let wake): return wake
      case .dropped: return nil
      case .full: continue
      }
    }
    state.withLock { $0.statistics.note(.queueFull) }
    return nil
  }

  /// The next spans to be written; they count as queued until they are settled.
  func take() -> [Entry] {
    state.withLock { $0.take(limits.batchSpanCount) }
  }

  /// The spans that were taken need no room any more; tells the flushes that waited for them.
  func settle(_ entries: [Entry]) {
    let bytes = entries.reduce(0) { $0 + $1.byteCount }
    let (flushes, waiterCount) = state.withLock { $0.settle(entries.count, byteCount: bytes) }
    for flush in flushes { flush.done(nil) }
    for _ in 0..<waiterCount { room.signal() }
  }

  /// Whatever else callers and writer tell each other.
  func withState<Result: Sendable>(_ body: (inout QueueState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }
}

extension Duration {
  /// As Dispatch says it: from nothing to 146 years, beyond which a time of it would overflow.
  var dispatchInterval: DispatchTimeInterval {
    .nanoseconds(Int(min(max(0, wholeNanoseconds), 1 << 62)))
  }

  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
