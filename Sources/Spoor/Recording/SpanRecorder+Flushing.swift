import Dispatch

extension SpanRecorder {
  /// Waits until all spans accepted before the call are on disk; the error of the attempt to write
  /// them otherwise.
  func flush(until deadline: DispatchTime) async -> StoreError? {
    await withCheckedContinuation { continuation in
      let identifier = flush { continuation.resume(returning: $0) }
      guard deadline != .distantFuture else { return }
      DispatchQueue.global().asyncAfter(deadline: deadline) { self.expire(identifier) }
    }
  }

  /// As `flush(until:)`, holding up the thread.
  func flushBlocking() throws(StoreError) {
    let outcome = FlushOutcome()
    _ = flush { outcome.finish($0) }
    if let error = outcome.wait() { throw error }
  }

  private func flush(_ done: @escaping @Sendable (StoreError?) -> Void) -> Int {
    let (identifier, wake) = queue.withState { $0.addFlush(done) }
    perform(wake)
    return identifier
  }

  private func expire(_ identifier: Int) {
    let flush = queue.withState { $0.removeFlush(identifier) }
    flush?.done(.unavailable("the disk did not take what was recorded in the time given"))
  }

  /// Takes no more spans, and writes those that wait until the deadline.
  func shutDown(within time: Duration) async -> ShutdownReport {
    let deadline = DispatchTime.now() + time.dispatchInterval
    queue.withState { $0.isShutDown = true }
    var failure = await flush(until: deadline)
    while failure != nil, DispatchTime.now() < deadline {
      await pause()
      failure = await flush(until: deadline)
    }
    let statistics = queue.withState { state in
      state.isAbandoned = true
      return state.statistics
    }
    alarm.signal()
    return ShutdownReport(
      unwrittenCount: failure == nil ? 0 : statistics.queuedCount + statistics.undecidedCount,
      failure: failure, statistics: statistics)
  }

  /// Between attempts that fail at once; also where the task is cancelled, which is when services
  /// shut down.
  private func pause() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + Retry.first.dispatchInterval) {
        continuation.resume()
      }
    }
  }
}
