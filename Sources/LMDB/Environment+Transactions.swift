internal import CLMDB
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Environment {
  /// Begins a read transaction inside the gate; whoever ends it leaves the gate.
  @unsafe func beginRead() throws(LMDBError) -> OpaquePointer {
    var hasSwept = false
    for _ in 0..<Limits.resizeRetryCount {
      let (status, transaction) = unsafe try begin(flags: UInt32(MDB_RDONLY))
      if let transaction = unsafe transaction { return unsafe transaction }
      switch status {
      case MDB_MAP_RESIZED:
        try adoptMapSize()
      case MDB_READERS_FULL where !hasSwept:
        hasSwept = true
        _ = try checkReaders()
      // The byte of our process number in the lock file is taken, though the number is ours.
      case EAGAIN, EACCES:
        throw .pidNamespaceClash
      default:
        throw LMDBError(status: status, operation: "beginning a read")
      }
    }
    throw .mapFull(mapByteCount: mapByteCount)
  }

  /// Begins the write transaction inside the gate; waits for other writers.
  @unsafe func beginWrite() throws(LMDBError) -> OpaquePointer {
    if isReadOnly { throw .readOnly }
    precondition(!isWritingOnThisThread, "a write began within a write of the same thread")
    for _ in 0..<Limits.resizeRetryCount {
      let (status, transaction) = unsafe try begin(flags: 0)
      if let transaction = unsafe transaction {
        writerThread.withLock { $0 = currentThread() }
        return unsafe transaction
      }
      guard status == MDB_MAP_RESIZED else {
        throw LMDBError(status: status, operation: "beginning a write")
      }
      try adoptMapSize()
    }
    throw .mapFull(mapByteCount: mapByteCount)
  }

  /// Whether the calling thread is inside `write`.
  var isWritingOnThisThread: Bool {
    writerThread.withLock { $0 == currentThread() }
  }

  /// Notes that the write transaction ended, by commit or abort.
  func didEndWrite() {
    writerThread.withLock { $0 = nil }
    gate.leave()
  }

  /// One try; on failure the gate is left again.
  @unsafe private func begin(
    flags: UInt32
  ) throws(LMDBError) -> (status: Int32, transaction: OpaquePointer?) {
    try gate.enter()
    var transaction: OpaquePointer?
    // Safe: the handle is live until `deinit`.
    let status = unsafe mdb_txn_begin(handle, nil, flags, &transaction)
    guard status == MDB_SUCCESS else {
      gate.leave()
      return (status, nil)
    }
    return unsafe (status, transaction)
  }
}

/// A number for the calling thread, unique among those alive.
private func currentThread() -> UInt {
  #if canImport(Darwin) || canImport(Musl)
    return unsafe UInt(bitPattern: pthread_self())
  #else
    return UInt(pthread_self())
  #endif
}
