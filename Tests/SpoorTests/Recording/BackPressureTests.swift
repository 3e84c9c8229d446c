import Foundation
import Spoor
import TestSupport
import Testing
import TraceModel

/// A queue that is full, and a disk that stalls.
@Suite struct BackPressureTests {
  private let folder = TemporaryFolder()
  private let gate = Gate()

  private func open(_ change: (inout RecordingSettings) -> Void = { _ in }) throws -> Store {
    var settings = RecordingSettings()
    settings.commitWindow = .milliseconds(1)
    settings.queueSpanCount = 10
    settings.processors = [gate]
    change(&settings)
    return try Store.open(folder.appending("traces.spoor"), recording: settings)
  }

  /// The writer stands at the gate with the first span, which counts as queued.
  private func stall(_ store: Store) throws {
    store.record(try recorded(0))
    gate.waitForWriter()
  }

  @Test func `a full queue drops what comes, and counts it`() async throws {
    let store = try open()
    try stall(store)
    let accepted = try (1..<30).map { store.record(try recorded($0)) }
    #expect(accepted == (1..<30).map { $0 < 10 })
    #expect(store.recordingStatistics.droppedCounts == [.queueFull: 20])
    #expect(store.recordingStatistics.queuedCount == 10)
    let json = String(decoding: try JSONEncoder().encode(store.recordingStatistics), as: UTF8.self)
    #expect(json.contains(#""droppedCounts":{"queueFull":20}"#))
    gate.open()
    try await store.flush()
    #expect(try store.numbers() == Array(0..<10))
  }

  @Test func `a full queue may drop what waits longest instead`() async throws {
    let store = try open { $0.backPressure = .dropOldest }
    try stall(store)
    for number in 1..<30 { #expect(store.record(try recorded(number))) }
    #expect(store.recordingStatistics.droppedCounts == [.queueFull: 20])
    gate.open()
    try await store.flush()
    // The first is being written.
    #expect(try store.numbers() == [0] + Array(21..<30))
  }

  @Test func `a flush waits for what is being written, whatever is dropped behind it`()
    async throws
  {
    let store = try open { $0.backPressure = .dropOldest }
    try stall(store)
    async let flushed: Void = store.flush()
    for number in 1..<100 { store.record(try recorded(number)) }
    await #expect(throws: StoreError.self) { try await store.flush(within: .milliseconds(20)) }
    gate.open()
    try await flushed
    #expect(try store.numbers().contains(0))
  }

  @Test func `a caller may wait for room, for so long`() async throws {
    let store = try open { $0.backPressure = .wait(atMost: .milliseconds(20)) }
    try stall(store)
    for number in 1..<10 { #expect(store.record(try recorded(number))) }
    #expect(!store.record(try recorded(10)))
    #expect(store.recordingStatistics.droppedCounts == [.queueFull: 1])
    gate.open()
    try await store.flush()
    #expect(try store.numbers() == Array(0..<10))
  }

  @Test func `a caller that waits goes on when there is room`() async throws {
    let store = try open { $0.backPressure = .wait(atMost: .seconds(60)) }
    try stall(store)
    for number in 1..<10 { store.record(try recorded(number)) }
    let waiting = Task.detached { store.record(try recorded(10)) }
    try await Task.sleep(for: .milliseconds(5))
    gate.open()
    #expect(try await waiting.value)
    try await store.flush()
    #expect(try store.numbers() == Array(0..<11))
  }

  @Test func `bytes bound the queue as well as spans do, but for one span alone`() async throws {
    let store = try open {
      $0.queueSpanCount = 1_000
      $0.queueByteCount = 10_000
    }
    let text = Attribute(key: "text", value: .string(String(repeating: "x", count: 20_000)))
    let large = try recorded(0, attributes: [text])
    #expect(store.record(large))
    gate.waitForWriter()
    #expect(!store.record(try recorded(1)))
    #expect(store.recordingStatistics.queuedByteCount > 20_000)
    gate.open()
    try await store.flush()
    #expect(store.recordingStatistics.queuedByteCount == 0)
    #expect(try store.numbers() == [0])
  }

  @Test func `a flush gives up at its deadline, and the spans are written later`() async throws {
    let store = try open()
    try stall(store)
    await #expect(throws: StoreError.self) { try await store.flush(within: .milliseconds(20)) }
    gate.open()
    try await store.flush()
    #expect(try store.numbers() == [0])
  }

  @Test func `a shutdown tells what it could not write in time`() async throws {
    let store = try open()
    try stall(store)
    for number in 1..<5 { store.record(try recorded(number)) }
    let report = await store.shutdown(within: .milliseconds(30))
    #expect(!report.isComplete)
    #expect(report.unwrittenCount == 5)
    #expect(report.failure != nil)
    #expect(!store.record(try recorded(9)))
    #expect(store.recordingStatistics.droppedCounts == [.shutDown: 1])
    gate.open()
    try await eventually("what was stalled is written") { try store.numbers().count == 5 }
  }

  @Test func `a shutdown writes everything when it can`() async throws {
    gate.open()
    let store = try open { $0.queueSpanCount = 1_000 }
    for number in 0..<500 { store.record(try recorded(number)) }
    let report = await store.shutdown(within: .seconds(60))
    #expect(report.isComplete)
    #expect(report.failure == nil)
    #expect(report.statistics.writtenCount == 500)
    #expect(try store.numbers().count == 500)
    #expect(await store.shutdown(within: .seconds(1)).isComplete)
  }
}
