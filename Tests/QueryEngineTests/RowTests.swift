import QueryEngine
import QuerySyntax
import Testing
import TraceModel

struct RowTests {
  private func source() throws -> MemorySource {
    let spans = try (0..<6).map {
      try testSpan(
        $0, start: Int64($0 / 2) * second, latency: $0 == 3 ? nil : Int64($0 * 7 % 5) * second,
        [.stage: "tool", .model: "m\($0)"], [.totalTokens: Int64($0)])
    }
    return MemorySource([Array(spans[..<4]), Array(spans[4...])])
  }

  private func models(_ query: String) throws -> [String] {
    try run(query, over: try source()).rows.map {
      if case .string(let text)? = $0.last { text } else { "" }
    }
  }

  @Test func `a filter shows seven columns, the newest first`() throws {
    let result = try run("stage = tool", over: try source())
    #expect(
      result.columns.map(\.name)
        == ["start", "stage", "name", "latency", "status", "model", "trace_id"])
    #expect(
      result.columns.map(\.type)
        == [.instant, .string, .string, .duration, .string, .string, .string])
    #expect(
      result.rows.first == [
        .instant(2 * second), .string("tool"), .string("call"), .duration(3 * second),
        .string("ok"), .string("m4"), .string("00000000000000010000000000000003"),
      ])
    // Equal starts order by trace id and span id.
    #expect(try models("select model") == ["m4", "m5", "m2", "m3", "m0", "m1"])
  }

  @Test func `an order is completed by start and ids`() throws {
    #expect(try models("select model order by stage") == ["m0", "m1", "m2", "m3", "m4", "m5"])
    #expect(
      try models("select latency as l, model order by l desc")
        == ["m2", "m4", "m1", "m0", "m5", "m3"])
    #expect(
      try models("select model order by latency nulls first")
        == ["m3", "m0", "m5", "m1", "m4", "m2"])
    #expect(
      try models("select model order by total_tokens % 2, -total_tokens limit 2") == ["m4", "m2"])
  }

  @Test func `limit and skip act in the order written`() throws {
    #expect(try models("select model limit 3 skip 1") == ["m5", "m2"])
    #expect(try models("select model skip 1 limit 3") == ["m5", "m2", "m3"])
    #expect(try models("select model limit 2 order by total_tokens desc") == ["m5", "m4"])
    #expect(try models("select model limit 0") == [])
    #expect(try models("select model skip 100") == [])
  }

  @Test func `selected values may be computed`() throws {
    let result = try run(
      "total_tokens in (3, 4) select total_tokens / 2, latency + 1s, str(total_tokens), start - 1s",
      over: try source())
    #expect(
      result.rows == [
        [.double(2), .duration(4 * second), .string("4"), .instant(second)],
        [.double(1.5), .null, .string("3"), .instant(0)],
      ])
    #expect(
      result.columns.map(\.name)
        == ["total_tokens / 2", "latency + 1s", "str(total_tokens)", "start - 1s"])
    #expect(result.columns.map(\.type) == [.double, .duration, .string, .instant])
  }

  @Test func `the asked time range is half open`() throws {
    let now = 10 * second
    let starts = { (query: String) in
      try run("\(query) select start", over: try source(), now: now).rows.map { $0[0] }
    }
    #expect(Set(try starts("since 9s")) == [.instant(second), .instant(2 * second)])
    #expect(Set(try starts("since 9s until 8s")) == [.instant(second)])
    #expect(Set(try starts("during 1970-01-01T00:00:01")) == [.instant(second)])
    #expect(Set(try starts("until 1970-01-01T00:00:01")) == [.instant(0)])
    #expect(try starts("since 8s until 9s") == [])
    #expect(try starts("during 1970-01").count == 6)
  }

  @Test func `segments outside the time range are not read`() throws {
    let result = try run("since 8s", over: try source(), now: 10 * second)
    #expect(result.statistics.segmentsRead == 1)
    #expect(result.statistics.segmentsPruned == 1)
    #expect(result.statistics.rowsScanned == 2)
    #expect(result.statistics.rowsMatched == 2)
  }

  @Test func `text from numbers and numbers from text are null where there are none`() throws {
    let values: [AttributeValue] = [.string("12"), .string("x"), .double(2.9), .boolean(true)]
    let source = MemorySource([
      try values.enumerated().map { try testSpan($0, attributes: ["x": $1]) }
    ])
    #expect(
      try run("select int(attr.x), float(attr.x), str(attr.x) order by span_id", over: source).rows
        == [
          [.integer(12), .double(12), .string("12")], [.null, .null, .string("x")],
          [.integer(2), .double(2.9), .string("2.9")], [.integer(1), .double(1), .string("true")],
        ])
  }

  @Test func `a bounded order reads the same rows as an unbounded one`() throws {
    let spans = try (0..<20_000).map {
      try testSpan($0, start: Int64($0 * 7_919 % 20_000), latency: Int64($0 * 104_729 % 997))
    }
    let source = MemorySource([
      Array(spans[..<7_000]), Array(spans[7_000..<7_100]), Array(spans[7_100...]),
    ])
    for order in ["", " order by latency", " order by latency desc", " order by -latency, start"] {
      let all = try run("select span_id\(order)", over: source).rows
      #expect(all.count == 20_000)
      #expect(try run("select span_id\(order) limit 600", over: source).rows == Array(all[..<600]))
      #expect(
        try run("select span_id\(order) skip 5 limit 2", over: source).rows == Array(all[5..<7]))
    }
  }
}
