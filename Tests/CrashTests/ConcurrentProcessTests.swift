import TestSupport
import Testing
import TraceModel
import TraceStorage

/// Several processes on one store.
@Suite struct ConcurrentProcessTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("s") }

  @Test(arguments: ["mixed", "background"])
  func `processes that read see only whole commits while another writes`(manner: String) throws {
    for round in Soak.rounds(1) {
      let path = folder.appending("\(round)")
      let count = 40
      let writer = try ChildProcess(.crashWriter, ["write", path, "1", "0", "\(count)", manner])
      #expect(writer.readLine() == "opened")
      let watchers = try (0..<2).map { _ in try ChildProcess(.crashWriter, ["watch", path, "1"]) }
      for watcher in watchers { #expect(watcher.readLine() == "watching") }
      #expect(writer.remainingLines().count == count)
      #expect(writer.wait() == .exit(0))
      try finish(watchers)
      try expectStored(1, Set(0..<count), in: path)
    }
  }

  @Test(arguments: ["mixed", "background"])
  func `two processes that write at once lose nothing and repeat nothing`(manner: String) throws {
    let count = 20
    let writers = try (1...2).map {
      try ChildProcess(.crashWriter, ["write", path, "\($0)", "0", "\(count)", manner])
    }
    for writer in writers { #expect(writer.readLine() == "opened") }
    let watcher = try ChildProcess(.crashWriter, ["watch", path, "2"])
    for writer in writers {
      #expect(writer.remainingLines() == (0..<count).map { "stored \($0)" })
      #expect(writer.wait() == .exit(0))
    }
    #expect(watcher.readLine() == "watching")
    try finish([watcher])
    for number in 1...2 as ClosedRange<UInt64> {
      try expectStored(number, Set(0..<count), in: path)
    }
    let statistics = try TraceDatabase.open(path, OpenOptions(readOnly: true)).statistics()
    #expect(statistics.spanCount == 2 * (count * NumberedBatches.spanCount + 1))
  }

  @Test func `processes that merge beside writers and readers change nothing`() throws {
    let count = 24
    let writers = try (1...2).map {
      try ChildProcess(.crashWriter, ["write", path, "\($0)", "0", "\(count)", "mixed"])
    }
    for writer in writers { #expect(writer.readLine() == "opened") }
    let compactors = try (0..<2).map { _ in try ChildProcess(.crashWriter, ["compact", path]) }
    let watcher = try ChildProcess(.crashWriter, ["watch", path, "2"])
    for compactor in compactors { #expect(compactor.readLine() == "compacting") }
    #expect(watcher.readLine() == "watching")
    for writer in writers {
      #expect(writer.remainingLines() == (0..<count).map { "stored \($0)" })
      #expect(writer.wait() == .exit(0))
    }
    for compactor in compactors { compactor.endInput() }
    var merged = 0
    for compactor in compactors {
      let words = (compactor.remainingLines().last ?? "").split(separator: " ")
      #expect(words.first == "merged", "\(words)")
      merged += words.last.flatMap { Int($0) } ?? 0
      #expect(compactor.wait() == .exit(0))
    }
    #expect(merged > 0)
    try finish([watcher])
    for number in 1...2 as ClosedRange<UInt64> {
      try expectStored(number, Set(0..<count), in: path)
    }
  }

  @Test func `two processes that write the same spans store them once`() throws {
    let count = 12
    let writers = try (0..<2).map { _ in
      try ChildProcess(.crashWriter, ["write", path, "1", "0", "\(count)", "mixed"])
    }
    for writer in writers {
      #expect(writer.remainingLines().last == "stored \(count - 1)")
      #expect(writer.wait() == .exit(0))
    }
    try expectStored(1, Set(0..<count), in: path)
    let statistics = try TraceDatabase.open(path, OpenOptions(readOnly: true)).statistics()
    #expect(statistics.spanCount == count * NumberedBatches.spanCount + 1)
  }

  @Test(arguments: ["mixed", "background"])
  func `a writer goes on where another was killed in the middle of a write`(
    manner: String
  ) throws {
    let seed = Soak.seed()
    var random = SeededGenerator(seed: seed)
    let count = 30
    let survivor = try ChildProcess(
      .crashWriter, ["write", path, "1", "0", "\(count)", manner])
    #expect(survivor.readLine() == "opened")
    while survivor.readLine() != "stored \(count - 1)" {
      // Each victim dies within a few writes, some of them with the write lock held.
      let victim = try ChildProcess(
        .crashWriter, ["write", path, "2", "0", "\(count)", manner])
      for _ in 0...Int.random(in: 0..<3, using: &random) { _ = victim.readLine() }
      victim.kill()
      _ = victim.wait()
    }
    #expect(survivor.wait() == .exit(0))
    try expectStored(1, Set(0..<count), in: path)
  }

  private func finish(_ watchers: [ChildProcess]) throws {
    for watcher in watchers {
      watcher.endInput()
      let last = watcher.remainingLines().last ?? ""
      #expect(last.hasPrefix("looked"), "\(last)")
      #expect(watcher.wait() == .exit(0))
    }
  }

  private func expectStored(_ writer: UInt64, _ expected: Set<Int>, in path: String) throws {
    let store = try TraceDatabase.open(path, OpenOptions(readOnly: true))
    let snapshot = try store.snapshot()
    let audit = try NumberedBatches(writer: writer).audit { try snapshot.spans(of: $0) }
    #expect(audit.problems == [])
    #expect(audit.batches == expected)
    #expect(try store.check().problems == [])
  }
}
