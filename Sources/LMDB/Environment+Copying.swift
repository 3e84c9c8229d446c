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
    let descriptor = createFile(dataPath)
    if descriptor < 0 {
      if errno == EEXIST { throw .locked(path: path) }
      throw LMDBError(openStatus: errno, path: path)
    }
    defer { _ = close(descriptor) }
    try copy(into: descriptor, path, compact: compact)
    if fsync(descriptor) != 0 { throw LMDBError(openStatus: errno, path: path) }
    try syncFolder(path)
  }

  private func copy(
    into descriptor: Int32, _ path: String, compact: Bool
  ) throws(LMDBError) {
    try gate.enter()
    defer { gate.leave() }
    // Safe: the handle is live until `deinit`, and the gate keeps the map in place.
    let status = unsafe mdb_env_copyfd2(
      handle, descriptor, compact ? UInt32(MDB_CP_COMPACT) : 0)
    if status > 0 && status != ENOSPC { throw LMDBError(openStatus: status, path: path) }
    try check(status, "copying")
  }
}

/// Makes a file that must not be there; the library's own copy lets everybody read it.
private func createFile(_ path: String) -> Int32 {
  unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(Limits.fileMode))
}

/// Flushes a folder to the disk.
private func syncFolder(_ path: String) throws(LMDBError) {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  if descriptor < 0 { throw LMDBError(openStatus: errno, path: path) }
  defer { _ = close(descriptor) }
  if fsync(descriptor) != 0 { throw LMDBError(openStatus: errno, path: path) }
}
