import Spoor
import TestSupport
import Testing

@Suite struct CareTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  private func span(_ number: UInt64, start: Int64 = 0) throws -> SpanData {
    SpanData(
      traceID: try #require(TraceID(high: 1, low: number % 7 + 1)),
      spanID: try #require(SpanID(rawValue: number)), name: "chat", start: start, end: start + 1)
  }

  /// A store of so many segments of a span each, the n-th of which starts at second n.
  private func store(segments: Int) throws -> Store {
    let store = try Store.open(path, compactsInBackground: false)
    for number in 1...UInt64(segments) {
      var loader = store.makeBulkLoader()
      try loader.add(span(number, start: Int64(number) * 1_000_000_000))
      _ = try loader.finish()
    }
    return store
  }

  @Test func `a store that is opened for writing merges what it seals by itself`() async throws {
    let store = try Store.open(path)
    for number in 1...40 as ClosedRange<UInt64> {
      var loader = store.makeBulkLoader()
      try loader.add(span(number))
      _ = try loader.finish()
    }
    // It is done at some time; until then the answer is the same.
    while try store.statistics().segmentCount > 15 {
      #expect(try await store.query("select count()").rows == [[.integer(40)]])
      try await Task.sleep(for: .milliseconds(5))
    }
    try await store.close()
    #expect(try await store.query("select count()").rows == [[.integer(40)]])
    #expect(try store.verify().problems == [])
  }

  @Test func `what processes of few spans left is merged by a later one`() async throws {
    for number in 1...10 as ClosedRange<UInt64> {
      let store = try Store.open(path, compactsInBackground: false)
      try await store.append([span(number)])
      try await store.close()
    }
    let store = try Store.open(path)
    try await store.append([span(11)])
    while try store.statistics().segmentCount > 1 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await store.query("select count()").rows == [[.integer(11)]])
  }

  @Test func `closing stops what is merged, and the store may be used on`() throws {
    let store = try Store.open(path)
    for round in 0..<5 as Range<UInt64> {
      for number in 1...10 as ClosedRange<UInt64> {
        var loader = store.makeBulkLoader()
        try loader.add(span(round * 10 + number))
        _ = try loader.finish()
      }
      try store.close()
    }
    #expect(try store.query("select count()").rows == [[.integer(50)]])
    #expect(try store.verify().problems == [])
  }

  @Test func `nothing is merged unasked where that is turned off`() throws {
    let store = try store(segments: 12)
    #expect(try store.statistics().segmentCount == 12)
    let report = try store.compact(.moderate)
    #expect(report.removedSegmentCount == 12)
    #expect(report.writtenSegmentCount == 1)
    #expect(report.isComplete)
    #expect(try store.statistics().segmentCount == 1)
  }

  @Test func `retention counts ages back from now`() throws {
    let store = try store(segments: 10)
    var policy = RetentionPolicy(maximumAge: .seconds(4))
    policy.now = 11_000_000_000
    #expect(try store.retain(policy, isDryRun: true).spanCount == 6)
    let report = try store.retain(policy)
    #expect(report.segmentCountByAge == 6)
    #expect(report.segmentCount == 6)
    #expect(report.keptSpanCount == 4)
    #expect(report.isComplete)
    #expect(try store.query("select min(start), count()").rows.first?.last == .integer(4))
    policy.maximumAge = .seconds(Int64.max)
    #expect(try store.retain(policy).segmentCount == 0)
  }

  @Test func `retention keeps to a number of spans and to a size`() throws {
    let store = try store(segments: 10)
    #expect(try store.retain(RetentionPolicy(maximumSpanCount: 8)).segmentCountBySpans == 2)
    let used = try store.statistics().usedByteCount
    let report = try store.retain(RetentionPolicy(maximumByteCount: used - 1))
    #expect(report.segmentCountBySize > 0)
    #expect(try store.statistics().usedByteCount < used)
  }

  @Test func `a backup is a store with the same answers`() throws {
    let store = try store(segments: 10)
    let copy = folder.appending("copy")
    try store.backup(to: copy, compacting: true)
    let opened = try Store.open(copy, for: .reading)
    #expect(
      try opened.query("select span_id, start").rows == store.query("select span_id, start").rows)
    #expect(throws: StoreError.self) { try store.backup(to: copy) }
  }

  @Test func `a store is not made where only an existing one is asked for`() {
    #expect(throws: StoreError.missing(path: path)) {
      try Store.open(path, createIfMissing: false)
    }
    #expect(folder.names.isEmpty)
  }
}
