internal import CLMDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Throws the error that `status` stands for; `operation` names the call for system errors.
func check(_ status: Int32, _ operation: StaticString) throws(LMDBError) {
  guard status != MDB_SUCCESS else { return }
  throw LMDBError(status: status, operation: "\(operation)")
}

extension LMDBError {
  /// The error of a failed call: a negative status is the library's, a positive one `errno`.
  init(status: Int32, operation: String) {
    self =
      switch status {
      case MDB_READERS_FULL: .readersFull
      case MDB_DBS_FULL: .databasesFull
      case MDB_TXN_FULL: .transactionTooLarge
      case MDB_PANIC: .panicked
      case MDB_CORRUPTED, MDB_PAGE_NOTFOUND: .corrupted
      case MDB_VERSION_MISMATCH: .versionMismatch
      case MDB_KEYEXIST: .appendOutOfOrder
      // The last is that of a limit on the size of files.
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      case 1...: .system(errno: status, operation: operation)
      default: .other(status: status, message: libraryMessage(status))
      }
  }

  /// The error of a failed open, where some statuses mean something of `path`.
  init(openStatus status: Int32, path: String) {
    self =
      switch status {
      case ENOENT: .notFound(path: path)
      case EACCES, EPERM, EROFS: .permissionDenied(path: path)
      case EAGAIN, EBUSY: .locked(path: path)
      case MDB_INVALID: .notADatabase(path: path)
      default: LMDBError(status: status, operation: "opening \(path)")
      }
  }
}

/// What the library calls `status`.
private func libraryMessage(_ status: Int32) -> String {
  guard let message = unsafe mdb_strerror(status) else { return "unknown" }
  // Safe: the library returns a static, terminated string.
  return unsafe String(cString: message)
}

/// What the operating system calls `errno`.
func systemMessage(_ errno: Int32) -> String {
  guard let message = unsafe strerror(errno) else { return "error \(errno)" }
  // Safe: `strerror` returns a terminated string; a racing call can only garble its words.
  return unsafe String(cString: message)
}
