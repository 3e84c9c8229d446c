import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the name of a store's draft has after the store's own.
private let draftMark = ".new-"

/// Age, in seconds, at which a draft counts as left behind by a process that was killed: making
/// one takes milliseconds.
private let abandonedDraftAge = 60

extension TraceDatabase {
  /// Makes a store beside its place, then renames it there: a kill leaves a whole store or none.
  static func create(_ path: String, _ options: OpenOptions) throws(StorageError) {
    removeAbandonedDrafts(of: path)
    let number = String(UInt64.random(in: .min ... .max), radix: 36)
    let draft = "\(path.dropLast(while: "/"))\(draftMark)\(number)"
    do {
      try makeDraft(draft, options)
    } catch {
      removeDraft(draft)
      let cause = StorageError(error, path: path)
      guard case .missing = cause else { throw cause }
      throw .unavailable(
        "cannot make the store at \(path): the folder above is missing or may not be written to")
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

/// Removes what killed processes left of stores that they were making.
private func removeAbandonedDrafts(of path: String) {
  let folder = parent(of: path)
  let prefix = (path.dropLast(while: "/").split(separator: "/").last ?? "") + draftMark
  for name in fileNames(in: folder) where name.hasPrefix(prefix) {
    let draft = "\(folder)/\(name)"
    var status = stat()
    // Safe: the string lives through the call, which fills the one value it is given.
    guard unsafe lstat(draft, &status) == 0,
      time(nil) - modificationTime(status) > abandonedDraftAge
    else { continue }
    removeDraft(draft)
  }
}

private func modificationTime(_ status: stat) -> Int {
  #if canImport(Darwin)
    status.st_mtimespec.tv_sec
  #else
    status.st_mtim.tv_sec
  #endif
}

private func fileNames(in folder: String) -> [String] {
  // Safe: the folder is open until the end of the function; an entry is copied before the next.
  guard let listing = unsafe opendir(folder) else { return [] }
  defer { _ = unsafe closedir(listing) }
  var names: [String] = []
  while let entry = unsafe readdir(listing) {
    names.append(
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names
}

/// Removes a draft: its two files and its folder, and nothing else.
private func removeDraft(_ draft: String) {
  for file in ["/data.mdb", "/lock.mdb", ""] {
    // Safe: the string lives through the call.
    _ = unsafe remove(draft + file)
  }
}

/// The folder of a path; "." for a bare name.
private func parent(of path: String) -> String {
  guard let slash = path.dropLast(while: "/").lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
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
