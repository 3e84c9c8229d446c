import Spoor
import TestSupport
import Testing
import TraceModel

/// Spans that are open for long.
@Suite struct RunningSpanTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  private func open() throws -> Store {
    var settings = RecordingSettings()
    settings.commitWindow = .milliseconds(2)
    settings.runningAfter = .milliseconds(10)
    return try Store.open(path, recording: settings)
  }

  @Test func `a span is seen while it runs, and once when it ended`() async throws {
    let store = try open()
    let span = try HeldSpan(1)
    store.noteStarted(span)
    try await eventually("it is seen running") {
      try store.count("status=running") == .integer(1)
    }
    try await eventually("it is stored again") {
      store.recordingStatistics.runningCopyCount >= 2
    }
    span.end(in: store)
    try await store.flush()
    #expect(try store.count("status=running") == .integer(0))
    #expect(try store.numbers() == [1])
    try await store.close()
    #expect(try store.numbers() == [1])
    #expect(store.recordingStatistics.writtenCount == 1)
    #expect(try store.verify().problems == [])
  }

  @Test func `a span that ends soon is stored once`() async throws {
    let store = try open()
    let span = try HeldSpan(1)
    store.noteStarted(span)
    span.end(in: store)
    try await store.flush()
    #expect(store.recordingStatistics.runningCopyCount == 0)
    #expect(try store.numbers() == [1])
  }

  @Test func `a span that is forgotten without an end stays running, and is let go`() async throws {
    let store = try open()
    weak var forgotten: HeldSpan?
    do {
      let span = try HeldSpan(1)
      forgotten = span
      store.noteStarted(span)
      try await eventually("it is stored") { store.recordingStatistics.runningCopyCount > 0 }
    }
    try await eventually("it is let go") { forgotten == nil }
    #expect(try store.count("status=running") == .integer(1))
  }

  @Test func `what is open at the shutdown is stored as it is, and watched no more`() async throws {
    var settings = RecordingSettings()
    settings.runningAfter = .seconds(3_600)
    let store = try Store.open(path, recording: settings)
    let span = try HeldSpan(1)
    store.noteStarted(span)
    #expect(await store.shutdown(within: .seconds(60)).isComplete)
    #expect(try store.count("status=running") == .integer(1))
    span.end(in: store)
    #expect(store.recordingStatistics.droppedCounts == [.shutDown: 1])
    #expect(store.recordingStatistics.runningCopyCount == 1)
  }

  @Test func `starts that nobody reads are bounded, and those that ended make room`() throws {
    let gate = Gate()
    var settings = RecordingSettings()
    settings.commitWindow = .milliseconds(1)
    settings.processors = [gate]
    settings.queueSpanCount = 20_000
    let store = try Store.open(path, recording: settings)
    store.record(try recorded(0))
    gate.waitForWriter()
    for number in 1..<30_000 {
      let span = try HeldSpan(number)
      store.noteStarted(span)
      span.end(in: store)
    }
    #expect(store.recordingStatistics.unwatchedCount == 0)
    let open = try (30_000..<60_000).map { try HeldSpan($0) }
    for span in open { store.noteStarted(span) }
    #expect(store.recordingStatistics.unwatchedCount >= 10_000)
    gate.open()
  }
}
