internal import CLMDB
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// An open store file: many readers, one writer, across threads and processes.
///
/// Invariant: a process has one environment per file; `open` returns it again while anything
/// holds it. It closes when the last reference goes, its snapshots' included. A child made
/// by `fork` must not touch it before `exec`.
@safe package final class Environment: @unchecked Sendable {
  // Sendable: the library lets threads share an environment, apart from moving its map,
  // which `gate` guards; every other field is Sendable.
  let handle: OpaquePointer
  /// The folder, as it was first opened.
  package let path: String
  package let isReadOnly: Bool
  let identity: FileIdentity
  let gate: MapGate
  /// The opened databases by name.
  ///
  /// Held while opening more, as the library demands.
  let databases = Mutex<[String: Database]>([:])
  /// When the reader table was last swept, in seconds of the monotonic clock.
  let lastReaderCheck = Atomic<Int64>(0)
  /// How often the map may have got another address.
  let mapMoveCount = Atomic(0)
  /// Whether somebody asked for commits that wait for the disk.
  ///
  /// Held while that changes.
  let isSyncDemanded = Mutex(false)
  /// The thread inside `write`, so that a nested write traps rather than hangs.
  let writerThread = Mutex<UInt?>(nil)

  /// Takes over an opened handle.
  @unsafe init(
    handle: OpaquePointer, path: String, options: EnvironmentOptions, identity: FileIdentity
  ) {
    unsafe self.handle = handle
    self.path = path
    isReadOnly = options.readOnly
    gate = MapGate(waitMilliseconds: options.resizeWaitMilliseconds)
    self.identity = identity
  }

  deinit {
    // Safe: transactions hold the environment, so none is active; nothing else closes it.
    unsafe mdb_env_close(handle)
    EnvironmentRegistry.shared.didClose(identity)
  }

  /// A view of the last commit that threads may share.
  package func snapshot() throws(LMDBError) -> Snapshot {
    checkReadersIfDue()
    return try Snapshot(self)
  }

  /// Flushes the file to the disk; needed only without `synchronous`, or after
  /// `syncCommits(false)`.
  package func sync() throws(LMDBError) {
    // Safe: the handle is live until `deinit`.
    try check(unsafe mdb_env_sync(handle, 1), "syncing")
  }

  /// The databases `names`, in that order, opened or created in one transaction.
  ///
  /// - Precondition: the thread is not inside `write`, whose lock creating would wait for.
  /// - Throws: `databaseMissing` unless `create`; `databasesFull`.
  package func openDatabases(_ names: [String], create: Bool) throws(LMDBError) -> [Database] {
    precondition(!isWritingOnThisThread, "databases were opened within a write")
    return try databases.withLock { (known) throws(LMDBError) -> [Database] in
      let missing = names.filter { known[$0] == nil }
      if !missing.isEmpty {
        for database in try open(missing, create: create) { known[database.name] = database }
      }
      return names.compactMap { known[$0] }
    }
  }

  /// Looks without the write lock first: it may be another process's for a while.
  private func open(_ names: [String], create: Bool) throws(LMDBError) -> [Database] {
    do throws(LMDBError) {
      return try openExisting(names)
    } catch {
      guard case .databaseMissing = error, create else { throw error }
      return try createMissing(names)
    }
  }

  private func openExisting(_ names: [String]) throws(LMDBError) -> [Database] {
    let transaction = unsafe try beginRead()
    defer { gate.leave() }
    do throws(LMDBError) {
      let opened = unsafe try openHandles(names, transaction, flags: 0)
      // Safe: the transaction is live; committing it is what keeps the new handles.
      try check(unsafe mdb_txn_commit(transaction), "opening databases")
      return opened
    } catch {
      // Safe: only `openHandles` throws before the commit; a read commit cannot fail.
      unsafe mdb_txn_abort(transaction)
      throw error
    }
  }

  private func createMissing(_ names: [String]) throws(LMDBError) -> [Database] {
    try write { (transaction) throws(LMDBError) -> [Database] in
      do throws(LMDBError) {
        return try unsafe openHandles(
          names, transaction.state.handle, flags: UInt32(MDB_CREATE))
      } catch {
        if case .mapFull = error { transaction.state.noteMapFull() }
        throw error
      }
    }
  }

  @unsafe private func openHandles(
    _ names: [String], _ transaction: OpaquePointer, flags: UInt32
  ) throws(LMDBError) -> [Database] {
    var opened: [Database] = []
    for name in names {
      var database: MDB_dbi = 0
      let status = unsafe mdb_dbi_open(transaction, name, flags, &database)
      if status == MDB_NOTFOUND { throw .databaseMissing(name: name) }
      if status == MDB_MAP_FULL { throw .mapFull(mapByteCount: mapByteCount) }
      try check(status, "opening a database")
      opened.append(Database(handle: database, name: name))
    }
    return opened
  }
}
