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
  for name in entries(of: path) { removeTree("\(path)/\(name)") }
  _ = unsafe remove(path)
}

extension TemporaryFolder {
  /// The names in the folder, ascending.
  package var names: [String] { Self.names(of: path) }

  /// The names in some folder, ascending.
  package static func names(of path: String) -> [String] { entries(of: path).sorted() }
}

private func entries(of path: String) -> [String] {
  guard let folder = unsafe opendir(path) else { return [] }
  defer { _ = unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
        unsafe String(cString: $0)
      }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// Writes a file anew.
package func writeFile(_ path: String, _ bytes: [UInt8]) {
  guard let file = unsafe fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
  let written = unsafe fwrite(bytes, 1, bytes.count, file)
  precondition(written == bytes.count, "cannot write \(path)")
  _ = unsafe fclose(file)
}

/// Reads a whole file.
package func readFile(_ path: String) -> [UInt8] {
  guard let file = unsafe fopen(path, "r") else { preconditionFailure("cannot read \(path)") }
  defer { _ = unsafe fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk.prefix(count))
  }
}
