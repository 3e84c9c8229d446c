import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How to open a store.
package struct OpenOptions: Sendable {
  package var readOnly: Bool
  /// Make the store when there is none; needs `readOnly` to be false.
  package var createIfMissing: Bool
  /// Allow a network file system, whose locks and maps LMDB cannot trust.
  package var allowNetworkFileSystem: Bool

  package init(
    readOnly: Bool, createIfMissing: Bool = false, allowNetworkFileSystem: Bool = false
  ) {
    self.readOnly = readOnly
    self.createIfMissing = createIfMissing
    self.allowNetworkFileSystem = allowNetworkFileSystem
  }
}

extension TraceDatabase {
  /// Opens the store at a path, and makes it first where that is asked for and there is none.
  package static func open(
    _ path: String, _ options: OpenOptions
  ) throws(StorageError) -> TraceDatabase {
    do throws(StorageError) {
      return try openExisting(path, options)
    } catch .missing where options.createIfMissing && !options.readOnly {
      try create(path, options)
      return try openExisting(path, options)
    }
  }

  private static func openExisting(
    _ path: String, _ options: OpenOptions
  ) throws(StorageError) -> TraceDatabase {
    do {
      var settings = EnvironmentOptions()
      settings.readOnly = options.readOnly
      settings.createIfMissing = false
      settings.allowNetworkFileSystem = options.allowNetworkFileSystem
      let environment = try Environment.open(path, options: settings)
      let databases = try Databases(environment, create: false)
      let store = TraceDatabase(
        path: path, isReadOnly: options.readOnly, environment: environment, databases: databases)
      try store.checkFormat()
      return store
    } catch {
      throw StorageError(error, path: path)
    }
  }

  private func checkFormat() throws {
    guard let bytes = try environment.snapshot().value(for: KeyLayout.format, in: databases.meta),
      let format = FormatRecord(reading: bytes.copied())
    else { throw StorageError.notAStore(path: path, reason: "it does not say its format") }
    if let refusal = format.refusal(forWriting: !isReadOnly) {
      throw StorageError.newerFormat("the store at \(path) has \(refusal)")
    }
  }

  /// Makes a store beside its place, then renames it there: a kill leaves a whole store or none.
  private static func create(_ path: String, _ options: OpenOptions) throws(StorageError) {
    let draft = "\(path).new-\(getpid())"
    do {
      try makeDraft(draft, options)
    } catch {
      removeDraft(draft)
      let cause = StorageError(error, path: path)
      guard case .missing = cause else { throw cause }
      throw .unavailable(
        "cannot make the store at \(path): the folder above it is missing or may not be written to")
    }
    // Safe: both strings live through the call, and rename only reads them.
    guard unsafe rename(draft, path) == 0 else {
      let reason = errno
      removeDraft(draft)
      // Somebody else made the store meanwhile: that one is opened.
      if reason == EEXIST || reason == ENOTEMPTY {
        if unsafe access(path + "/data.mdb", F_OK) == 0 { return }
        throw .notAStore(path: path, reason: "the folder holds other files")
      }
      if reason == ENOTDIR { throw .notAStore(path: path, reason: "it is a file") }
      throw .unavailable("cannot make the store at \(path): \(describe(reason))")
    }
    syncFolder(parent(of: path))
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

  private static func removeDraft(_ draft: String) {
    for file in ["/data.mdb", "/lock.mdb", ""] {
      // Safe: the string lives through the call.
      _ = unsafe remove(draft + file)
    }
  }

  /// The folder of a path; "." for a bare name.
  private static func parent(of path: String) -> String {
    guard let slash = path.dropLast(while: "/").lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func describe(_ code: Int32) -> String {
    // Safe: strerror's text is copied before anything else can change it.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

extension String {
  fileprivate func dropLast(while character: Character) -> Substring {
    var rest = self[...]
    while rest.count > 1, rest.last == character { rest.removeLast() }
    return rest
  }
}

/// Makes a rename last through a power cut.
///
/// Best effort: some file systems refuse.
private func syncFolder(_ folder: String) {
  // Safe: the string lives through the call.
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY)
  guard descriptor >= 0 else { return }
  _ = fsync(descriptor)
  _ = close(descriptor)
}
