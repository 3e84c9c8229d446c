import QueryEngine
import TestSupport
import Testing
import TraceModel

/// `limit … per …` and `limit … with other`, against plain loops over what they leave out.
struct CutTests {
  @Test(arguments: 500..<520)
  func `what a limit cuts is summed up from the spans`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let key = OracleField(
      name: ["stage", "model", "prompt_version"].shuffled(
        using: &random.generator)[0])
    for measure in [OracleField(name: "latency", unit: "ns"), OracleField(name: "attr.score")] {
      let (filter, condition) = (random.condition(), random.condition(depth: 2))
      let limit = Int.random(in: 0...3, using: &random.generator)
      let plain = OracleGroups.aggregates(of: measure.name)
      let items = (plain + plain.map { "\($0) if (\(condition.text))" }).joined(separator: ", ")
      let query = "\(filter.text) group by \(key.name) select \(items) order by count() desc"
      let groups = try run(query, over: source).rows
      let spans = segments.joined().filter { !$0.isDead && filter.holds(for: $0) == true }
      func results(_ rows: ArraySlice<[Value]>) -> [Value] {
        let keys = Set(rows.map { $0[0] })
        let own = spans.filter { keys.contains(key.value(of: $0)?.shown ?? .null) }
        return OracleGroups.results(own, measure)
          + OracleGroups.results(own.filter { condition.holds(for: $0) == true }, measure)
      }
      let other = [[.null] + results(groups[min(limit, groups.count)...])]
      let expected =
        Array(groups.prefix(limit)) + (groups.count > limit ? other : [])
        + [[.null] + results(groups[...])]
      for threadCount in [1, 3] {
        for memoryByteLimit in [QueryOptions.defaultMemoryByteLimit, 1_500_000] {
          let result = try run(
            query + " limit \(limit) with other", over: source,
            memoryByteLimit: memoryByteLimit, threadCount: threadCount)
          #expect(result.rows == expected, "seed \(seed): \(query)")
          #expect(result.rowKinds.last == .total)
          #expect(result.rowKinds.contains(.other) == (groups.count > limit))
        }
      }
    }
  }

  @Test(arguments: [QueryOptions.defaultMemoryByteLimit, 2_000_000, 400_000])
  func `percentiles of what was cut do not depend on memory`(_ memoryByteLimit: Int) throws {
    let segments = try PercentileTests.segments(.drifting, modelCount: 3)
    let items = PercentileTests.shares.map(\.name).joined(separator: ", ")
    func one(_ models: Set<String>) -> [Value] {
      let own = segments.map { spans in
        spans.filter { models.contains($0.texts[.model] ?? "") }.map { span in
          var span = span
          span.texts[.model] = "one"
          return span
        }
      }
      return Array((PercentileTests.expected(own).first ?? []).dropFirst())
    }
    for threadCount in [1, 2] {
      let rows = try run(
        "group by model select \(items) limit 1 with other", over: MemorySource(segments),
        memoryByteLimit: memoryByteLimit, threadCount: threadCount
      ).rows
      #expect(
        rows.map { Array($0.dropFirst()) } == [
          one(["m0"]), one(["m1", "m2"]), one(["m0", "m1", "m2"]),
        ])
    }
  }

  @Test(arguments: 600..<610)
  func `a limit per key leaves the first rows of each key`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let condition = random.condition()
    for query in [
      "\(condition.text) select stage, model, span_id order by latency desc",
      "\(condition.text) select stage, model, span_id",
      "\(condition.text) group by stage, model, attr.retries select count(), max(latency) order by count()",
    ] {
      let rows = try run(query, over: source).rows
      for (keys, count) in [(["stage"], 2), (["stage", "model"], 1)] {
        var counts: [[Value]: Int] = [:]
        let expected = rows.filter { row in
          counts[Array(row.prefix(keys.count)), default: 0] += 1
          return counts[Array(row.prefix(keys.count)), default: 0] <= count
        }
        let limited = "\(query) limit \(count) per \(keys.joined(separator: ", "))"
        for threadCount in [1, 3] {
          #expect(
            try run(limited, over: source, threadCount: threadCount).rows == expected,
            "seed \(seed): \(limited)")
        }
      }
    }
  }
}
