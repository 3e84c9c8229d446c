#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system knows of this process.
enum SystemProcess {
  static var identifier: Int64 { Int64(getpid()) }

  /// The name of the executable's file; nil where the process was started without one.
  static var executableName: String? {
    CommandLine.arguments.first?.split(separator: "/").last.map(String.init)
  }

  /// The machine's name; nil where the system does not tell.
  static var hostName: String? {
    // POSIX: a name has 255 bytes at most, and a zero.
    var bytes = [UInt8](repeating: 0, count: 256)
    let status = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return Int32(-1) }
      // Safe: the call writes as many bytes as it is told, and the buffer has as many.
      return unsafe gethostname(start.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard status == 0 else { return nil }
    let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    return name.isEmpty ? nil : name
  }

  /// The value of an environment variable.
  static func environmentValue(_ name: String) -> String? {
    // Safe: the text is copied before anything can change the environment on this thread.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
