import Dispatch
import Synchronization
import TraceStorage

/// Seals what is hot beside a store's other work, so that no call that appends waits for it.
///
/// It has a thread only while there is a segment's worth to seal, one for a store, and not one of
/// the cooperative pool. A seal that failed left its spans hot; the error is kept and thrown by the
/// next call that appends, which stores nothing then.
final class BackgroundSealing: Sendable {
  private struct State {
    var isRequested = false
    var isRunning = false
    /// Whether the last write left so much hot that the next one should wait.
    var isOverfull = false
    var failure: StorageError?
    /// The store is gone.
    var isEnded = false
  }

  /// Seals the oldest spans if there is reason to, and tells whether there was.
  ///
  /// Before it stores anything it asks whether the store is gone.
  typealias Seal = @Sendable (_ isEnded: () -> Bool) throws(StorageError) -> Bool

  private let seal: Seal
  private let queue = DispatchQueue(label: "spoor.sealing", qos: .userInitiated)
  private let running = DispatchGroup()
  private let state = Mutex(State())

  init(_ seal: @escaping Seal) {
    self.seal = seal
  }

  /// Has it look for something to seal, where a write says that there is.
  func noteWrite(_ summary: TraceStorage.WriteSummary) {
    let starts = state.withLock { state in
      state.isOverfull = summary.isOverfull
      guard summary.isSealDue, !state.isEnded else { return false }
      state.isRequested = true
      defer { state.isRunning = true }
      return !state.isRunning
    }
    if starts { queue.async(group: running) { self.run() } }
  }

  /// Throws what the last seal failed of, and where too much is hot waits for the one under way.
  func makeRoom() throws(StorageError) {
    try throwFailure()
    guard state.withLock(\.isOverfull) else { return }
    running.wait()
    try throwFailure()
    // None was under way, or it was given up: another process may have taken its batches.
    if state.withLock(\.isOverfull) { _ = try sealOldest() }
  }

  /// Waits for what is under way, for a caller that seals what is left and so meets its error anew.
  func finish() {
    running.wait()
    state.withLock { $0.failure = nil }
  }

  /// Gives up for good; does not wait.
  ///
  /// What is being encoded now is not stored: its spans stay hot.
  func end() {
    state.withLock { $0.isEnded = true }
  }

  private func throwFailure() throws(StorageError) {
    let failure = state.withLock { state in
      defer { state.failure = nil }
      return state.failure
    }
    if let failure { throw failure }
  }

  private func run() {
    while takeRequest() {
      do throws(StorageError) {
        while try sealOldest() {}
      } catch {
        state.withLock { $0.failure = error }
      }
    }
  }

  /// Whether there was something to seal.
  private func sealOldest() throws(StorageError) -> Bool {
    guard try seal({ state.withLock(\.isEnded) }) else { return false }
    state.withLock { $0.isOverfull = false }
    return true
  }

  /// Whether there may be something to be done; else the thread is at its end.
  private func takeRequest() -> Bool {
    state.withLock { state in
      state.isRunning = state.isRequested && !state.isEnded
      state.isRequested = false
      return state.isRunning
    }
  }
}
