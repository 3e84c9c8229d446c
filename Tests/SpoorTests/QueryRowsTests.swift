import Spoor
import TestSupport
import Testing

/// The rows of a query as an asynchronous sequence.
@Suite struct QueryRowsTests {
  private let folder = TemporaryFolder()

  @Test func `a list comes in pages, the rows that the query has, in its order`() async throws {
    let store = try filledStore()
    for query in [
      "select trace_id, span_id, start", "name=chat select span_id, latency", "from traces",
      "latency > 1s", "since 1970-01-01T00:00:01 until 1970-01-01T00:00:03 select span_id",
    ] {
      var rows: [[Value]] = []
      for try await row in store.rows(query) { rows.append(row) }
      #expect(rows == (try await store.query(query).rows), "\(query)")
    }
  }

  @Test func `groups and ordered rows come, too`() async throws {
    let store = try filledStore()
    for query in [
      "group by name select count() order by name", "order by latency limit 7 select span_id",
      "limit 3", "select count()",
    ] {
      var rows: [[Value]] = []
      for try await row in store.rows(query) { rows.append(row) }
      #expect(rows == (try await store.query(query).rows), "\(query)")
    }
  }

  @Test func `what is written meanwhile is not among the rows`() async throws {
    let store = try filledStore()
    var iterator = store.rows("select span_id").makeAsyncIterator()
    var count = 0
    while try await iterator.next() != nil {
      count += 1
      if count == 5 { try await store.append(try spans(30_001...30_500)) }
    }
    #expect(count == 20_000)
  }

  @Test func `an iteration that is left lets go of the store`() async throws {
    weak var released: Store?
    do {
      let store = try filledStore()
      released = store
      for try await _ in store.rows("select span_id") { break }
    }
    // The thread that read the rows may be about to let go of them.
    for _ in 0..<200 where released != nil { try await Task.sleep(for: .milliseconds(10)) }
    #expect(released == nil)
  }

  @Test func `a cancelled task ends the iteration with an error`() async throws {
    let store = try filledStore()
    let task = Task {
      for try await _ in store.rows("select span_id") {
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    await #expect(throws: StoreError.cancelled) { try await task.value }
  }

  @Test func `a query that is refused is so at the first row`() async throws {
    let store = try filledStore()
    for query in ["latency > 2", "latency >", "explain name=chat"] {
      var iterator = store.rows(query).makeAsyncIterator()
      await #expect(throws: StoreError.self) { try await iterator.next() }
    }
  }

  private func filledStore() throws -> Store {
    let store = try Store.open(folder.appending("\(UInt64.random(in: 0 ... .max)).spoor"))
    var loader = store.makeBulkLoader()
    for span in try spans(1...19_000) { try loader.add(span) }
    _ = try loader.finish()
    try store.append(try spans(19_001...20_000))
    return store
  }

  /// Many start at once.
  private func spans(_ numbers: ClosedRange<UInt64>) throws -> [SpanData] {
    try numbers.map { number in
      let start = Int64(number / 7_000) * 1_000_000_000
      return SpanData(
        traceID: try #require(TraceID(high: 1, low: number / 3 + 1)),
        spanID: try #require(SpanID(rawValue: number)), name: number % 2 == 0 ? "chat" : "rank",
        start: start, end: start + Int64(number))
    }
  }
}
