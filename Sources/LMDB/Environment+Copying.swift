internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Environment {
  /// Copies the last commit into the folder `path`, made if missing, and syncs it.
  ///
  /// Compacting leaves out free pages: the only way a file gets smaller. Either way the copy
  /// holds a view meanwhile, so that the file grows under writes.
  /// - Throws: `locked` when `path` holds a store already; `diskFull` or a system error.
  package func copy(to path: String, compact: Bool) throws(LMDBError) {
    if unsafe mkdir(path, mode_t(Limits.folderMode)) != 0 && errno != EEXIST {
      throw LMDBError(openStatus: errno, path: path)
    }
    let dataPath = path + "/data.mdb"
    if unsafe access(dataPath, F_OK) == 0 { throw .locked(path: path) }
    try gate.enter()
    defer { gate.leave() }
    // Safe: the handle is live until `deinit`, and the gate keeps the map in place.
    let status = unsafe mdb_env_copy2(handle, path, compact ? UInt32(MDB_CP_COMPACT) : 0)
    if status > 0 && status != ENOSPC { throw LMDBError(openStatus: status, path: path) }
    try check(status, "copying")
    try syncFile(dataPath)
    try syncFile(path)
  }
}

/// Flushes a file or a folder to the disk.
private func syncFile(_ path: String) throws(LMDBError) {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  if descriptor < 0 { throw LMDBError(openStatus: errno, path: path) }
  defer { _ = close(descriptor) }
  if fsync(descriptor) != 0 { throw LMDBError(openStatus: errno, path: path) }
}
