import LMDB
import TestSupport
import Testing
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a process that is killed leaves to the next one.
@Suite struct KilledWriterTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("s") }

  @Test(arguments: ["append", "load", "seal", "merge", "mixed", "background", "record"])
  func `a killed writer loses nothing it acknowledged, and leaves no half batch`(
    manner: String
  ) throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let batches = NumberedBatches(writer: 1)
    var path = path
    var next = 0
    for round in Soak.rounds(5) {
      let context: Comment = "seed \(seed), round \(round)"
      // A new store now and then: everything in it is read after each kill.
      if round % 20 == 0 { (path, next) = (folder.appending("s\(round)"), 0) }
      let writer = try ChildProcess(.crashWriter, ["write", path, "1", "\(next)", "10000", manner])
      let acknowledged = try killSoon(after: "opened", writer, &random)
      let stored = next + acknowledged.count
      #expect(acknowledged == (next..<stored).map { "stored \($0)" }, context)
      let found = try audit(batches, in: path, context)
      #expect(found == Set(0..<stored) || found == Set(0...stored), context)
      next = found.count
    }
  }

  @Test func `a process killed while it removes old spans leaves the newest, whole`() throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let batches = NumberedBatches(writer: 1)
    var next = 0
    var keptCount = 0
    for round in Soak.rounds(5) {
      let context: Comment = "seed \(seed), round \(round)"
      let writer = try ChildProcess(
        .crashWriter, ["write", path, "1", "\(next)", "10000", "retain"])
      let acknowledgedCount = try killSoon(after: "opened", writer, &random).count
      let stored = next + acknowledgedCount
      let found = try audit(batches, in: path, context).sorted()
      // Each batch goes as one segment, oldest first; one may have come after the last word.
      let last = found.last ?? -1
      #expect(last == stored - 1 || last == stored, context)
      #expect(found == Array((last - found.count + 1)..<last + 1), context)
      // What was acknowledged was followed by a removal; a batch after it may not have been.
      let most = acknowledgedCount > 0 ? 5 : keptCount + 1
      #expect(found.count >= min(4, last + 1) && found.count <= max(most, 5), context)
      next = last + 1
      keptCount = found.count
    }
  }

  @Test func `a copy that was killed leaves no store, and the store as it was`() throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let batches = NumberedBatches(writer: 1)
    let writer = try ChildProcess(.crashWriter, ["write", path, "1", "0", "30", "load"])
    #expect(writer.remainingLines().count == 31)
    for round in Soak.rounds(4) {
      let context: Comment = "seed \(seed), round \(round)"
      let copy = folder.appending("copy \(round)")
      let copier = try ChildProcess(.spoor, ["backup", copy, "--store", path])
      copier.endInput()
      usleep(.random(in: 0..<40_000, using: &random))
      copier.kill()
      _ = copier.wait()
      #expect(try audit(batches, in: path, context) == Set(0..<30), context)
      if folder.names.contains("copy \(round)") {
        #expect(try audit(batches, in: copy, context) == Set(0..<30), context)
      }
    }
  }

  @Test func `batches written again after a kill are as if they were written once`() throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let batches = NumberedBatches(writer: 1)
    let count = 25
    for round in Soak.rounds(2) {
      let context: Comment = "seed \(seed), round \(round)"
      let folder = TemporaryFolder()
      for _ in 0..<3 {
        let writer = try ChildProcess(
          .crashWriter, ["write", folder.appending("s"), "1", "0", "\(count)", "mixed"])
        _ = try killSoon(after: "opened", writer, &random)
      }
      let writer = try ChildProcess(
        .crashWriter, ["write", folder.appending("s"), "1", "0", "\(count)", "mixed"])
      #expect(writer.remainingLines().count == count + 1, context)
      #expect(writer.wait() == .exit(0), context)
      let store = try TraceDatabase.open(folder.appending("s"), OpenOptions(readOnly: false))
      let snapshot = try store.snapshot()
      let found = try batches.audit { try snapshot.spans(of: $0) }
      #expect(found.problems == [], context)
      #expect(found.batches == Set(0..<count), context)
      #expect(try store.statistics().spanCount == count * NumberedBatches.spanCount + 1, context)
      #expect(try store.check().problems == [], context)
    }
  }

  @Test func `a process killed while it makes a store leaves a whole store or none`() throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    for round in Soak.rounds(12) {
      let context: Comment = "seed \(seed), round \(round)"
      let path = folder.appending("new \(round)")
      let maker = try ChildProcess(.crashWriter, ["open", path])
      usleep(.random(in: 0..<30_000, using: &random))
      maker.kill()
      _ = maker.wait()
      do {
        let store = try TraceDatabase.open(path, OpenOptions(readOnly: true))
        #expect(try store.check().problems == [], context)
      } catch StorageError.missing {
        // None: the next one makes it.
      }
      let store = try TraceDatabase.open(path, OpenOptions(readOnly: false, createIfMissing: true))
      _ = try store.append(NumberedBatches(writer: 1).batch(0))
      #expect(try store.check().problems == [], context)
    }
  }

  @Test func `what a killed creation left behind goes when the store is made`() throws {
    let abandoned = folder.appending("s.new-1a2b")
    let recent = folder.appending("s.new-3c4d")
    for draft in [abandoned, recent] {
      #expect(unsafe mkdir(draft, 0o700) == 0)
      writeFile(draft + "/data.mdb", [])
    }
    let longAgo = timespec(tv_sec: 1_000_000_000, tv_nsec: 0)
    for path in [abandoned, abandoned + "/data.mdb"] {
      // Safe: the call reads two times.
      #expect(unsafe utimensat(AT_FDCWD, path, [longAgo, longAgo], 0) == 0)
    }
    // A copy that grows: its folder is old, its file is not.
    let growing = folder.appending("s.new-5e6f")
    #expect(unsafe mkdir(growing, 0o700) == 0)
    writeFile(growing + "/data.mdb", [])
    #expect(unsafe utimensat(AT_FDCWD, growing, [longAgo, longAgo], 0) == 0)
    _ = try TraceDatabase.open(path, OpenOptions(readOnly: false, createIfMissing: true))
    #expect(folder.names == ["s", "s.new-3c4d", "s.new-5e6f"])
  }

  @Test func `processes that make a store at once share it`() throws {
    let writers = try (1...4).map {
      try ChildProcess(.crashWriter, ["write", path, "\($0)", "0", "2", "append"])
    }
    for writer in writers {
      #expect(writer.remainingLines().last == "stored 1")
      #expect(writer.wait() == .exit(0))
    }
    for number in 1...4 as ClosedRange<UInt64> {
      #expect(try audit(NumberedBatches(writer: number), in: path, "") == [0, 1])
    }
    #expect(folder.names == ["s"])
  }

  @Test func `threads that make a store at once share it`() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...4 as ClosedRange<UInt64> {
        group.addTask {
          let store = try TraceDatabase.open(
            path, OpenOptions(readOnly: false, createIfMissing: true))
          _ = try store.append(NumberedBatches(writer: number).batch(0))
          #expect(try store.statistics().fileByteCount > 0)
        }
      }
      try await group.waitForAll()
    }
    for number in 1...4 as ClosedRange<UInt64> {
      #expect(try audit(NumberedBatches(writer: number), in: path, "") == [0])
    }
  }

  @Test func `slots of killed readers are freed, and their pages used again`() throws {
    let store = try TraceDatabase.open(path, OpenOptions(readOnly: false, createIfMissing: true))
    _ = try store.append(NumberedBatches(writer: 1).batch(0))
    let readers = try (0..<3).map { _ in try ChildProcess(.crashWriter, ["hold", path]) }
    for reader in readers { #expect(reader.readLine() == "holding") }
    for reader in readers {
      reader.kill()
      #expect(reader.wait() == .signal(SIGKILL))
    }
    #expect(try readerCount() == 3)
    // Whoever opens the store next frees them.
    let opener = try ChildProcess(.crashWriter, ["open", path])
    #expect(opener.wait() == .exit(0))
    #expect(try readerCount() == 0)
    // Opened anew, the store would have freed them itself.
    withExtendedLifetime(store) {}
  }

  @Test func `batches that are no longer what was read are not sealed, but told as damage`() throws
  {
    var options = OpenOptions(readOnly: false, createIfMissing: true)
    options.hotRowCount = NumberedBatches.spanCount
    let store = try TraceDatabase.open(path, options)
    _ = try store.append(NumberedBatches(writer: 1).batch(0))
    let seal = try #require(try store.prepareSeal())
    let environment = try Environment.open(path)
    let hot = try environment.openDatabases(["hot"], create: false)[0]
    try environment.write(rethrowing: { transaction in
      var (key, bytes) = try #require(try transaction.last(in: hot))
      // In the checksum of the batch's bytes.
      bytes[34] ^= 1
      try transaction.put(bytes, for: key, in: hot)
    })
    #expect(try store.commit(seal) == false)
    #expect(throws: StorageError.self) { try store.prepareSeal() }
    #expect(try store.check().problems != [])
  }

  /// Readers of all processes, dead ones not found yet included; without a sweep.
  private func readerCount() throws -> Int {
    try Environment.open(path).statistics().readerCount
  }

  /// Reads the lines of a process that is killed at some moment after it said `word`.
  private func killSoon(
    after word: String, _ process: ChildProcess, _ random: inout SeededGenerator
  ) throws -> [String] {
    #expect(process.readLine() == word)
    var lines: [String] = []
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      if let line = process.readLine() { lines.append(line) }
    }
    usleep(.random(in: 0..<20_000, using: &random))
    process.kill()
    lines += process.remainingLines()
    #expect(process.wait() == .signal(SIGKILL))
    return lines
  }

  /// The batches in the store, after a look at everything else in it.
  private func audit(
    _ batches: NumberedBatches, in path: String, _ context: Comment
  ) throws -> Set<Int> {
    let store = try TraceDatabase.open(path, OpenOptions(readOnly: false))
    let snapshot = try store.snapshot()
    let audit = try batches.audit { try snapshot.spans(of: $0) }
    #expect(audit.problems == [], context)
    #expect(try store.check().problems == [], context)
    return audit.batches
  }
}
