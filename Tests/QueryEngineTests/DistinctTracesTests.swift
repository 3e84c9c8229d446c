import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Traces that are counted without a look at most of their ids.
struct DistinctTracesTests {
  @Test(arguments: 400..<404)
  func `traces count once, in however many segments they have rows`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let segments = try Self.segments(&random)
    let spans = segments.flatMap { $0 }
    let source = MemorySource(segments)
    for threadCount in [1, 2, 5] {
      let all = try run(
        "select count_distinct(trace_id)", over: source, threadCount: threadCount
      ).rows
      #expect(all == [[.integer(Int64(Set(spans.map(\.traceID)).count))]])
      let groups = try run(
        "latency > 500ms group by model select count_distinct(trace_id) order by model",
        over: source, threadCount: threadCount
      ).rows
      #expect(groups == Self.counts(spans.filter { $0.numbers[.latency] ?? 0 > second / 2 }))
    }
  }

  @Test func `what was remembered does not count a trace twice when spans come late`() throws {
    var random = SeededGenerator(seed: 410)
    let segments = try Self.segments(&random)
    let cache = PartialCache()
    for count in 1...segments.count {
      let source = MemorySource(
        Array(segments[..<count]),
        identities: (0..<count).map { SegmentIdentity(number: $0, generation: 0) })
      let traces = Set(segments[..<count].flatMap { $0 }.map(\.traceID))
      for _ in 0..<2 {
        let rows = try run("select count_distinct(trace_id)", over: source, cache: cache).rows
        #expect(rows == [[.integer(Int64(traces.count))]])
      }
    }
  }

  /// Some traces in one segment, some in several.
  private static func segments(_ random: inout SeededGenerator) throws -> [[TestSpan]] {
    var number = 0
    return try (0..<6).map { segment in
      try (0..<Int.random(in: 1..<200, using: &random)).map { _ in
        number += 1
        var span = try testSpan(
          number, start: Int64(segment * 10) * second,
          latency: Int64.random(in: 0..<second, using: &random),
          [.model: "m\(Int.random(in: 0..<4, using: &random))"])
        let isWide = Bool.random(using: &random)
        let trace = UInt64.random(in: 1..<60, using: &random)
        let high = isWide ? 7 : UInt64(segment) + 100
        span.traceID = try #require(TraceID(high: high, low: trace))
        return span
      }
    }
  }

  private static func counts(_ spans: [TestSpan]) -> [[Value]] {
    Dictionary(grouping: spans) { $0.texts[.model] ?? "" }.sorted { $0.key < $1.key }
      .map { [.string($0.key), .integer(Int64(Set($0.value.map(\.traceID)).count))] }
  }
}
