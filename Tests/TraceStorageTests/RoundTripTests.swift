import Testing
import TestSupport
import TraceModel

import TraceStorage

@Suite struct RoundTripTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a loaded trace comes back as it was sent`(seed: UInt64) throws {
    let folder = TemporaryFolder()
    let store = try TraceDatabase.open(
      folder.appending("s"), OpenOptions(readOnly: false, createIfMissing: true))
    var generator = SpanGenerator(seed: seed)
    let spans = generator.spans(800)
    let summary = try store.load(spans)
    #expect(summary.storedCount == 800)
    #expect(summary.duplicateCount == 0)
    try expect(store, holds: spans)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `an appended trace comes back before and after it is sealed`(seed: UInt64) throws {
    let folder = TemporaryFolder()
    let store = try TraceDatabase.open(
      folder.appending("s"), OpenOptions(readOnly: false, createIfMissing: true))
    var generator = SpanGenerator(seed: seed)
    let spans = generator.spans(500)
    for start in stride(from: 0, to: 500, by: 100) {
      _ = try store.append(Array(spans[start..<start + 100]))
    }
    try expect(store, holds: spans)
    try store.seal()
    #expect(try store.snapshot().hotSpanCount == 0)
    try expect(store, holds: spans)
  }

  @Test(arguments: [true, false])
  func `names and texts that only look alike stay apart`(isLoaded: Bool) throws {
    let folder = TemporaryFolder()
    let store = try TraceDatabase.open(
      folder.appending("s"), OpenOptions(readOnly: false, createIfMissing: true))
    var spans = (1...4).map { span(1, $0, start: Int64($0)) }
    for (index, key) in ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}", "cafe\u{301}"].enumerated() {
      let value = Attribute(key: key, value: .string(key))
      let zero = Attribute(key: "zero", value: .double(index < 2 ? 0.0 : -0.0))
      spans[index].attributes = [value, zero]
      spans[index].resource = Resource(attributes: [value, zero])
      spans[index].scope = InstrumentationScope(name: key, attributes: [value])
      spans[index].events = [SpanEvent(time: 1, name: key, attributes: [value])]
    }
    // One span with both names at once.
    spans[3].attributes.append(Attribute(key: "caf\u{E9}", value: .integer(7)))
    _ = isLoaded ? try store.load(spans) : try store.append(spans)
    try expect(store, holds: spans)
    try store.seal()
    try expect(store, holds: spans)
    #expect(try store.check().problems == [])
    // The same spans with the other name of one are not the same spans.
    var changed = spans[0]
    changed.attributes[0].key = "cafe\u{301}"
    _ = try store.load([changed])
    try expect(store, holds: [changed] + spans.dropFirst())
  }

  @Test func `more spans than a segment holds are sealed as several`() throws {
    let folder = TemporaryFolder()
    let store = try TraceDatabase.open(
      folder.appending("s"), OpenOptions(readOnly: false, createIfMissing: true))
    let count = StorageLimits.segmentRowCount + 10_000
    let spans = (1...UInt64(count)).map { span($0 / 7 + 1, $0, start: Int64($0)) }
    #expect(try store.append(spans).storedCount == count)
    try store.seal()
    let statistics = try store.statistics()
    #expect(statistics.segmentCount == 2)
    #expect(statistics.hotSpanCount == 0)
    #expect(try store.names(ofTrace: UInt64(count) / 7).count == 7)
    #expect(try store.check().problems == [])
  }

  private func expect(_ store: TraceDatabase, holds spans: [SpanData]) throws {
    let snapshot = try store.snapshot()
    for (trace, sent) in Dictionary(grouping: spans, by: \.traceID) {
      let found = try snapshot.spans(of: trace).map { $0.inColumnOrder.comparable }
      let expected = sent.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
        .map { $0.inColumnOrder.comparable }
      #expect(found == expected)
    }
  }
}

extension SpanData {
  /// Text that tells NaN from NaN apart by nothing, and everything else by its bytes.
  var comparable: [UInt8] { Array(String(reflecting: self).utf8) }
}
