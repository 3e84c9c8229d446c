import Dispatch
import Synchronization

/// What became of a flush, for the thread that waits for it.
final class FlushOutcome: Sendable {
  private let error = Mutex<StoreError?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  func finish(_ error: StoreError?) {
    self.error.withLock { $0 = error }
    isDone.signal()
  }

  /// Once only.
  func wait() -> StoreError? {
    isDone.wait()
    return error.withLock(\.self)
  }
}
