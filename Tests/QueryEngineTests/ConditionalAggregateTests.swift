import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Aggregates of the spans that meet a condition, and conditions as group keys, against plain loops
/// over plain rows.
struct ConditionalAggregateTests {
  @Test(arguments: 300..<320)
  func `are those of the group's spans that meet the condition`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    for _ in 0..<4 {
      let (filter, key) = (random.condition(), random.condition(depth: 2))
      let (first, second) = (random.condition(depth: 1), random.condition(depth: 2))
      let latency = OracleField(name: "latency", unit: "ns")
      let score = OracleField(name: "attr.score")
      let items =
        [(first, latency), (second, latency), (first, score)].flatMap { condition, field in
          OracleGroups.aggregates(of: field.name).map { "\($0) if (\(condition.text))" }
        }
      let query =
        "\(filter.text) group by \(key.text) as k select \(items.joined(separator: ", "))"
      let kept = segments.joined().filter { !$0.isDead && filter.holds(for: $0) == true }
      let groups = Dictionary(grouping: kept) { key.holds(for: $0) }
      let expected = groups.map { truth, spans in
        [truth.map { .boolean($0) } ?? .null]
          + OracleGroups.results(spans.filter { first.holds(for: $0) == true }, latency)
          + OracleGroups.results(spans.filter { second.holds(for: $0) == true }, latency)
          + OracleGroups.results(spans.filter { first.holds(for: $0) == true }, score)
      }
      let result = try run(query, over: source)
      #expect(Set(result.rows) == Set(expected), "seed \(seed): \(query)")
      #expect(result.rows.count == expected.count, "seed \(seed): \(query)")
      let shared = try run(query, over: source, threadCount: 3)
      #expect(shared.rows == result.rows, "seed \(seed), shared: \(query)")
      // With a cache, and from it.
      let cache = PartialCache()
      for _ in 0..<2 {
        #expect(try run(query, over: source, cache: cache).rows == result.rows)
      }
    }
  }

  @Test(arguments: 400..<410)
  func `of counts alone, whole segments are counted at once`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    for key in [nil, "model", "stage"] {
      let (filter, condition) = (random.condition(), random.condition())
      let groupBy = key.map { " group by \($0)" } ?? ""
      let query = "\(filter.text)\(groupBy) select count() if (\(condition.text)), count()"
      let kept = segments.joined().filter { !$0.isDead && filter.holds(for: $0) == true }
      var groups = Dictionary(grouping: kept) { span in
        key.map { OracleField(name: $0).value(of: span)?.shown ?? .null }
      }
      if key == nil && groups.isEmpty { groups[nil] = [] }
      let expected = groups.map { key, spans -> [Value] in
        let met = spans.count { condition.holds(for: $0) == true }
        return (key.map { [$0] } ?? [])
          + [.integer(Int64(met)), .integer(Int64(spans.count))]
      }
      #expect(
        Set(try run(query, over: source).rows) == Set(expected), "seed \(seed): \(query)")
    }
  }

  @Test(arguments: [QueryOptions.defaultMemoryByteLimit, 800_000, 60_000])
  func `percentiles do not depend on memory`(_ memoryByteLimit: Int) throws {
    let segments = try PercentileTests.segments(.drifting, modelCount: 3)
    let kept = segments.map { $0.filter { $0.texts[.model] != "m1" } }
    let items = PercentileTests.shares.map { "\($0.name) if (model != m1)" }
    let query = "group by model select \(items.joined(separator: ", "))"
    for threadCount in [1, 2] {
      let rows = try run(
        query, over: MemorySource(segments), memoryByteLimit: memoryByteLimit,
        threadCount: threadCount
      ).rows.filter { $0[0] != .string("m1") }
      #expect(Set(rows) == PercentileTests.expected(kept), "\(threadCount) threads")
    }
  }
}
