import Spoor
import TestSupport
import Testing

/// A store's memory of what its sealed segments held, on the disk.
@Suite struct CacheTests {
  private let folder = TemporaryFolder()

  private func span(_ number: UInt64, latency: Int64 = 1) throws -> SpanData {
    SpanData(
      traceID: try #require(TraceID(high: 1, low: number % 50 + 1)),
      spanID: try #require(SpanID(rawValue: number)), name: "call \(number % 5)",
      start: Int64(number) * 1_000_000_000, end: Int64(number) * 1_000_000_000 + latency,
      attributes: [Attribute(key: "tier", value: .integer(Int64(number % 3)))])
  }

  private let queries = [
    "group by name", "group by tier select count(), p95(latency), count_distinct(trace_id)",
    "latency > 1ns select count(), sum(latency), rate()",
    "since 1970-01-01T00:01:10Z until 1970-01-01T00:04Z every 1m",
  ]

  /// Asks everything of a store, twice with its memory and once without.
  private func check(_ store: Store, _ moment: String) throws {
    for query in queries {
      var settings = QuerySettings()
      settings.now = 1_000_000_000_000
      settings.usesCache = false
      let read = try store.query(query, settings)
      #expect(read.statistics.segmentsRemembered == 0)
      settings.usesCache = true
      for threadCount in [1, 2, 7] {
        settings.threadCount = threadCount
        let remembered = try store.query(query, settings)
        #expect(remembered.rows == read.rows, "\(moment): \(query)")
        #expect(remembered.notes == read.notes, "\(moment): \(query)")
      }
    }
  }

  @Test func `answers follow appends, replaced spans, merges and removals`() throws {
    let store = try Store.open(folder.appending("traces.spoor"), compactsInBackground: false)
    for part in 0..<4 as Range<UInt64> {
      try store.append((1...60).map { try span(part * 60 + $0) })
      try check(store, "unsealed")
      try store.close()
      try check(store, "sealed")
    }
    // Longer copies of spans in the first two segments replace what is there.
    try store.append((40...80).map { try span($0, latency: 500) })
    try check(store, "replaced, unsealed")
    try store.close()
    try check(store, "replaced")
    let first = try store.query("explain analyze group by name").statistics
    #expect(first.segmentsRemembered == 5)
    #expect(first.segmentsRead == 0)
    try store.compact(.thorough)
    try check(store, "merged")
    // Another process, or another object, begins with nothing.
    let again = try Store.open(store.path, for: .reading)
    #expect(try again.query("group by name").statistics.segmentsRemembered == 0)
    try check(again, "opened again")
  }
}
