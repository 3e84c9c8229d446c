import Spoor
import TestSupport
import Testing

@Suite struct StoreTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.appending("traces.spoor") }

  /// A generation of a prompt version, `latency` milliseconds long.
  private func generation(
    _ number: UInt64, version: String, latency: Int64, user: String = "mia"
  ) throws -> SpanData {
    SpanData(
      traceID: try #require(TraceID(high: 1, low: number)),
      spanID: try #require(SpanID(rawValue: number)), name: "chat",
      start: 1_000_000_000 * Int64(number),
      end: 1_000_000_000 * Int64(number) + latency * 1_000_000,
      attributes: [
        Attribute(key: "gen_ai.operation.name", value: .string("chat")),
        Attribute(key: "gen_ai.prompt.version", value: .string(version)),
        Attribute(key: "user.id", value: .string(user)),
      ])
  }

  @Test func `a service appends spans and asks the signature question`() throws {
    let store = try Store.open(path)
    try store.append([
      generation(1, version: "v1", latency: 2_500), generation(2, version: "v2", latency: 1_000),
      generation(3, version: "v2", latency: 4_000), generation(4, version: "v2", latency: 3_000),
    ])
    let result = try store.query(
      "stage=generation and latency>2s group by prompt_version select count(), max(latency)")
    #expect(result.columns.map(\.name) == ["prompt_version", "count()", "max(latency)"])
    #expect(
      result.rows == [
        [.string("v1"), .integer(1), .duration(2_500_000_000)],
        [.string("v2"), .integer(2), .duration(4_000_000_000)],
      ])
  }

  @Test func `the answer is the same before and after the store is closed`() throws {
    let query = "group by prompt_version select count(), p50(latency)"
    let before: QueryResult
    do {
      let store = try Store.open(path)
      try store.append([generation(1, version: "v1", latency: 5)])
      before = try store.query(query)
      try store.close()
      #expect(try store.statistics().hotSpanCount == 0)
    }
    let again = try Store.open(path, for: .reading)
    #expect(try again.query(query).rows == before.rows)
  }

  @Test func `a bulk loader stores everything by the time it finishes`() throws {
    let store = try Store.open(path)
    var loader = store.makeBulkLoader()
    for number in 1...500 as ClosedRange<UInt64> {
      try loader.add(generation(number, version: "v\(number % 3)", latency: 1))
    }
    #expect(loader.pendingCount == 500)
    let summary = try loader.finish()
    #expect(summary.spanCount == 500)
    #expect(summary.traceCount == 500)
    #expect(try store.query("select count()").rows == [[.integer(500)]])
  }

  @Test func `a query that makes no sense is refused with its place`() throws {
    let store = try Store.open(path)
    let error = #expect(throws: StoreError.self) { try store.query("latency > 2") }
    let message = try #require(error.map { "\($0)" })
    #expect(message.contains("latency is a duration; write 2s"))
    #expect(message.contains("^"))
  }

  @Test func `parameters stand for values`() throws {
    let store = try Store.open(path)
    try store.append([
      generation(1, version: "v1", latency: 5, user: "mia li"),
      generation(2, version: "v1", latency: 5, user: "noah"),
    ])
    var settings = QuerySettings()
    settings.parameters = ["who": "mia li", "least": "1ms"]
    let result = try store.query("user_id=$who and latency>$least select count()", settings)
    #expect(result.rows == [[.integer(1)]])
    #expect(throws: StoreError.self) { try store.query("user_id=$who") }
  }

  @Test func `a cancelled query says so`() throws {
    let store = try Store.open(path)
    try store.append([generation(1, version: "v1", latency: 5)])
    var settings = QuerySettings()
    settings.isCancelled = { true }
    #expect(throws: StoreError.cancelled) { try store.query("select count()", settings) }
  }

  @Test func `every name that queries may use is told`() throws {
    let store = try Store.open(path)
    try store.append([generation(1, version: "v1", latency: 5)])
    let names = try store.fieldNames()
    #expect(names.contains("latency"))
    #expect(names.contains("attr.gen_ai.prompt.version"))
    #expect(Set(names).count == names.count)
  }

  @Test func `asking while another thread writes sees whole commits only`() async throws {
    let store = try Store.open(path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 0..<20 as Range<UInt64> {
          try store.append(
            (1...10).map { try generation(round * 10 + $0, version: "v", latency: 1) })
        }
      }
      group.addTask {
        var last: Int64 = 0
        while last < 200 {
          guard case .integer(let count)? = try store.query("select count()").rows.first?.first
          else { return }
          #expect(count % 10 == 0 && count >= last)
          last = count
        }
      }
      try await group.waitForAll()
    }
    #expect(try store.verify().problems == [])
  }
}
