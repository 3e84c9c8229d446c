import Dispatch
import Synchronization
import TraceStorage

/// Milliseconds between two looks at a copy under way.
private let lookInterval = 100

extension Store {
  /// Copies the store, as of now, into a new folder, which is a store in turn.
  ///
  /// Readers and writers go on meanwhile. The copy is made beside its place and renamed once it is
  /// on the disk: it is there as a whole or not at all. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - destination: the folder to be made; the one above must exist.
  ///   - compacting: leave out free pages; slower, and the only way to a smaller file.
  ///   - isCancelled: asked ten times a second.
  ///   - progress: told the bytes written and about how many there will be.
  /// - Throws: `StoreError.unavailable` when there is something at the destination or the disk is
  ///   full; `.cancelled`.
  public func backup(
    to destination: String, compacting: Bool = false, isCancelled: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) {
    let statistics = try statistics()
    let total = compacting ? statistics.usedByteCount : statistics.fileByteCount
    let backup = try translating { () throws(StorageError) in
      try StoreBackup(of: database, to: destination)
    }
    let outcome = BackupOutcome()
    // LMDB copies in one call, which tells nothing until it returns.
    DispatchQueue.global(qos: .userInitiated).async { outcome.finish(backup, compacting) }
    while !outcome.isThere(withinMilliseconds: lookInterval) {
      if isCancelled() {
        backup.abandon()
        throw .cancelled
      }
      progress(min(backup.byteCount, total), total)
    }
    try translating { () throws(StorageError) in try outcome.get() }
  }
}

/// What became of a copy, on its way from the thread that made it.
private final class BackupOutcome: Sendable {
  private let result = Mutex<Result<Void, StorageError>?>(nil)
  private let isFinished = DispatchSemaphore(value: 0)

  func finish(_ backup: StoreBackup, _ compacting: Bool) {
    let made = Result { () throws(StorageError) in try backup.write(compacting: compacting) }
    result.withLock { $0 = made }
    isFinished.signal()
  }

  func isThere(withinMilliseconds wait: Int) -> Bool {
    isFinished.wait(timeout: .now() + .milliseconds(wait)) == .success
  }

  func get() throws(StorageError) {
    try result.withLock { $0 }?.get()
  }
}
