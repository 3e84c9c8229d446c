import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TraceDatabase {
  /// Makes a store beside its place, then renames it there: a kill leaves a whole store or none.
  static func create(_ path: String, _ options: OpenOptions) throws(StorageError) {
    let draft = DraftFolder(of: path)
    do {
      try makeDraft(draft.path, options)
    } catch {
      draft.remove()
      let cause = StorageError(error, path: path)
      guard case .missing = cause else { throw cause }
      throw .unavailable(
        "cannot make the store at \(path): the folder above is missing or may not be written to")
    }
    let reason = draft.moveIntoPlace()
    guard reason != 0 else { return }
    draft.remove()
    // Somebody else made the store meanwhile: that one is opened.
    if reason == EEXIST || reason == ENOTEMPTY {
      // Safe: the string lives through the call.
      if unsafe access(path + "/data.mdb", F_OK) == 0 { return }
      throw .notAStore(path: path, reason: "the folder holds other files")
    }
    if reason == ENOTDIR { throw .notAStore(path: path, reason: "it is a file") }
    throw .unavailable("cannot make the store at \(path): \(describeSystemError(reason))")
  }

  private static func makeDraft(_ draft: String, _ options: OpenOptions) throws {
    var settings = EnvironmentOptions()
    settings.allowNetworkFileSystem = options.allowNetworkFileSystem
    let environment = try Environment.open(draft, options: settings)
    let databases = try Databases(environment, create: true)
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.put(FormatRecord().stored, for: KeyLayout.format, in: databases.meta)
      try transaction.put(StoreState().stored, for: KeyLayout.state, in: databases.meta)
    }
    try environment.sync()
  }
}
