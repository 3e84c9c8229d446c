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

  /// Removes the draft: the files of a store and their folder, and nothing else.
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
  let queries = fileNames(in: draft + "/queries").filter { $0 != "." && $0 != ".." }
  for file in queries.map({ "/queries/" + $0 }) + ["/queries", "/data.mdb", "/lock.mdb", ""] {
    // Safe: the string lives through the call.
    _ = unsafe remove(draft + file)
  }
}

/// The folder of a path; "." for a bare name.
private func parent(of path: String) -> String {
  guard let slash = path.dropLast(while: "/").lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
