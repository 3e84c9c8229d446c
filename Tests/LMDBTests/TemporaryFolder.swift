#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@testable import LMDB

/// A new folder, removed with what it holds when the test lets go of it.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/spoor-lmdb-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      // Safe: the template is terminated and as long as the result.
      guard let start = buffer.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    precondition(made, "no temporary folder")
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    path = String(decoding: bytes, as: UTF8.self)
  }

  deinit {
    for folder in [path + "/copy", path + "/store", path] {
      for file in ["data.mdb", "lock.mdb"] { unsafe unlink(folder + "/" + file) }
      unsafe rmdir(folder)
    }
  }

  var store: String { path + "/store" }
  var dataFile: String { store + "/data.mdb" }

  func open(_ options: EnvironmentOptions = .init()) throws -> Environment {
    try Environment.open(store, options: options)
  }
}

/// Replaces the file at `path`.
func overwrite(_ path: String, with bytes: [UInt8]) {
  let descriptor = LMDBTests.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(descriptor >= 0)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      // Safe: the slice is inside the buffer.
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
      return unsafe write(descriptor, rest.baseAddress, rest.count)
    }
    precondition(count > 0)
    written += count
  }
  _ = close(descriptor)
}

private func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  #if canImport(Darwin)
    unsafe Darwin.open(path, flags, mode)
  #elseif canImport(Glibc)
    unsafe Glibc.open(path, flags, mode)
  #else
    unsafe Musl.open(path, flags, mode)
  #endif
}

/// All bytes of the file at `path`.
func contents(of path: String) throws -> [UInt8] {
  let file = try DataFile(path: path)
  return try file.read(at: 0, count: try file.byteCount())
}

extension RawSpan {
  /// The bytes, copied.
  var array: [UInt8] {
    unsafe withUnsafeBytes { bytes in
      // Safe: the copy is made during the call.
      unsafe [UInt8](bytes)
    }
  }
}
