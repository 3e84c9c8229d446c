import TestSupport
import Testing
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writing where there is no room left: what was stored stays, and writing goes on when there is
/// room again.
@Suite struct FullDiskTests {
  private let folder = TemporaryFolder()

  @Test(arguments: ["append", "load", "merge", "mixed", "background", "record"])
  func `a file that may not grow refuses writes and keeps what it has`(manner: String) throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    for round in Soak.rounds(2) {
      let limit = Int.random(in: 150_000..<400_000, using: &random)
      let writer = try ChildProcess(
        .crashWriter, ["fill", folder.appending("\(round)"), "\(limit)", manner])
      try expectRecovery(of: writer, "seed \(seed), limit \(limit)")
    }
  }

  @Test(arguments: ["append", "load", "merge", "mixed", "background", "record"])
  func `a full disk refuses writes and keeps what it has`(manner: String) throws {
    guard let separate = mountNamespace else { return }
    let writer = try ChildProcess(
      path: separate.path,
      separate.arguments + [
        ChildProcess.path(of: .crashWriter), "overflow", folder.path, "600000", manner,
      ])
    try expectRecovery(of: writer, "a disk of 600 kB")
  }

  /// The kernel ends a process that touches a mapped page for which there is no room.
  @Test func `a store that has no room for its first pages is refused, not a crash`() throws {
    guard let separate = mountNamespace else { return }
    let script = """
      mount -t tmpfs -o size=1m none "$0" || exit 77
      head -c 2000000 /dev/zero > "$0/fill" 2>/dev/null
      "$1" stats --store "$0/store"
      "$1" score session:1 csat good --store "$0/store"
      """
    let command = try ChildProcess(
      path: separate.path,
      separate.arguments + ["/bin/sh", "-c", script, folder.path, ChildProcess.path(of: .spoor)],
      tellsErrors: false)
    _ = command.remainingLines()
    let end = command.wait()
    #expect(end == .exit(3) || end == .exit(77), "\(end)")
  }

  private func expectRecovery(of writer: ChildProcess, _ context: Comment) throws {
    let lines = writer.remainingLines()
    #expect(writer.wait() == .exit(0), context)
    if lines == ["skipped"] { return }
    #expect(lines.first == "full \(Self.reason)", context)
    #expect(lines.last?.hasPrefix("stored") == true, "\(lines.last ?? "nothing") \(context)")
  }

  private static let reason = "the disk or its quota is full; nothing of the transaction was kept"

  /// How to run a program that may mount a disk nobody else sees; nil where there is no way.
  private var mountNamespace: (path: String, arguments: [String])? {
    let path = "/usr/bin/unshare"
    guard unsafe access(path, X_OK) == 0 else { return nil }
    return (path, geteuid() == 0 ? ["--mount"] : ["--map-root-user", "--mount"])
  }
}
