import Spoor
import TestSupport
import Testing
import TraceModel

/// Hides a word wherever a span's attributes have it, and fails on another.
private struct Redaction: SpanProcessor {
  struct CannotRedact: Error {}

  let secret: String

  func process(_ span: inout SpanData) throws -> SpanDecision {
    if span.name == "drop" { return .drop }
    for index in span.attributes.indices {
      guard case .string(let text) = span.attributes[index].value else { continue }
      if text == "unreadable" { throw CannotRedact() }
      if text.contains(secret) { span.attributes[index].value = .string("<redacted>") }
    }
    return .keep
  }
}

/// What processors do to spans before the first byte of them is stored.
@Suite struct SpanProcessorTests {
  private let folder = TemporaryFolder()
  private let secret = "correct-horse-battery"
  private var path: String { folder.appending("traces.spoor") }

  private func open() throws -> Store {
    var settings = RecordingSettings()
    settings.processors = [Redaction(secret: secret)]
    return try Store.open(path, recording: settings)
  }

  private func span(_ number: Int, _ text: String) throws -> SpanData {
    try recorded(number, attributes: [Attribute(key: "input.value", value: .string(text))])
  }

  @Test func `no byte of a redacted text reaches a file, however the span comes`() async throws {
    let store = try open()
    for number in 0..<200 {
      let text = "\(number) \(secret) \(number)"
      store.record(try span(number, text))
      try await store.append([try span(1_000 + number, text)])
    }
    try await store.flush()
    var loader = store.makeBulkLoader()
    for number in 2_000..<2_200 { try loader.add(try span(number, "\(number) \(secret)")) }
    _ = try loader.finish()
    try await store.close()
    #expect(try store.count(#"input = "<redacted>""#) == .integer(600))
    let needle = Array(secret.utf8)
    for name in TemporaryFolder.names(of: path) {
      #expect(!readFile("\(path)/\(name)").contains(needle), "\(name)")
    }
  }

  @Test func `a span whose processor throws is not stored, and counted`() async throws {
    let store = try open()
    store.record(try span(1, "unreadable"))
    store.record(try span(2, "fine"))
    try await store.flush()
    #expect(try store.numbers() == [2])
    #expect(store.recordingStatistics.droppedCounts == [.processorFailure: 1])
    let summary = try await store.append([try span(3, "unreadable"), try span(4, "fine")])
    #expect(summary.droppedCount == 1)
    #expect(summary.spanCount == 1)
    var loader = store.makeBulkLoader()
    try loader.add(try span(5, "unreadable"))
    #expect(try loader.finish().droppedCount == 1)
    #expect(try store.numbers() == [2, 4])
  }

  @Test func `a processor may drop a span`() async throws {
    let store = try open()
    var dropped = try span(1, "fine")
    dropped.name = "drop"
    store.record(dropped)
    store.record(try span(2, "fine"))
    try await store.flush()
    #expect(try store.numbers() == [2])
    #expect(store.recordingStatistics.droppedCounts == [.processor: 1])
    #expect(store.recordingStatistics.writtenCount == 1)
  }
}
