internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a write transaction must remember between calls; lives on one thread.
@safe final class WriteState {
  let handle: OpaquePointer
  private let environment: Environment
  private var isEnded = false

  /// Whether a write found the map full: the transaction is dead, and worth one retry.
  private(set) var isMapFull = false
  /// The writes so far: a scan that sees it change seeks its place anew.
  private(set) var writeCount = 0
  /// The values lent to callers now; writing would move them.
  var lentCount = 0

  init(_ environment: Environment) throws(LMDBError) {
    unsafe handle = try environment.beginWrite()
    self.environment = environment
  }

  var transactionID: UInt64 {
    // Safe: a transaction is borrowed for this call, so the handle is live.
    unsafe UInt64(mdb_txn_id(handle))
  }

  /// Notes a write about to be made.
  func willWrite() {
    precondition(lentCount == 0, "a value of this transaction is still lent")
    writeCount += 1
  }

  /// Notes that the transaction is dead for want of map.
  func noteMapFull() { isMapFull = true }

  /// Throws the error of a write; remembers a full map.
  func checkWrite(_ status: Int32, of database: Database) throws(LMDBError) {
    if status == MDB_MAP_FULL {
      noteMapFull()
      throw .mapFull(mapByteCount: environment.mapByteCount)
    }
    try checkUse(status, of: database)
  }

  /// Makes the writes durable and visible.
  func commit() throws(LMDBError) {
    let mapByteCount = environment.mapByteCount
    isEnded = true
    // Safe: the handle was live, and `isEnded` keeps it from being used again.
    let status = unsafe mdb_txn_commit(handle)
    environment.didEndWrite()
    if status == MDB_MAP_FULL { throw .mapFull(mapByteCount: mapByteCount) }
    // A write cut short by a full disk is an input/output error to the library.
    if status == EIO, hasFullDisk(environment.path) { throw .diskFull }
    try check(status, "committing")
  }

  /// Undoes everything, unless the transaction ended already.
  func abort() {
    guard !isEnded else { return }
    isEnded = true
    // Safe: as in `commit`.
    unsafe mdb_txn_abort(handle)
    environment.didEndWrite()
  }
}

/// Whether the disk of `path` has no room for more than a few pages, or the process may not make
/// the file longer.
private func hasFullDisk(_ path: String) -> Bool {
  var disk = statvfs()
  var file = stat()
  var limit = rlimit()
  // Safe: each call fills the one value it is given.
  guard unsafe statvfs(path, &disk) == 0, unsafe stat(path + "/data.mdb", &file) == 0,
    unsafe getrlimit(fileSizeLimit, &limit) == 0
  else { return false }
  let room = Limits.fullDiskByteCount
  return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < UInt64(room)
    || UInt64(file.st_size + off_t(room)) > UInt64(limit.rlim_cur)
}

#if canImport(Glibc)
  private let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
  private let fileSizeLimit = RLIMIT_FSIZE
#endif
