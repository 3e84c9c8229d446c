import TestSupport
import Testing
import TraceModel
import TraceStorage

@Suite struct BackupTests {
  private let fixture = StoreFixture()
  private var copy: String { fixture.folder.appending("copy") }

  private func contents(_ store: TraceDatabase) throws -> [[UInt8]] {
    let snapshot = try store.snapshot()
    return try snapshot.traces(startingWith: "", limit: .max).flatMap {
      try snapshot.spans(of: $0).map(\.canonicalBytes)
    }
  }

  @Test(arguments: [false, true])
  func `a copy is the store`(compacting: Bool) throws {
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 1)
    let spans = generator.spans(300)
    _ = try store.load(Array(spans.prefix(200)))
    _ = try store.append(Array(spans.dropFirst(200)))
    try StoreBackup(of: store, to: copy).write(compacting: compacting)
    let copied = try TraceDatabase.open(copy, OpenOptions(readOnly: false))
    #expect(try contents(copied) == contents(store))
    #expect(try copied.check().problems == [])
    #expect(fixture.folder.names == ["copy", "traces.spoor"])
    // It lives on by itself.
    _ = try copied.append([span(1, 1)])
    #expect(try store.names(ofTrace: 1).isEmpty)
  }

  @Test func `a copy without free pages is smaller after spans went`() throws {
    let store = try fixture.open()
    var generator = SpanGenerator(seed: 2, traceCount: 1_000_000)
    for _ in 0..<8 { _ = try store.load(generator.spans(400)) }
    _ = try store.retain(RetentionLimits(spanCount: 800))
    let before = try store.statistics()
    #expect(before.freeByteCount > before.usedByteCount / 2)
    try StoreBackup(of: store, to: copy).write(compacting: true)
    let copied = try TraceDatabase.open(copy, OpenOptions(readOnly: true))
    let after = try copied.statistics()
    #expect(after.fileByteCount < before.fileByteCount / 2)
    #expect(after.freeByteCount == 0)
    #expect(try contents(copied) == contents(store))
    #expect(try copied.check().problems == [])
  }

  @Test func `nothing is replaced by a copy`() throws {
    let store = try fixture.open()
    _ = try TraceDatabase.open(copy, OpenOptions(readOnly: false, createIfMissing: true))
    #expect(throws: StorageError.self) { try StoreBackup(of: store, to: copy) }
    let file = fixture.folder.appending("file")
    writeFile(file, [1])
    #expect(throws: StorageError.self) { try StoreBackup(of: store, to: file) }
    #expect(readFile(file) == [1])
    // Somebody made the folder meanwhile.
    let late = fixture.folder.appending("late")
    let backup = try StoreBackup(of: store, to: late)
    _ = try TraceDatabase.open(late, OpenOptions(readOnly: false, createIfMissing: true))
    #expect(throws: StorageError.self) { try backup.write(compacting: false) }
    #expect(fixture.folder.names == ["copy", "file", "late", "traces.spoor"])
  }

  @Test func `a copy to a folder that is not there says so`() throws {
    let store = try fixture.open()
    let error = #expect(throws: StorageError.self) {
      try StoreBackup(of: store, to: fixture.folder.appending("no/copy")).write(compacting: false)
    }
    #expect("\(try #require(error))".contains("folder above is missing"))
  }

  @Test func `a copy that is given up leaves nothing`() throws {
    let store = try fixture.open()
    let backup = try StoreBackup(of: store, to: copy)
    backup.abandon()
    #expect(fixture.folder.names == ["traces.spoor"])
  }

  @Test func `a copy made while others write is the store as of one commit`() async throws {
    let store = try fixture.open()
    let path = copy
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 1...60 as ClosedRange<UInt64> {
          _ = try store.load([span(1, number), span(2, number)])
        }
      }
      group.addTask {
        for number in 0..<6 {
          try StoreBackup(of: store, to: "\(path)\(number)").write(compacting: number % 2 == 0)
        }
      }
      try await group.waitForAll()
    }
    for number in 0..<6 {
      let copied = try TraceDatabase.open("\(path)\(number)", OpenOptions(readOnly: true))
      #expect(try copied.check().problems == [])
      #expect(try copied.names(ofTrace: 1).count == copied.names(ofTrace: 2).count)
    }
  }
}
