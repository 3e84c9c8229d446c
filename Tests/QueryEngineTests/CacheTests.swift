import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Answers that are put together from what earlier queries found.
struct CacheTests {
  @Test(arguments: 300..<303)
  func `remembered answers are those that reading gives, whatever happened in between`(
    _ seed: UInt64
  ) throws {
    var history = try StoreHistory(seed: seed)
    let queries = try (0..<4).map { _ in try history.query() }
    for threadCount in [1, 2, 7] {
      let cache = PartialCache()
      for (state, source) in history.states {
        for query in queries {
          let read = try run(query, over: source, now: 20 * second, threadCount: threadCount)
          for round in ["cold", "warm"] {
            let remembered = try run(
              query, over: source, now: 20 * second, threadCount: threadCount, cache: cache)
            let place = "seed \(seed), \(state), \(round), \(threadCount) threads: \(query)"
            #expect(remembered.rows == read.rows, "\(place)")
            #expect(remembered.columns == read.columns, "\(place)")
            #expect(remembered.notes == read.notes, "\(place)")
            #expect(
              remembered.statistics.rowsMatched == read.statistics.rowsMatched, "\(place)")
          }
        }
      }
    }
  }

  @Test(arguments: 330..<333)
  func `a cache too small for the answers changes none`(_ seed: UInt64) throws {
    var history = try StoreHistory(seed: seed)
    for byteLimit in [0, 2_000, 20_000] {
      let cache = PartialCache(byteLimit: byteLimit)
      for _ in 0..<3 {
        let query = try history.query()
        for (state, source) in history.states {
          let read = try run(query, over: source, now: 20 * second)
          let remembered = try run(
            query, over: source, now: 20 * second, threadCount: 2, cache: cache)
          #expect(remembered.rows == read.rows, "seed \(seed), \(state): \(query)")
          #expect(remembered.notes == read.notes, "seed \(seed), \(state): \(query)")
          #expect(cache.byteCount <= byteLimit)
        }
      }
    }
  }

  @Test(
    arguments: PercentileTests.Shape.allCases,
    [QueryOptions.defaultMemoryByteLimit, 800_000, 60_000])
  func `percentiles do not depend on what is remembered`(
    _ shape: PercentileTests.Shape, _ memoryByteLimit: Int
  ) throws {
    let segments = try PercentileTests.segments(shape, modelCount: 3)
    let source = MemorySource(
      segments, identities: segments.indices.map { SegmentIdentity(number: $0, generation: 0) })
    let names = PercentileTests.shares.map(\.name).joined(separator: ", ")
    for threadCount in [1, 7] {
      for byteLimit in [PartialCache.defaultByteLimit, 400_000] {
        let cache = PartialCache(byteLimit: byteLimit)
        for _ in 0..<2 {
          let rows = try run(
            "group by model select \(names)", over: source, memoryByteLimit: memoryByteLimit,
            threadCount: threadCount, cache: cache
          ).rows
          #expect(
            Set(rows) == PercentileTests.expected(segments),
            "\(shape), \(memoryByteLimit) bytes, \(threadCount) threads")
        }
      }
    }
  }

  @Test func `a question asked again reads no sealed segment`() throws {
    let source = try fourSegments()
    let cache = PartialCache()
    let query = "latency >= 1s group by model select count(), p95(latency)"
    let cold = try run(query, over: source, cache: cache).statistics
    #expect(cold.segmentsRead == 4)
    #expect(cold.segmentsRemembered == 0)
    let warm = try run(query, over: source, cache: cache).statistics
    #expect(warm.segmentsRead == 1)
    #expect(warm.segmentsRemembered == 3)
    #expect(warm.rowsScanned == 10)
    #expect(warm.rowsMatched == 40)
  }

  @Test func `other names, percentiles, orders and limits are the same question`() throws {
    let source = try fourSegments()
    let cache = PartialCache()
    _ = try run("group by model select count(), p95(latency)", over: source, cache: cache)
    let statistics = try run(
      "group by model as m select p50(latency) as p, count() having p > 0 order by p limit 1",
      over: source, cache: cache
    ).statistics
    #expect(statistics.segmentsRemembered == 3)
  }

  @Test func `a range that moves misses only the segments that it cuts`() throws {
    let source = try fourSegments()
    let cache = PartialCache()
    _ = try run("since 35s group by model", over: source, now: 40 * second, cache: cache)
    let moved = try run("since 32s group by model", over: source, now: 40 * second, cache: cache)
    // The first segment is cut at another place, the last one is not sealed.
    #expect(moved.statistics.segmentsRemembered == 2)
    #expect(moved.statistics.segmentsRead == 2)
    #expect(moved.statistics.rowsMatched == 32)
  }

  @Test func `texts of other bytes are another question`() throws {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    let spans = try [composed, decomposed, decomposed].enumerated().map { number, text in
      try testSpan(number, [.input: text, .name: text])
    }
    let source = MemorySource([spans], identities: [SegmentIdentity(number: 1, generation: 0)])
    let cache = PartialCache()
    for template in ["input contains", "name =~", "name startswith", "name >="] {
      for text in [composed, decomposed] {
        let query = "\(template) \"\(text)\" select count()"
        #expect(
          try run(query, over: source, cache: cache).rows == run(query, over: source).rows,
          "\(query)")
      }
    }
  }

  @Test func `a failed query leaves nothing wrong behind`() throws {
    let spans = try (0..<10).map { number in
      try testSpan(number, [:], [.totalTokens: number == 9 ? .max : 1])
    }
    let source = MemorySource([spans], identities: [SegmentIdentity(number: 1, generation: 0)])
    let cache = PartialCache()
    for _ in 0..<2 {
      #expect(throws: QueryError.self) {
        try run("select sum(total_tokens * 2)", over: source, cache: cache)
      }
      #expect(throws: QueryError.self) {
        try run("select sum(total_tokens)", over: source, cache: cache)
      }
    }
  }

  /// Ten spans each, a second apart; the last segment is not sealed.
  private func fourSegments() throws -> MemorySource {
    let segments = try (0..<4).map { segment in
      try (0..<10).map { place in
        let number = segment * 10 + place
        return try testSpan(
          number, start: Int64(number) * second, latency: second, [.model: "m\(number % 3)"])
      }
    }
    return MemorySource(
      segments,
      identities: (0..<4).map { $0 < 3 ? SegmentIdentity(number: $0, generation: 0) : nil })
  }
}
