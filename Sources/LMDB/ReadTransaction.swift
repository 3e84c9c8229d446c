internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A view of the environment as of one commit; ends when it goes out of scope.
///
/// Keep it short: it pins every page it can see, so that under writes the file grows. It may
/// move between threads but serves one at a time; `Snapshot` is the shared form.
@safe package struct ReadTransaction: ~Copyable {
  let handle: OpaquePointer
  private let environment: Environment

  /// Begins a view of the last commit.
  ///
  /// - Throws: `readersFull`, `pidNamespaceClash`, `panicked` or a system error.
  package init(_ environment: Environment) throws(LMDBError) {
    unsafe self.handle = try environment.beginRead()
    self.environment = environment
  }

  deinit {
    // Safe: `beginRead` made the handle and nothing else ends it.
    unsafe mdb_txn_abort(handle)
    environment.gate.leave()
  }

  /// The number of the commit that this transaction sees.
  package var transactionID: UInt64 {
    // Safe: the handle is live until `deinit`.
    unsafe UInt64(mdb_txn_id(handle))
  }

  /// The value of `key`, lent from the map for as long as the transaction is borrowed.
  @_lifetime(borrow self)
  package borrowing func value(
    for key: [UInt8], in database: Database
  ) throws(LMDBError) -> RawSpan? {
    guard let region = unsafe try find(key, in: database) else { return nil }
    // Safe: the region stays mapped and unchanged until `deinit`, which `self` outlives.
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: region.bytes), borrowing: self)
  }

  /// The number of entries of `database`.
  package borrowing func count(of database: Database) throws(LMDBError) -> Int {
    try unsafe entryCount(of: database, handle)
  }

  /// A cursor over `database`, placed before its first entry.
  @_lifetime(borrow self)
  package borrowing func cursor(in database: Database) throws(LMDBError) -> Cursor {
    let cursor = unsafe try openCursor(in: database, handle)
    // Safe: the cursor's transaction ends in `deinit`, which the borrow outlives.
    return unsafe _overrideLifetime(Cursor(handle: cursor), borrowing: self)
  }

  /// Where the value of `key` lies in the map.
  borrowing func find(_ key: [UInt8], in database: Database) throws(LMDBError) -> MappedRegion? {
    unsafe try findRegion(key, in: database, handle)
  }
}

/// Where the value of `key` lies, as transaction `handle` sees it.
@unsafe func findRegion(
  _ key: [UInt8], in database: Database, _ handle: OpaquePointer
) throws(LMDBError) -> MappedRegion? {
  var value = unsafe MDB_val()
  let status = unsafe try withKey(key) { key in
    unsafe mdb_get(handle, database.handle, &key, &value)
  }
  if status == MDB_NOTFOUND { return nil }
  try checkUse(status, of: database)
  return unsafe MappedRegion(value)
}

/// The number of entries of `database`, as transaction `handle` sees it.
@unsafe func entryCount(of database: Database, _ handle: OpaquePointer) throws(LMDBError) -> Int {
  var statistics = MDB_stat()
  try checkUse(unsafe mdb_stat(handle, database.handle, &statistics), of: database)
  return Int(statistics.ms_entries)
}

/// A new cursor of transaction `handle`.
@unsafe func openCursor(
  in database: Database, _ handle: OpaquePointer
) throws(LMDBError) -> OpaquePointer {
  var cursor: OpaquePointer?
  try checkUse(unsafe mdb_cursor_open(handle, database.handle, &cursor), of: database)
  guard let cursor = unsafe cursor else { throw .system(errno: ENOMEM, operation: "cursor") }
  return unsafe cursor
}

/// Throws the error of a call on `database`: a bad argument means a handle that the
/// transaction does not know, since keys and values were checked before.
func checkUse(_ status: Int32, of database: Database) throws(LMDBError) {
  if status == EINVAL || status == MDB_BAD_DBI { throw .databaseUnknown(name: database.name) }
  try check(status, "using a database")
}
