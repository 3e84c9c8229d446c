import QueryEngine
import QuerySyntax
import Testing
import TraceModel

struct GroupTests {
  private func source() throws -> MemorySource {
    let models: [String?] = ["b", "a", nil, "a", "c", "b", "a", nil]
    let spans = try models.enumerated().map { index, model in
      try testSpan(
        index, start: Int64(index) * second, latency: Int64(index % 4) * second,
        model.map { [.model: $0, .stage: index % 2 == 0 ? "x" : "y"] } ?? [.stage: "x"])
    }
    return MemorySource([Array(spans[..<3]), Array(spans[3...])])
  }

  private func rows(_ query: String) throws -> [[Value]] { try run(query, over: try source()).rows }

  @Test func `groups come in the order of their keys, null last`() throws {
    #expect(
      try rows("group by model select count()") == [
        [.string("a"), .integer(3)], [.string("b"), .integer(2)], [.string("c"), .integer(1)],
        [.null, .integer(2)],
      ])
  }

  @Test func `several keys lead the columns in their order`() throws {
    let result = try run("group by stage as s, model select count() as n", over: try source())
    #expect(result.columns.map(\.name) == ["s", "model", "n"])
    #expect(
      result.rows == [
        [.string("x"), .string("a"), .integer(1)], [.string("x"), .string("b"), .integer(1)],
        [.string("x"), .string("c"), .integer(1)], [.string("x"), .null, .integer(2)],
        [.string("y"), .string("a"), .integer(2)], [.string("y"), .string("b"), .integer(1)],
      ])
  }

  @Test func `keys may be computed`() throws {
    let result = try run(
      "group by latency * 2 as twice select count()", over: try source())
    #expect(
      result.rows == [0, 2, 4, 6].map { [.duration($0 * second), .integer(2)] })
    #expect(result.columns[0].type == .duration)
  }

  @Test func `steps act in the order written`() throws {
    #expect(
      try rows("group by model select count() as n order by n desc, model desc limit 2") == [
        [.string("a"), .integer(3)], [.string("b"), .integer(2)],
      ])
    #expect(
      try rows("group by model select count() as n limit 2 order by n") == [
        [.string("b"), .integer(2)], [.string("a"), .integer(3)],
      ])
    #expect(
      try rows("group by model select count() as n skip 1 limit 2 having n > 1") == [
        [.string("b"), .integer(2)]
      ])
  }

  @Test func `nulls come last in either direction unless asked first`() throws {
    let names = { (query: String) in try rows(query).map { $0[0] } }
    #expect(
      try names("group by model select count() order by model desc")
        == [.string("c"), .string("b"), .string("a"), .null])
    #expect(
      try names("group by model select count() order by model nulls first")
        == [.null, .string("a"), .string("b"), .string("c")])
  }

  @Test func `having uses aliases, keys and aggregates that are not selected`() throws {
    #expect(
      try rows("group by model select max(latency) having count() = 2 and model is not missing")
        == [[.string("b"), .duration(second)]])
    #expect(
      try rows("group by model select count() as n having n between 2 and 3 and model != a")
        == [[.string("b"), .integer(2)]])
    #expect(try rows("group by model having not model in (a, b)").map { $0[0] } == [.string("c")])
    #expect(
      try rows("group by model having p95(latency) > 2s and count() >= 2").map { $0[0] }
        == [.string("a"), .null])
  }

  @Test func `an aggregate alone is one row`() throws {
    #expect(try rows("select count()") == [[.integer(8)]])
    #expect(try rows("stage = nothing select count()") == [[.integer(0)]])
    #expect(try rows("select count() as n having n > 100") == [])
  }

  @Test func `whole numbers and equal fractions of one attribute are one group`() throws {
    let values: [AttributeValue] = [.integer(1), .double(1), .double(1.5), .string("1")]
    let source = MemorySource([
      try values.enumerated().map { try testSpan($0, attributes: ["x": $1]) }
    ])
    let result = try run("group by attr.x select count()", over: source)
    #expect(
      result.rows == [
        [.integer(1), .integer(2)], [.double(1.5), .integer(1)], [.string("1"), .integer(1)],
      ])
    #expect(result.columns[0].type == .mixed)
    #expect(
      try run("select count_distinct(attr.x)", over: source).rows == [[.integer(3)]])
  }

  @Test func `lists are keys and values`() throws {
    let values: [AttributeValue] = [
      .array([.string("a"), .integer(1)]), .array([.string("a"), .integer(1)]),
      .map([Attribute(key: "k", value: .array([.boolean(true), .string("\"q\"\n")]))]),
      .bytes([1, 2, 3, 255]), .empty,
    ]
    let source = MemorySource([
      try values.enumerated().map { try testSpan($0, attributes: ["x": $1]) }
    ])
    #expect(
      try run("group by attr.x select count()", over: source).rows == [
        [.string("AQID/w=="), .integer(1)],
        [.string("{\"k\":[true,\"\\\"q\\\"\\n\"]}"), .integer(1)],
        [.list([.string("a"), .integer(1)]), .integer(2)], [.null, .integer(1)],
      ])
    #expect(try run("attr.x is missing select span_id", over: source).rows.count == 1)
  }

  @Test func `the exemplar is the slowest span's trace, ties by start and ids`() throws {
    let spans = [
      try testSpan(9, start: 5, latency: 7), try testSpan(3, start: 4, latency: 7),
      try testSpan(1, start: 4, latency: 7), try testSpan(0, start: 1, latency: 6),
    ]
    for split in 0...4 {
      let source = MemorySource([Array(spans[..<split]), Array(spans[split...])])
      let row = try run("group by name", over: source, threadCount: 2).rows[0]
      #expect(row.last == .string("00000000000000010000000000000001"))
    }
  }
}
