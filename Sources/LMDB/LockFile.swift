#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file beside the data in which readers are noted and writers lock each other out.
struct LockFile {
  let path: String

  init(ofFolder folder: String) {
    path = folder + "/lock.mdb"
  }

  /// Bytes of the table of so many readers: 64 each, and two cache lines before the first.
  private static func byteCount(ofReaders count: Int) -> Int {
    (max(count, 1) + 2) * 64
  }

  /// Makes the file, with its pages on the disk, if there is none.
  ///
  /// LMDB makes it without, and maps it: on a full disk the first touch of a page would then end the
  /// process with a signal. One that is there has the pages that were used, and a store on a full
  /// disk must open, be it to remove something. Call it only where this process does not have the environment
  /// open: closing a file takes away the locks that the process has on it.
  func reserve(readers: Int) throws(LMDBError) {
    #if !canImport(Darwin)
      let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode_t(Limits.fileMode))
      // LMDB opens it next, and tells what is wrong; a read-only file system needs no lock.
      guard file >= 0 else { return }
      defer { close(file) }
      guard lseek(file, 0, SEEK_END) == 0 else { return }
      let status = posix_fallocate(file, 0, off_t(Self.byteCount(ofReaders: readers)))
      if status == ENOSPC || status == EDQUOT { throw .diskFull }
    #endif
  }

  /// Whether reading fails only since the file may not be written, or not be made.
  func isOnlyObstacle(toReading dataPath: String) -> Bool {
    unsafe access(dataPath, R_OK) == 0 && access(path, R_OK | W_OK) != 0
  }
}
