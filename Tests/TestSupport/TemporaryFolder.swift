#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder of its own for one test, removed with everything in it when the last use ends.
package final class TemporaryFolder: Sendable {
  /// The folder's path.
  package let path: String

  package init() {
    let base = environmentValue("TMPDIR") ?? "/tmp"
    var path = ""
    repeat {
      path = "\(base)/spoor-test-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    } while unsafe mkdir(path, 0o700) != 0 && errno == EEXIST
    self.path = path
  }

  /// A path inside the folder.
  package func appending(_ name: String) -> String { "\(path)/\(name)" }

  deinit {
    removeTree(path)
  }
}

private func environmentValue(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}

/// Removes a file, or a folder and all in it; symbolic links are not followed.
private func removeTree(_ path: String) {
  if let folder = unsafe opendir(path) {
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { removeTree("\(path)/\(name)") }
    }
    _ = unsafe closedir(folder)
  }
  _ = unsafe remove(path)
}
