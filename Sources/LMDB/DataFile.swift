#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The data file read by ordinary calls, for looking at it before it is mapped.
///
/// Touching a mapped page beyond the end of the file is a signal; a short read is not.
struct DataFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(path: String) throws(LMDBError) {
    self.path = path
    let opened = openForReading(path)
    if opened < 0 { throw LMDBError(openStatus: errno, path: path) }
    descriptor = opened
  }

  deinit {
    // The library's locks are on another file, so closing this one drops none.
    _ = close(descriptor)
  }

  /// The present length of the file, in bytes.
  func byteCount() throws(LMDBError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw LMDBError(openStatus: errno, path: path)
    }
    return Int(status.st_size)
  }

  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(LMDBError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        // Safe: the slice is inside the buffer, since `filled < count`.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw LMDBError(openStatus: errno, path: path) }
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }
}

private func openForReading(_ path: String) -> Int32 {
  unsafe open(path, O_RDONLY | O_CLOEXEC)
}
