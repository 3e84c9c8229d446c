/// Opening, reading or writing an environment failed.
///
/// Each case says its cause and its cure; those a caller would treat alike share a case.
package enum LMDBError: Error, Equatable, Sendable {
  /// No environment is at `path`.
  ///
  /// Create it, or correct the path.
  case notFound(path: String)
  /// `path` is in use in a way that forbids opening it now.
  ///
  /// Close the other user, then retry.
  case locked(path: String)
  /// A write was asked of an environment that was opened read-only.
  ///
  /// Open it for writing.
  case readOnly
  /// This process holds `path` open read-only, and one environment per file is the rule.
  ///
  /// Release the read-only one, then open for writing.
  case openReadOnlyElsewhere(path: String)
  /// Writes without sync were asked for a store that already exists.
  ///
  /// They are only for a new store that is renamed into place once synced.
  case unsynchronisedExistingStore(path: String)
  /// The map of `mapByteCount` bytes is full and could not grow: snapshots of this process stayed
  /// open, or the address space is limited.
  ///
  /// End them, or open with a larger map.
  case mapFull(mapByteCount: Int)
  /// Every reader slot is taken by a live process.
  ///
  /// End some snapshots.
  case readersFull
  /// More named databases than `maximumDatabases` were opened.
  ///
  /// Raise the option.
  case databasesFull
  /// The database `name` does not exist.
  ///
  /// Open it with `create`.
  case databaseMissing(name: String)
  /// The database `name` was opened after this transaction began.
  ///
  /// Begin a new one.
  case databaseUnknown(name: String)
  /// `path` is on a network or shared file system of the given kind, where the locks and the memory
  /// map cannot be trusted.
  ///
  /// Move the store to a local disk, or override.
  case networkFileSystem(path: String, kind: String)
  /// The data file is shorter than its own header says.
  ///
  /// Restore it from a copy.
  case truncated(path: String, fileBytes: Int, neededBytes: Int)
  /// The data file is no database of this kind.
  ///
  /// Correct the path, or restore from a copy.
  case notADatabase(path: String)
  /// The file was written by an incompatible version of the database library.
  case versionMismatch
  /// The pages contradict each other.
  ///
  /// Restore from a copy.
  case corrupted
  /// A check found this page to contradict the rest. Restore from a copy.
  case damaged(path: String, page: UInt64)
  /// Another process with the same process number reads the store from another PID namespace.
  ///
  /// Share the namespace (`--pid=host`), or use distinct process numbers.
  case pidNamespaceClash
  /// The files at `path` may not be opened as asked.
  ///
  /// Check owner, mode and mount.
  case permissionDenied(path: String)
  /// The data may be read, but readers are noted in a lock file, which may not be written.
  ///
  /// Allow that, or read a copy.
  case lockFileNotWritable(path: String)
  /// The disk or its quota is full.
  ///
  /// Nothing of the transaction was kept; free space, retry.
  case diskFull
  /// The transaction touched too many pages.
  ///
  /// Split it.
  case transactionTooLarge
  /// A key of this many bytes is longer than `Limits.maximumKeyByteCount`.
  ///
  /// Shorten it.
  case keyTooLong(Int)
  /// A key was empty.
  ///
  /// A key has at least one byte.
  case keyEmpty
  /// A value of this many bytes is longer than `Limits.maximumValueByteCount`.
  ///
  /// Split it.
  case valueTooLong(Int)
  /// An append was not in ascending order of keys.
  ///
  /// Put without `append`.
  case appendOutOfOrder
  /// A write failed half-way or the map was lost; this environment is unusable.
  ///
  /// Reopen it.
  case panicked
  /// The operating system refused `operation`.
  case system(errno: Int32, operation: String)
  /// Any other status of the library: a bug here rather than a state of the world.
  case other(status: Int32, message: String)
}

extension LMDBError: CustomStringConvertible {
  package var description: String {
    openingDescription ?? limitDescription ?? failureDescription
  }

  private var openingDescription: String? {
    switch self {
    case .notFound(let path):
      "there is no store at \(path)"
    case .locked(let path):
      "\(path) is locked by another user; close it and try again"
    case .readOnly:
      "the store was opened read-only; open it for writing"
    case .openReadOnlyElsewhere(let path):
      "this process holds \(path) open read-only; release that before opening it for writing"
    case .unsynchronisedExistingStore(let path):
      "\(path) exists already; writing without sync is only for a new store"
    case .networkFileSystem(let path, let kind):
      "\(path) is on \(kind), where locks and mapped files cannot be trusted; use a local disk"
    case .permissionDenied(let path):
      "permission denied for \(path); check its owner, mode and mount"
    case .lockFileNotWritable(let path):
      "readers are noted in \(path)/lock.mdb, which this user may not write; allow that, or read a "
        + "copy of the folder"
    case .pidNamespaceClash:
      "a process with the same number reads the store from another PID namespace; "
        + "share the namespace (--pid=host) or use distinct process numbers"
    default: nil
    }
  }

  private var limitDescription: String? {
    switch self {
    case .mapFull(let mapByteCount):
      "the map of \(mapByteCount) bytes is full; end open snapshots or open with a larger map"
    case .readersFull:
      "every reader slot is taken; end some snapshots"
    case .databasesFull:
      "too many named databases; raise maximumDatabases"
    case .diskFull:
      "the disk or its quota is full; nothing of the transaction was kept"
    case .transactionTooLarge:
      "the transaction touched too many pages; split it"
    case .keyTooLong(let count):
      "a key of \(count) bytes exceeds the limit of \(Limits.maximumKeyByteCount)"
    case .keyEmpty:
      "a key was empty"
    case .valueTooLong(let count):
      "a value of \(count) bytes exceeds the limit of \(Limits.maximumValueByteCount)"
    case .appendOutOfOrder:
      "an append was not in ascending order of keys"
    default: nil
    }
  }

  private var failureDescription: String {
    switch self {
    case .databaseMissing(let name):
      "the database \(name) does not exist"
    case .databaseUnknown(let name):
      "the database \(name) was opened after this transaction began; begin a new one"
    case .truncated(let path, let fileBytes, let neededBytes):
      "\(path) is truncated: it has \(fileBytes) bytes and needs \(neededBytes)"
    case .notADatabase(let path):
      "\(path) is not a database of this kind"
    case .versionMismatch:
      "the file was written by an incompatible version of the database library"
    case .corrupted:
      "the file is damaged: its pages contradict each other; restore it from a copy"
    case .damaged(let path, let page):
      "\(path) is damaged at page \(page); restore it from a copy"
    case .panicked:
      "an earlier failure left the environment unusable; reopen it"
    case .system(let errno, let operation):
      "\(operation) failed: \(systemMessage(errno))"
    case .other(let status, let message):
      "unexpected status \(status): \(message)"
    default: "unknown failure"
    }
  }
}
