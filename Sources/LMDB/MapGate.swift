import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counts the transactions of this process on one environment, so that the map moves only
/// when there are none.
///
/// The library itself looks for an active *write* transaction only: moving the map under a
/// reader is a crash. Waiting is by polling, since a map grows a few times in its life.
final class MapGate: Sendable {
  private struct State {
    var activeCount = 0
    var isClosed = false
    /// The map was lost by a failed move; nothing may enter again.
    var isBroken = false
  }

  /// What came of asking to be alone.
  enum Outcome {
    case finished(Int32)
    /// Transactions were still active when the wait ended.
    case busy
  }

  private let waitMilliseconds: Int
  /// Guards all three fields; never held while waiting.
  private let state = Mutex(State())

  /// A gate that waits `waitMilliseconds` for transactions to end before the map moves.
  init(waitMilliseconds: Int) {
    self.waitMilliseconds = waitMilliseconds
  }

  /// Counts one transaction in; waits while the map moves.
  func enter() throws(LMDBError) {
    while true {
      let entered = try state.withLock { (state) throws(LMDBError) -> Bool in
        if state.isBroken { throw .panicked }
        if state.isClosed { return false }
        state.activeCount += 1
        return true
      }
      if entered { return }
      pause()
    }
  }

  /// Counts one transaction out.
  func leave() {
    state.withLock { $0.activeCount -= 1 }
  }

  /// Runs `move` with no transaction active, or reports that the wait ended first.
  ///
  /// The caller holds no transaction, else it waits for itself. A `move` that fails with
  /// anything but `toleratedStatus` has lost the map and closes the gate for good.
  func alone(toleratedStatus: Int32, _ move: () -> Int32) -> Outcome {
    close()
    defer { state.withLock { $0.isClosed = false } }
    for _ in 0...max(waitMilliseconds, 0) {
      if state.withLock({ $0.activeCount == 0 }) {
        let status = move()
        if status != 0 && status != toleratedStatus { state.withLock { $0.isBroken = true } }
        return .finished(status)
      }
      pause()
    }
    return .busy
  }

  private func close() {
    while true {
      let closed = state.withLock { state in
        if state.isClosed { return false }
        state.isClosed = true
        return true
      }
      if closed { return }
      pause()
    }
  }

  private func pause() {
    usleep(1_000)
  }
}
