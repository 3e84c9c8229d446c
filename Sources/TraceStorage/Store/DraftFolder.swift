import LMDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A store's folder that is filled beside its place and then renamed there: a kill leaves a whole
/// store or none.
struct DraftFolder: Hashable, Sendable {
  /// What the name of a draft has after the store's own.
  private static let mark = ".new-"

  /// Seconds without a change after which a draft counts as left behind by a process that was
  /// killed: making a store takes milliseconds, and a copy grows all the time.
  private static let abandonedAge = 60

  /// Where the store is to be.
  let destination: String
  /// Where it is filled.
  let path: String

  /// Chooses a name; removes what killed processes left beside the same place.
  init(of destination: String) {
    self.destination = destination
    Self.removeAbandoned(of: destination)
    let number = String(UInt64.random(in: .min ... .max), radix: 36)
    path = "\(destination.dropLast(while: "/"))\(Self.mark)\(number)"
  }

  /// Bytes of the data file so far.
  var dataByteCount: Int {
    fileStatus(path + "/data.mdb").map { Int($0.st_size) } ?? 0
  }

  /// Whether anything is at the store's place.
  var destinationExists: Bool { fileStatus(destination) != nil }

  /// Renames the draft to its place, and makes that last through a power cut; returns the system's
  /// error, 0 for none.
  ///
  /// The system replaces an empty folder, and no other.
  func moveIntoPlace() -> Int32 {
    // Safe: both strings live through the call, and rename only reads them.
    guard unsafe rename(path, destination) == 0 else { return errno }
    syncFolder(parent(of: destination))
    return 0
  }

  /// Removes the draft: its two files and its folder, and nothing else.
  func remove() { removeDraft(path) }

  private static func removeAbandoned(of destination: String) {
    let folder = parent(of: destination)
    let prefix = (destination.dropLast(while: "/").split(separator: "/").last ?? "") + mark
    for name in fileNames(in: folder) where name.hasPrefix(prefix) {
      let draft = "\(folder)/\(name)"
      let changes = [draft, draft + "/data.mdb"].compactMap { fileStatus($0) }
        .map(modificationTime)
      guard let latest = changes.max(), time(nil) - latest > abandonedAge else { continue }
      removeDraft(draft)
    }
  }
}

/// The system's words for an error.
func describeSystemError(_ code: Int32) -> String {
  // Safe: strerror's text is copied before anything else can change it.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}

extension String {
  fileprivate func dropLast(while character: Character) -> Substring {
    var rest = self[...]
    while rest.count > 1, rest.last == character { rest.removeLast() }
    return rest
  }
}

/// What the system says of a file, or of a folder; nil when there is none.
private func fileStatus(_ path: String) -> stat? {
  var status = stat()
  // Safe: the string lives through the call, which fills the one value it is given.
  return unsafe lstat(path, &status) == 0 ? status : nil
}

private func modificationTime(_ status: stat) -> Int {
  #if canImport(Darwin)
    status.st_mtimespec.tv_sec
  #else
    status.st_mtim.tv_sec
  #endif
}

private func removeDraft(_ draft: String) {
  for file in ["/data.mdb", "/lock.mdb", ""] {
    // Safe: the string lives through the call.
    _ = unsafe remove(draft + file)
  }
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
