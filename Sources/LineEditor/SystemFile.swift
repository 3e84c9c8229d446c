#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The few calls to the system that reading lines and keeping history take.
///
/// Safe: paths go to the system as C strings that Swift makes for the length of each call.
enum SystemFile {
  /// Nobody but the user may read what the user asked.
  private static let privateFileMode: mode_t = 0o600
  private static let privateFolderMode: mode_t = 0o700
  private static let chunkByteCount = 65_536

  /// Why a call failed: a number of `errno`.
  struct Failure: Error {
    let number: Int32

    /// Whether a signal cut the call short.
    var isInterruption: Bool { number == EINTR }
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The next bytes of a file; none at its end.
  static func read(_ descriptor: Int32) throws(Failure) -> [UInt8] {
    var status = 0
    var number: Int32 = 0
    // Safe: the call writes at most the buffer's size, and says how much it wrote.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: chunkByteCount) { buffer, count in
      status = unsafe systemRead(descriptor, buffer.baseAddress, chunkByteCount)
      number = errno
      count = max(status, 0)
    }
    guard status >= 0 else { throw Failure(number: number) }
    return bytes
  }

  /// All of a file; nil when it is not there or not to be read.
  static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var contents: [UInt8] = []
    while let chunk = try? read(descriptor) {
      if chunk.isEmpty { return contents }
      contents += chunk
    }
    return nil
  }

  /// Adds text to the end of a file that only the user can read, made when missing.
  @discardableResult
  static func append(_ text: String, to path: String) -> Bool {
    write(text, to: path, flags: O_APPEND)
  }

  /// Puts a file that only the user can read in the place of another, whole or not at all.
  @discardableResult
  static func replace(_ path: String, with text: String) -> Bool {
    let temporary = "\(path).\(getpid())"
    guard write(text, to: temporary, flags: O_TRUNC), unsafe rename(temporary, path) == 0 else {
      unsafe unlink(temporary)
      return false
    }
    return true
  }

  private static func write(_ text: String, to path: String, flags: Int32) -> Bool {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, privateFileMode)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // The mode above counts only for a file that is made; this one may be older.
    guard fchmod(descriptor, privateFileMode) == 0 else { return false }
    let bytes = Array(text.utf8)
    // Safe: pointer and count are those of the array.
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe systemWrite(descriptor, buffer.baseAddress, buffer.count)
    }
    return written == bytes.count
  }

  /// Makes a folder and those above it, for the user alone; those that exist stay as they are.
  static func makeFolder(_ path: String) {
    var made = ""
    for part in path.split(separator: "/") {
      made += "/\(part)"
      unsafe mkdir(made, privateFolderMode)
    }
  }
}

/// `read` of the C library, which `SystemFile.read` hides.
private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  unsafe read(descriptor, buffer, count)
}

/// `write` of the C library, which `SystemFile.write` hides.
private func systemWrite(
  _ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(descriptor, buffer, count)
}
