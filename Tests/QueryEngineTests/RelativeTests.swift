import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Questions about roots and parents, answered by the engine from the order of rows and by plain
/// loops from the spans' ids.
struct RelativeTests {
  private static func random(_ seed: UInt64) -> RandomStore {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    random.questions = RandomStore.relatedFields + RandomStore.fields.prefix(6)
    return random
  }

  @Test(arguments: 300..<305)
  func `filters on relatives select what plain loops select`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    try random.expectFilters(over: segments, seed: seed)
  }

  @Test(arguments: 400..<402)
  func `every field of a relative is the relative's`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives().sorted { $0.spanID < $1.spanID }
    for field in RandomStore.relatedFields where field.baseName != "attr.retries" {
      let query = "select span_id, \(field.name) order by span_id"
      let expected = spans.map {
        [.string($0.spanID.description), field.value(of: $0)?.shown ?? .null]
      }
      for threadCount in [2] {
        let rows = try run(query, over: source, threadCount: threadCount).rows
        #expect(rows == expected, "seed \(seed): \(query)")
      }
    }
  }

  @Test(arguments: 500..<503)
  func `groups by relatives hold what plain loops find`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    for _ in 0..<4 {
      let condition = random.condition()
      let keys = Array(random.questions.shuffled(using: &random.generator).prefix(2))
      let measure =
        ["root.latency", "parent.latency"].map { OracleField(name: $0, unit: "ns") }
        .randomElement(using: &random.generator) ?? RandomStore.fields[0]
      let expected = OracleGroups(
        spans: segments.withRelatives().filter { condition.holds(for: $0) == true }, keys: keys,
        measure: measure)
      let query =
        "\(condition.text) group by \(keys.map(\.name).joined(separator: ", ")) "
        + "select \(expected.items)"
      for threadCount in [1, 2, 7] {
        let result = try run(query, over: source, threadCount: threadCount)
        #expect(Set(result.rows) == Set(expected.rows), "seed \(seed): \(query)")
        #expect(result.rows.count == expected.rows.count, "seed \(seed): \(query)")
      }
    }
  }

  @Test(arguments: 600..<602)
  func `orders by relatives are those of a stable sort`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives()
    for field in RandomStore.relatedFields
    where !["attr.tags", "event.kind", "attr.retries"].contains(field.baseName) {
      let isDescending = Bool.random(using: &random.generator)
      let query = "select span_id order by \(field.name)\(isDescending ? " desc" : "") limit 9"
      let expected = spans.sorted {
        OracleGroups.precedes($0, $1, by: field, isDescending: isDescending)
      }.prefix(9).map { [Value.string($0.spanID.description)] }
      for threadCount in [1, 2, 7] {
        let rows = try run(query, over: source, threadCount: threadCount).rows
        #expect(rows == Array(expected), "seed \(seed), \(threadCount) threads: \(query)")
      }
    }
  }

  @Test(arguments: 700..<703)
  func `notes count the spans whose relative lacks a field`(_ seed: UInt64) throws {
    var random = Self.random(seed)
    let segments = try random.relatedSegments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.withRelatives()
    for name in ["root.status", "parent.status", "root.stage", "parent.stage", "parent.model"] {
      let field = OracleField(name: name)
      let lacking = spans.count { field.value(of: $0) == nil }
      let notes = try run("\(name) = true select count()", over: source).notes
      let noun = lacking == 1 ? "1 span" : "\(lacking) spans"
      #expect(notes == (lacking == 0 ? [] : ["\(noun) lacked `\(name)`"]), "seed \(seed): \(name)")
    }
  }
}
