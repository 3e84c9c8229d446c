import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which file a path leads to, whatever its name.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// The file at `path`, or nil when there is none or it cannot be looked at.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// The environments of this process, one per file.
///
/// Opening a file twice in a process would be a defect that shows later: closing either
/// drops the file locks of both.
final class EnvironmentRegistry: Sendable {
  static let shared = EnvironmentRegistry()

  private struct Entry {
    /// Nil between the last release and the end of closing.
    weak var environment: Environment?
  }

  private enum Search {
    case found(Environment, isNew: Bool)
    case closing
  }

  /// Held during a whole open, so that two threads cannot create one file twice.
  ///
  /// Nothing that may be the last reference to an environment is released under it: `deinit` takes
  /// it.
  private let entries = Mutex<[FileIdentity: Entry]>([:])

  /// The environment of `dataPath`: the open one, or a new one from `open`.
  func environment(
    of dataPath: String, open: () throws(LMDBError) -> Environment
  ) throws(LMDBError) -> (environment: Environment, isNew: Bool) {
    while true {
      switch try search(dataPath, open) {
      case .found(let environment, let isNew): return (environment, isNew)
      case .closing: usleep(1_000)
      }
    }
  }

  /// Forgets a file whose environment has closed.
  func didClose(_ identity: FileIdentity) {
    _ = entries.withLock { $0.removeValue(forKey: identity) }
  }

  private func search(
    _ dataPath: String, _ open: () throws(LMDBError) -> Environment
  ) throws(LMDBError) -> Search {
    try entries.withLock { (entries) throws(LMDBError) -> Search in
      if let identity = FileIdentity(path: dataPath), let entry = entries[identity] {
        guard let environment = entry.environment else { return .closing }
        return .found(environment, isNew: false)
      }
      let environment = try open()
      entries[environment.identity] = Entry(environment: environment)
      return .found(environment, isNew: true)
    }
  }
}
