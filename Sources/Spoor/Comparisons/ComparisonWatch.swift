import Dispatch
public import Drift

/// The states of a comparison that is watched: an `AsyncSequence`.
///
/// Each iteration begins anew, with all traces that the query asks for.
public struct ComparisonWatch: AsyncSequence, Sendable {
  /// What is known by then.
  public typealias Element = WatchState

  let looks: ComparisonLooks
  let interval: Duration

  /// Begins an iteration; nothing is read yet.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(looks: looks, interval: interval)
  }

  /// Goes from state to state.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var looks: ComparisonLooks
    private let interval: Duration
    private var last: ContinuousClock.Instant?

    init(looks: ComparisonLooks, interval: Duration) {
      self.looks = looks
      self.interval = interval
    }

    /// The next state, when it is due; nil once the task is cancelled.
    ///
    /// The work is done on a thread of its own.
    ///
    /// - Throws: `StoreError`, as ``Store/query(_:_:)`` does; the iteration may go on.
    public mutating func next() async throws -> WatchState? {
      if let last {
        do { try await Task.sleep(until: last + interval) } catch { return nil }
      }
      last = .now
      let (looks, flag) = (looks, CancellationFlag())
      let looked = await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          DispatchQueue.global(qos: .userInitiated).async {
            continuation.resume(returning: looks.looked { flag.isRaised })
          }
        }
      } onCancel: {
        flag.raise()
      }
      guard !Task.isCancelled else { return nil }
      let (next, state) = try looked.get()
      self.looks = next
      return state
    }
  }
}
