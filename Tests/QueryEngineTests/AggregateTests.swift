import QueryEngine
import QuerySyntax
import Testing
import TraceModel

struct AggregateTests {
  private func row(_ query: String, _ source: MemorySource, now: Int64 = 0) throws -> [Value] {
    let rows = try run(query, over: source, now: now).rows
    return try #require(rows.count == 1 ? rows[0] : nil)
  }

  private func latencies(_ seconds: [Int64?]) throws -> MemorySource {
    MemorySource([
      try seconds.enumerated().map { try testSpan($0, latency: $1.map { $0 * second }) }
    ])
  }

  @Test func `percentiles are nearest ranks`() throws {
    let source = try latencies(Array(1...20))
    #expect(
      try row(
        "select p50(latency), p75(latency), p90(latency), p95(latency), p99(latency), p999(latency)",
        source) == [10, 15, 18, 19, 20, 20].map { .duration($0 * second) })
    #expect(
      try row("select quantile(latency, 0), quantile(latency, 1), quantile(latency, 7%)", source)
        == [1, 20, 2].map { .duration($0 * second) })
    #expect(
      try row("select p50(latency)", try latencies([4, 1, nil, 3, 2])) == [.duration(2 * second)])
  }

  @Test func `percentiles of doubles order negative numbers and zeros`() throws {
    let values: [Double] = [-2.5, -0.0, 0, 3, -7]
    let source = MemorySource([
      try values.enumerated().map { try testSpan($0, attributes: ["x": .double($1)]) }
    ])
    #expect(
      try row("select p50(attr.x), min(attr.x), max(attr.x), quantile(attr.x, 0.4)", source)
        == [.double(0), .double(-7), .double(3), .double(-2.5)])
  }

  @Test func `nothing has a count of zero and no sum`() throws {
    let source = try latencies([1, 2])
    #expect(
      try row(
        "stage = nothing select count(), count(latency), sum(latency), avg(latency), min(latency), "
          + "p95(latency), count_distinct(name), error_rate()", source)
        == [.integer(0), .integer(0), .null, .null, .null, .null, .integer(0), .null])
    #expect(try run("stage = nothing group by model select count()", over: source).rows == [])
  }

  @Test func `count of a value leaves nulls out`() throws {
    #expect(
      try row("select count(), count(*), count(latency), count(model)", try latencies([1, nil, 2]))
        == [.integer(3), .integer(3), .integer(2), .integer(0)])
  }

  @Test func `averages of units round half to even, those of whole numbers are doubles`() throws {
    let source = MemorySource([
      [
        try testSpan(0, latency: 1, [:], [.totalTokens: 1, .cost: 3]),
        try testSpan(1, latency: 2, [:], [.totalTokens: 2, .cost: 4]),
      ]
    ])
    #expect(
      try row("select avg(latency), avg(total_tokens), avg(cost), avg(start)", source)
        == [.duration(2), .double(1.5), .money(4), .instant(0)])
  }

  @Test func `sums of doubles do not depend on the order`() throws {
    let values: [Double] = [1e16, 1, -1e16, 1, 0.1, 0.2]
    let spans = try values.enumerated().map { try testSpan($0, attributes: ["x": .double($1)]) }
    let once = try row("select sum(attr.x), avg(attr.x)", MemorySource([spans]))
    let apart = MemorySource([[spans[5], spans[2]], [spans[0]], [spans[4], spans[3], spans[1]]])
    #expect(try row("select sum(attr.x), avg(attr.x)", apart) == once)
    #expect(once[0] == .double(2.3))
  }

  @Test func `a sum past 64 bits is an error, its average is not`() throws {
    let source = MemorySource([
      try (0..<3).map { try testSpan($0, [:], [.totalTokens: .max - Int64($0)]) }
    ])
    let error = #expect(throws: QueryError.self) {
      try run("select sum(total_tokens)", over: source)
    }
    guard case .overflow(let diagnostic) = error else {
      Issue.record("no overflow")
      return
    }
    #expect(diagnostic.range == SourceRange(7, 24))
    #expect(try row("select avg(total_tokens)", source) == [.double(0x1p63)])
    #expect(throws: QueryError.self) { try run("total_tokens * 2 > 5", over: source) }
  }

  @Test func `least and greatest work on text`() throws {
    let source = MemorySource([
      [try testSpan(0, [.model: "b"]), try testSpan(1, [.model: "B"])],
      [try testSpan(2, [.model: "a"]), try testSpan(3)],
    ])
    #expect(
      try row("select min(model), max(model), count_distinct(model)", source)
        == [.string("B"), .string("b"), .integer(3)])
  }

  @Test func `the error rate is over all spans of the group`() throws {
    let source = MemorySource([
      try (0..<4).map { try testSpan($0, [.status: $0 == 0 ? "error" : "unset"]) }
    ])
    #expect(try row("select error_rate()", source) == [.double(0.25)])
  }

  @Test func `the rate is over the asked range, else over the data's extent`() throws {
    let source = MemorySource([
      try (0..<10).map { try testSpan($0, start: Int64($0) * 2 * second) }
    ])
    #expect(try row("select rate()", source) == [.double(10.0 / 18)])
    #expect(try row("since 10s select rate()", source, now: 20 * second) == [.double(0.5)])
    #expect(
      try row("since 10s until 5s select rate()", source, now: 20 * second) == [.double(3.0 / 5)])
    #expect(try row("select rate()", MemorySource([[try testSpan(0)]])) == [.null])
  }

  @Test func `arithmetic keeps units`() throws {
    let source = MemorySource([
      [
        try testSpan(0, latency: second, [:], [.cost: 3, .totalTokens: 4]),
        try testSpan(1, start: 5, latency: 3 * second, [:], [.cost: 4, .totalTokens: 7]),
      ]
    ])
    let query =
      "select sum(cost) / count(), max(latency)  -  min(latency) as spread, "
      + "sum(total_tokens) / count(), sum(latency) / 1s, max(start) - min(start), 2 * sum(cost), "
      + "sum(cost) * 50%, -sum(cost)"
    let result = try run(query, over: source)
    #expect(
      result.rows == [
        [
          .money(4), .duration(2 * second), .double(5.5), .double(4), .duration(5), .money(14),
          .money(4), .money(-7),
        ]
      ])
    #expect(
      result.columns.map(\.name) == [
        "sum(cost) / count()", "spread", "sum(total_tokens) / count()", "sum(latency) / 1s",
        "max(start) - min(start)", "2 * sum(cost)", "sum(cost) * 50%", "-sum(cost)",
      ])
    #expect(
      result.columns.map(\.type) == [
        .money, .duration, .double, .double, .duration, .money, .money, .money,
      ])
  }

  @Test func `division by zero is null with one note`() throws {
    let result = try run(
      "select count() / 0, sum(latency) / 0s, 5 % 0", over: try latencies([1, 2]))
    #expect(result.rows == [[.null, .null, .null]])
    #expect(result.notes == ["a division by zero, NaN or an infinity counts as missing"])
  }

  @Test func `memory past the limit is a typed error`() throws {
    let source = MemorySource([try (0..<3_000).map { try testSpan($0, [.model: "m\($0)"]) }])
    for query in [
      "group by model", "select count_distinct(model)", "name = call",
    ] {
      #expect {
        try run(query, over: source, memoryByteLimit: 20_000)
      } throws: { error in
        if case QueryError.resourceExhausted(20_000, _)? = error as? QueryError {
          true
        } else {
          false
        }
      }
    }
  }

  @Test func `the error about too many different values says what holds none`() throws {
    let source = MemorySource([try (0..<3_000).map { try testSpan($0, [.model: "m\($0)"]) }])
    let error = #expect(throws: QueryError.self) {
      try run("select count_distinct(model)", over: source, memoryByteLimit: 20_000)
    }
    guard case .resourceExhausted(_, let work) = error else {
      Issue.record("memory was not exhausted")
      return
    }
    #expect(work.contains("approx_count_distinct"))
    let rows = try run(
      "select approx_count_distinct(model)", over: source, memoryByteLimit: 20_000
    ).rows
    guard case .integer(let count) = rows[0][0] else {
      Issue.record("no count")
      return
    }
    // Four standard errors.
    #expect(abs(count - 3_000) <= 195)
  }

  @Test func `approximate counts leave nulls out and know one value in all its forms`() throws {
    let values: [AttributeValue?] = [
      .integer(1), .double(1), .double(1.5), .string("1"), .boolean(true), nil, .double(.nan),
      .integer(1), .array([.integer(1)]),
    ]
    let spans = try values.enumerated().map { index, value in
      var attributes: [String: AttributeValue] = [:]
      attributes["x"] = value
      return try testSpan(index, [.model: index % 2 == 0 ? "a" : "b"], attributes: attributes)
    }
    let source = MemorySource([Array(spans[..<4]), Array(spans[4...])])
    for threadCount in [1, 2] {
      let query =
        "select count_distinct(attr.x), approx_count_distinct(attr.x), approx_count_distinct(model), "
        + "approx_count_distinct(prompt_version)"
      let rows = try run(query, over: source, threadCount: threadCount).rows
      #expect(rows == [[.integer(5), .integer(5), .integer(2), .integer(0)]])
    }
  }

  @Test func `a cancelled query stops`() throws {
    let options = QueryOptions(now: 0, isCancelled: { true })
    #expect(throws: QueryError.cancelled) {
      try QueryEngine.run(
        try Parser.parse("name = x"), text: "name = x", over: try latencies([1]), options: options)
    }
  }
}
