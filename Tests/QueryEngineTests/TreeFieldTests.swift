import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Questions about the shape of traces, answered by the engine from the order of rows and by walks
/// over the spans.
struct TreeFieldTests {
  private static func random(_ seed: UInt64) -> RandomStore {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    random.questions = RandomStore.treeFields + RandomStore.fields.prefix(3)
    return random
  }

  @Test(arguments: 800..<803)
  func `fields of trees are those that walks over the spans find`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives().sorted { $0.spanID < $1.spanID }
    for field in RandomStore.treeFields {
      let query = "select span_id, \(field.name) order by span_id"
      let expected = spans.map {
        [.string($0.spanID.description), field.value(of: $0)?.shown ?? .null]
      }
      let rows = try run(query, over: source, threadCount: 2).rows
      #expect(rows == expected, "seed \(seed): \(query)")
      // Few spans are looked at trace by trace.
      let few = try run("\(query) skip 5 limit 20", over: source).rows
      #expect(few == Array(expected.dropFirst(5).prefix(20)), "seed \(seed), few: \(query)")
    }
  }

  @Test(arguments: 820..<823)
  func `filters on fields of trees select what plain loops select`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    try random.expectFilters(over: segments, seed: seed)
  }

  @Test(arguments: 840..<842)
  func `groups by fields of trees hold what plain loops find`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    for _ in 0..<4 {
      let condition = random.condition()
      let keys = Array(random.questions.shuffled(using: &random.generator).prefix(2))
      let measure =
        ["self_time", "trace.latency", "parent.self_time"].map { OracleField(name: $0, unit: "ns") }
        .randomElement(using: &random.generator) ?? RandomStore.fields[0]
      let expected = OracleGroups(
        spans: segments.withRelatives().filter { condition.holds(for: $0) == true }, keys: keys,
        measure: measure)
      let query =
        "\(condition.text) group by \(keys.map(\.name).joined(separator: ", ")) "
        + "select \(expected.items)"
      for threadCount in [1, 7] {
        let result = try run(query, over: source, threadCount: threadCount, cache: PartialCache())
        #expect(Set(result.rows) == Set(expected.rows), "seed \(seed): \(query)")
        #expect(result.rows.count == expected.rows.count, "seed \(seed): \(query)")
      }
    }
  }

  @Test(arguments: 860..<862)
  func `orders by fields of trees are those of a stable sort`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives()
    for field in RandomStore.treeFields {
      let isDescending = Bool.random(using: &random.generator)
      let query = "select span_id order by \(field.name)\(isDescending ? " desc" : "") limit 9"
      let expected = spans.sorted {
        OracleGroups.precedes($0, $1, by: field, isDescending: isDescending)
      }.prefix(9).map { [Value.string($0.spanID.description)] }
      for threadCount in [1, 7] {
        let rows = try run(query, over: source, threadCount: threadCount).rows
        #expect(rows == Array(expected), "seed \(seed), \(threadCount) threads: \(query)")
      }
    }
  }

  @Test func `what is held of trees counts as the query's memory`() throws {
    var random = Self.random(870)
    let segments = try (0..<4).flatMap { _ in try random.relatedSegments() }
    let source = MemorySource(segments, seed: 870)
    #expect(throws: QueryError.self) {
      try run("select sum(self_time), sum(depth)", over: source, memoryByteLimit: 4_000)
    }
    let result = try run("select count(depth)", over: source)
    #expect(result.statistics.peakByteCount > 4_000)
  }
}
