import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Questions about other spans of a trace, answered by the engine from the order of rows and by
/// walks over the spans.
struct StructureTests {
  private static func random(_ seed: UInt64) -> RandomStore {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    random.questions = Array(RandomStore.fields.prefix(8)) + RandomStore.treeFields.prefix(4)
    random.asksOfStructure = true
    return random
  }

  @Test(arguments: 900..<908)
  func `conditions on other spans select what walks over the spans find`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments(rowLimit: 600)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives().sorted { $0.spanID < $1.spanID }
    for _ in 0..<8 {
      let condition = OracleCondition.structure(random.structure(depth: 0))
      let matching = spans.filter { condition.holds(for: $0) == true }
      let expected = matching.map { [Value.string($0.spanID.description)] }
      let query = "\(condition.text) select span_id order by span_id"
      let result = try run(query, over: source)
      #expect(result.rows == expected, "seed \(seed): \(query)")
      let shared = try run(query, over: source, threadCount: 3, cache: PartialCache())
      #expect(shared.rows == result.rows, "seed \(seed), shared: \(query)")
      #expect(shared.notes == result.notes, "seed \(seed), shared: \(query)")
      // Of few spans the trees of their traces alone are put together.
      guard !spans.isEmpty else { continue }
      let some = spans.shuffled(using: &random.generator).prefix(9)
      let ids = some.map { "\"\($0.spanID)\"" }.joined(separator: ", ")
      let few = try run("span_id in (\(ids)) and (\(condition.text)) select count()", over: source)
      let count = some.count { condition.holds(for: $0) == true }
      #expect(few.rows == [[.integer(Int64(count))]], "seed \(seed), few: \(query)")
    }
  }

  @Test(arguments: 920..<925)
  func `aggregates over relatives are those of plain loops`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments(rowLimit: 600)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives().sorted { $0.spanID < $1.spanID }
    for _ in 0..<6 {
      let aggregate = random.aggregate(depth: 2)
      let query = "select span_id, \(aggregate.text) order by span_id"
      let expected = spans.map {
        [.string($0.spanID.description), aggregate.value(of: $0)?.shown ?? .null]
      }
      let rows = try run(query, over: source, threadCount: 2).rows
      #expect(rows == expected, "seed \(seed): \(query)")
      let few = try run("\(query) skip 3 limit 12", over: source).rows
      #expect(few == Array(expected.dropFirst(3).prefix(12)), "seed \(seed), few: \(query)")
      let groups = Dictionary(grouping: expected, by: { $0[1] }).mapValues(\.count)
      let grouped = try run("group by \(aggregate.text) select count()", over: source).rows
      #expect(
        Dictionary(uniqueKeysWithValues: grouped.map { ($0[0], $0[1]) })
          == groups.mapValues { .integer(Int64($0)) }, "seed \(seed), grouped: \(query)")
    }
  }

  @Test func `texts of other bytes are other conditions`() throws {
    let composed = "caf\u{E9}"
    let decomposed = "cafe\u{301}"
    var spans = try [composed, decomposed, "other"].enumerated().map { number, text in
      try testSpan(number, [.name: text])
    }
    for index in spans.indices { spans[index].traceID = spans[0].traceID }
    let source = MemorySource([spans])
    for text in [composed, decomposed] {
      let rows = try run(
        "trace{name contains \"\(text)\"} and not trace{name contains \"x\(text)\"} and "
          + "count(trace{name contains \"\(composed)\"}) + count(trace{name contains \"\(decomposed)\"}) = 2 "
          + "select count()", over: source
      ).rows
      #expect(rows == [[.integer(3)]])
    }
  }

  @Test func `dear conditions are evaluated of each trace once, and may be stopped`() throws {
    var random = Self.random(940)
    let segments = try random.relatedSegments(rowLimit: 9_000)
    let source = MemorySource(segments, seed: 940)
    let spans = segments.withRelatives()
    let matching = spans.count { span in
      let relatives = span.place.map { place in
        place.trace.relatives("child", of: place.index).map { place.trace.spans[$0] }
      }
      return relatives?.contains { $0.texts[.input]?.contains("hello w") == true } == true
    }
    let query = "child{input contains \"hello w\"} select count()"
    #expect(try run(query, over: source).rows == [[.integer(Int64(matching))]])
    #expect(
      try run("not child{input contains \"hello w\"} select count()", over: source).rows
        == [[.integer(Int64(spans.count - matching))]])
  }

  @Test func `sums that do not fit are an error`() throws {
    var spans = try (0..<3).map { number in
      try testSpan(number, [:], [.totalTokens: .max, .cost: .max])
    }
    for index in spans.indices {
      spans[index].traceID = spans[0].traceID
      spans[index].texts[.stage] = "generation"
      if index > 0 { spans[index].parentID = spans[0].spanID }
    }
    let source = MemorySource([spans])
    for value in ["sum(child{}.total_tokens)", "trace.cost"] {
      #expect(throws: QueryError.self, "\(value)") { try run("select \(value)", over: source) }
    }
    #expect(
      try run("depth=0 select avg(child{}.total_tokens)", over: source).rows
        == [[.double(0x1p63)]])
  }
}
