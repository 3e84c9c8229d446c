import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program run beside the tests, told from a crash when it ends.
///
/// One thread uses it. It is killed and waited for when nothing refers to it any more, so that a
/// test that fails leaves no process behind.
final class ChildProcess {
  /// How a process ended.
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// Programs that the package builds, beside the tests.
  enum Program: String {
    case crashWriter = "CrashWriter"
    case spoor
  }

  private let id: pid_t
  private var input: Int32
  private let output: Int32
  private var pending: [UInt8] = []
  private var ending: Ending?

  /// Starts a program of the package.
  convenience init(_ program: Program, _ arguments: [String]) throws {
    try self.init(path: Self.path(of: program), arguments, tellsErrors: program != .spoor)
  }

  /// Where a program of the package is.
  static func path(of program: Program) -> String {
    "\(folderOfPrograms())/\(program.rawValue)"
  }

  /// Starts a program; its errors go where the tests' go, or nowhere.
  init(path: String, _ arguments: [String], tellsErrors: Bool = true) throws {
    let toChild = try makePipe()
    let fromChild = try makePipe()
    defer {
      _ = close(toChild.read)
      _ = close(fromChild.write)
    }
    #if canImport(Glibc)
      var actions = unsafe posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    // Safe: every call uses values that outlive it; the words are freed after the spawn.
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, toChild.read, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, fromChild.write, STDOUT_FILENO)
    if !tellsErrors {
      unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var id: pid_t = 0
    let status = unsafe posix_spawn(&id, path, &actions, nil, &words, environ)
    guard status == 0 else {
      _ = close(toChild.write)
      _ = close(fromChild.read)
      throw SpawnFailure(path: path, errno: status)
    }
    self.id = id
    input = toChild.write
    output = fromChild.read
  }

  deinit {
    if ending == nil {
      kill()
      _ = wait()
    }
    endInput()
    _ = close(output)
  }

  /// The next line of the program's output; nil when it has ended its output.
  func readLine() -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeSubrange(...end)
        return line
      }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      // Safe: the call writes at most as many bytes as the array has.
      let count = unsafe read(output, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      // What was cut off in the middle of a line was not said.
      guard count > 0 else { return nil }
      pending.append(contentsOf: bytes[..<count])
    }
  }

  /// The lines until the output ends.
  func remainingLines() -> [String] {
    var lines: [String] = []
    while let line = readLine() { lines.append(line) }
    return lines
  }

  /// Writes a line to the program's input; false when it reads no more.
  func tell(_ line: String) -> Bool {
    let bytes = Array("\(line)\n".utf8)
    // Safe: the array lives through the call.
    return unsafe write(input, bytes, bytes.count) == bytes.count
  }

  /// Ends the program's input.
  func endInput() {
    guard input >= 0 else { return }
    _ = close(input)
    input = -1
  }

  /// Ends the program as a power switch would, as far as the kernel lets.
  func kill() { sendKill(to: id) }

  /// Waits for the program's end.
  func wait() -> Ending {
    if let ending { return ending }
    var status: Int32 = 0
    // Safe: the call writes the one value it is given.
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    let found: Ending = signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    ending = found
    return found
  }
}

struct SpawnFailure: Error {
  var path: String
  var errno: Int32
}

private func sendKill(to id: pid_t) { _ = kill(id, SIGKILL) }

private func makePipe() throws -> (read: Int32, write: Int32) {
  // A child that ended must show as a failed write, not as a signal.
  _ = signal(SIGPIPE, SIG_IGN)
  var ends: [Int32] = [0, 0]
  // Safe: the call writes the two numbers.
  guard unsafe pipe(&ends) == 0 else { throw SpawnFailure(path: "pipe", errno: errno) }
  // Children started meanwhile by other tests must not keep the ends open.
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// Where the package's programs are: beside the test bundle.
private func folderOfPrograms() -> String {
  #if os(Linux)
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
    // Safe: the call writes at most as many bytes as the array has.
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe buffer.baseAddress.map { base in
        unsafe readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), buffer.count)
      } ?? 0
    }
    let bundle = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  #else
    // ".../spoorPackageTests.xctest/Contents/MacOS/spoorPackageTests"
    let arguments = CommandLine.arguments
    let flag = arguments.firstIndex(of: "--test-bundle-path")
    let inner = flag.map { arguments[$0 + 1] } ?? arguments[0]
    let bundle =
      inner.split(separator: "/").prefix { !$0.hasSuffix(".xctest") }
      .reduce("") { "\($0)/\($1)" } + "/"
  #endif
  guard let slash = bundle.lastIndex(of: "/") else { return "." }
  return String(bundle[..<slash])
}
