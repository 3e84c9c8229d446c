import Synchronization
public import TraceModel

/// Spans as a store commits them: ``Store/liveSpans(bufferingNewest:)``.
///
/// Ends when the store is closed for good, or the task is cancelled.
public struct LiveSpans: AsyncSequence, Sendable {
  private let stream: AsyncStream<SpanData>
  private let subscription: Subscription

  init(_ stream: AsyncStream<SpanData>, _ subscription: Subscription) {
    self.stream = stream
    self.subscription = subscription
  }

  /// Spans that were left out, since they came faster than they were read.
  public var missedCount: Int { subscription.missedCount.load(ordering: .relaxed) }

  /// Iterates over what comes from now on; of several iterators each span goes to one.
  public func makeAsyncIterator() -> AsyncStream<SpanData>.AsyncIterator {
    stream.makeAsyncIterator()
  }
}

extension LiveSpans {
  final class Subscription: Sendable {
    let continuation: AsyncStream<SpanData>.Continuation
    let missedCount = Atomic(0)

    init(_ continuation: AsyncStream<SpanData>.Continuation) {
      self.continuation = continuation
    }

    func yield(_ span: SpanData) {
      guard case .dropped = continuation.yield(span) else { return }
      missedCount.add(1, ordering: .relaxed)
    }
  }

  /// The subscriptions of a store.
  final class Broadcast: Sendable {
    private let subscriptions = Mutex<[Int: Subscription]>([:])
    private let lastIdentifier = Atomic(0)

    func subscribe(bufferingNewest limit: Int) -> LiveSpans {
      let (stream, continuation) = AsyncStream.makeStream(
        of: SpanData.self, bufferingPolicy: .bufferingNewest(Swift.max(1, limit)))
      let subscription = Subscription(continuation)
      let identifier = lastIdentifier.add(1, ordering: .relaxed).newValue
      subscriptions.withLock { $0[identifier] = subscription }
      continuation.onTermination = { [weak self] _ in self?.remove(identifier) }
      return LiveSpans(stream, subscription)
    }

    private func remove(_ identifier: Int) {
      subscriptions.withLock { $0[identifier] = nil }
    }

    func publish(_ spans: [SpanData]) {
      let all = subscriptions.withLock { Array($0.values) }
      for subscription in all { for span in spans { subscription.yield(span) } }
    }

    /// Ends every subscription.
    func finish() {
      // Ending one removes it, which takes the lock.
      let all = subscriptions.withLock { Array($0.values) }
      for subscription in all { subscription.continuation.finish() }
    }
  }
}
