import Dispatch
import Synchronization
import TraceStorage

/// Merges a store's segments beside its other work.
///
/// It has a thread only while there is something to merge, and not one of the cooperative pool,
/// which must not be held up for seconds; where the system tells classes of threads apart, which
/// Linux does not, it is one that gives way to others. What goes wrong is left: the store is as it was, and
/// whoever reads or writes next meets the same error and can tell it.
final class BackgroundCompaction: Sendable {
  private struct State {
    var isRequested = false
    /// Whether there was a write at all.
    var hasLooked = false
    var isRunning = false
    /// How many callers of `whileStopped` there are.
    var stopCount = 0
    /// The store is gone.
    var isEnded = false

    var mayRun: Bool { stopCount == 0 && !isEnded }
  }

  private let database: TraceDatabase
  private let queue = DispatchQueue(label: "spoor.compaction", qos: .utility)
  private let running = DispatchGroup()
  private let state = Mutex(State())

  init(of database: TraceDatabase) {
    self.database = database
  }

  /// Has it look for something to merge when a segment came of a write, and at the first write:
  /// processes that live too short to fill a segment leave one each.
  ///
  /// Costs nothing when it is at it already.
  func noteWrite(didSeal: Bool) {
    let starts = state.withLock { state in
      guard state.mayRun, didSeal || !state.hasLooked else { return false }
      state.hasLooked = true
      state.isRequested = true
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if starts { queue.async(group: running) { self.run() } }
  }

  /// Runs a body while nothing is being merged: a merge under way is given up some thousands of
  /// rows later, unless it is being encoded, which is waited for.
  func whileStopped<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    state.withLock { $0.stopCount += 1 }
    defer { state.withLock { $0.stopCount -= 1 } }
    running.wait()
    return try body()
  }

  /// Gives up for good; does not wait.
  func end() {
    state.withLock { $0.isEnded = true }
  }

  private func run() {
    while takeRequest() {
      _ = try? database.compact(.background, isCancelled: { !self.state.withLock(\.mayRun) })
    }
  }

  /// Whether there is something to be done; else the thread is at its end.
  private func takeRequest() -> Bool {
    state.withLock { state in
      state.isRunning = state.isRequested && state.mayRun
      state.isRequested = false
      return state.isRunning
    }
  }
}
