import Spoor
import TestSupport
import Testing
import TraceModel

/// Spans that are recorded one by one, through queue and writer.
@Suite struct RecordingTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  private func open(_ change: (inout RecordingSettings) -> Void = { _ in }) throws -> Store {
    var settings = RecordingSettings()
    settings.commitWindow = .milliseconds(5)
    change(&settings)
    return try Store.open(path, recording: settings)
  }

  @Test func `what a flush waited for is on disk, for other readers too`() async throws {
    let store = try open { $0.commitWindow = .seconds(3_600) }
    for number in 0..<100 { #expect(store.record(try recorded(number))) }
    try await store.flush()
    #expect(try Store.open(path, for: .reading).numbers() == Array(0..<100))
    let statistics = store.recordingStatistics
    #expect(statistics.acceptedCount == 100)
    #expect(statistics.writtenCount == 100)
    #expect(statistics.queuedCount == 0)
    #expect(statistics.queuedByteCount == 0)
    #expect(statistics.droppedCount == 0)
    #expect(statistics.commitCount == 1)
    #expect(statistics.longestCommitSeconds > 0)
  }

  @Test func `spans are written when the window is over, without a flush`() async throws {
    let store = try open()
    store.record(try recorded(1))
    try await eventually("it is written") { try store.numbers() == [1] }
  }

  @Test func `a full batch does not wait for the window`() async throws {
    let store = try open {
      $0.commitWindow = .seconds(3_600)
      $0.batchSpanCount = 10
    }
    for number in 0..<10 { store.record(try recorded(number)) }
    try await eventually("the batch is written") { try store.numbers().count == 10 }
  }

  @Test func `tasks that record at once lose nothing`() async throws {
    let store = try open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<2_000 { store.record(try recorded(task * 2_000 + number)) }
          try await store.flush()
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.numbers() == Array(0..<8_000))
    try await store.close()
    #expect(try store.verify().problems == [])
  }

  @Test func `two stores in one process keep their spans apart`() async throws {
    let other = try Store.open(folder.appending("other.spoor"))
    let store = try open()
    store.record(try recorded(1))
    other.record(try recorded(2))
    try await store.flush()
    try await other.flush()
    #expect(try store.numbers() == [1])
    #expect(try other.numbers() == [2])
  }

  @Test func `closing writes what was recorded`() throws {
    let store = try open { $0.commitWindow = .seconds(3_600) }
    store.record(try recorded(1))
    try store.close()
    #expect(try store.numbers() == [1])
    #expect(store.record(try recorded(2)))
    try store.flushBlocking()
    #expect(try store.numbers() == [1, 2])
  }

  @Test func `a store that is let go of writes what was recorded`() async throws {
    do {
      let store = try open { $0.commitWindow = .seconds(3_600) }
      for number in 0..<50 { store.record(try recorded(number)) }
    }
    let reader = try Store.open(path, for: .reading)
    try await eventually("all are written") { try reader.numbers().count == 50 }
  }

  @Test func `a store that is open for reading takes no span`() async throws {
    try await open().close()
    let reader = try Store.open(path, for: .reading)
    #expect(!reader.record(try recorded(1)))
    try await reader.flush()
    #expect(await reader.shutdown(within: .seconds(1)).isComplete)
  }

  @Test func `a temporary store goes with its folder`() async throws {
    let path: String
    do {
      let store = try Store.temporary()
      path = store.path
      store.record(try recorded(1))
      try await store.flush()
      #expect(try store.numbers() == [1])
    }
    try await eventually("the folder is gone") {
      (try? Store.open(path, for: .reading)) == nil
    }
  }

  @Test func `the weaker durability keeps what a flush waited for, too`() async throws {
    let store = try open { $0.durability = .survivesProcessExit }
    for number in 0..<20 { store.record(try recorded(number)) }
    try await store.flush()
    #expect(try Store.open(path, for: .reading).numbers() == Array(0..<20))
    try await store.close()
    #expect(try store.verify().problems == [])
  }
}
