import QueryEngine
import Scanning
import Testing
import TraceModel

/// What `explain` and `explain analyze` tell, against stores that are counted by hand.
struct ExplainTests {
  /// The pseudo-random number of a row below 200, so that a block's offsets take a byte each.
  private static func noise(_ row: Int) -> Int64 { Int64(row * 7_919 % 200) }

  /// Three blocks of 2,048 rows, whose values are between 0, 1,000 and 2,000 and 199 more.
  private func threeBlocks(first number: Int, start: Int64, plus offset: Int64 = 0) throws
    -> [TestSpan]
  {
    try (0..<6_144).map { row in
      let value = Int64(row / 2_048) * 1_000 + Self.noise(row) + offset
      return try testSpan(
        number + row, start: start, latency: value, [.model: "m"],
        [.inputBytes: value, .totalTokens: value])
    }
  }

  /// One segment before the range that the tests ask for, one of larger values, one that has what
  /// they ask for.
  private func threeSegments() throws -> MemorySource {
    MemorySource(
      [
        try threeBlocks(first: 0, start: 1 * second),
        try threeBlocks(first: 10_000, start: 10 * second, plus: 1_000_000),
        try threeBlocks(first: 20_000, start: 11 * second),
      ],
      identities: (1...3).map { SegmentIdentity(number: UInt32($0), generation: 0) })
  }

  private let query = """
    latency between 2050ns and 2100ns and input_bytes between 2000B and 2060B \
    since 1970-01-01T00:00:05Z select sum(total_tokens)
    """

  @Test(arguments: [1, 2, 7])
  func `counters are those of a store counted by hand`(_ threadCount: Int) throws {
    let result = try run(query, over: try threeSegments(), threadCount: threadCount)
    let matching = (4_096..<6_144).map { Self.noise($0) }.filter { 50...60 ~= $0 }
    #expect(result.rows == [[.integer(matching.reduce(0) { $0 + $1 + 2_000 })]])
    let statistics = result.statistics
    #expect(statistics.segmentCount == 3)
    #expect(statistics.segmentsOutsideTime == 1)
    // The one outside the range, and the one whose least latency is a millisecond.
    #expect(statistics.segmentsPruned == 2)
    #expect(statistics.segmentsRead == 1)
    #expect(statistics.segmentsRemembered == 0)
    // The first condition: two blocks decided by their headers, the third read. The second one
    // has rows left in the third alone.
    #expect(statistics.blocksPruned == 2)
    #expect(statistics.blocksSkipped == 2)
    #expect(statistics.blocksRead == 2)
    #expect(statistics.conditionByteCount == 2 * 2_048)
    #expect(statistics.valueBlocksRead == 1)
    #expect(statistics.valueByteCount == 2_048)
    #expect(statistics.rowsScanned == 6_144)
    #expect(statistics.rowsMatched == matching.count)
    #expect(statistics.passCount == 1)
  }

  @Test func `explain analyze tells the counters, and where answers came from`() throws {
    let source = try threeSegments()
    let cache = PartialCache()
    let answer = try run(query, over: source, cache: cache)
    let lines = details(of: try run("explain analyze " + query, over: source))
    #expect(
      lines["segments"] == [
        "3 in all: 1 outside the time range, 1 ruled out by what they hold, 0 from the cache, 1 read"
      ])
    #expect(
      lines["condition blocks"] == [
        "2 decided by headers, 2 without rows left, 2 read (4096 bytes)"
      ])
    #expect(lines["value blocks"] == ["1 read (2048 bytes)"])
    #expect(lines["rows"] == ["6144 read, \(answer.statistics.rowsMatched) matched"])
    #expect(lines["passes"] == ["1 on 1 thread"])
    let warm = details(of: try run("explain analyze " + query, over: source, cache: cache))
    #expect(
      warm["segments"] == [
        "3 in all: 1 outside the time range, 0 ruled out by what they hold, 2 from the cache, 0 read"
      ])
    #expect(
      warm["condition blocks"] == ["0 decided by headers, 0 without rows left, 0 read (0 bytes)"])
    #expect(warm["rows"] == ["0 read, \(answer.statistics.rowsMatched) matched"])
  }

  @Test(arguments: [1, 2, 7])
  func `explain analyze has a row for each step, in the order executed`(
    _ threadCount: Int
  ) throws {
    let source = try threeSegments()
    let count = try run(query, over: source).statistics.rowsMatched
    let result = try run("explain analyze " + query, over: source, threadCount: threadCount)
    #expect(
      result.columns.map(\.name) == [
        "step", "detail", "rows_in", "rows_out", "segments", "blocks_read", "blocks_pruned",
        "blocks_skipped", "bytes", "time",
      ])
    let fast = (4_096..<6_144).count { 50...100 ~= Self.noise($0) }
    let steps = result.rows.map { Array($0.dropLast()) }
    func step(_ name: String, _ detail: String, _ numbers: [Int64?]) -> [Value] {
      var values = numbers.map { $0.map { Value.integer($0) } ?? .null }
      if case .integer(let bytes)? = values.last { values[values.count - 1] = .bytes(bytes) }
      return [.string(name), .string(detail)] + values
    }
    let expected = [
      // The segment of larger values is counted, too, though it is not read.
      step("lacking", "spans without latency, input_bytes", [nil, nil, 2, 0, 0, 0, 0]),
      step(
        "filter", "latency between 2050ns and 2100ns", [6_144, Int64(fast), 1, 1, 2, 0, 2_048]),
      step(
        "filter", "input_bytes between 2000B and 2060B",
        [Int64(fast), Int64(count), 1, 1, 0, 2, 2_048]),
      step("aggregate", "sum(total_tokens)", [Int64(count), 1, 1, 1, 0, 0, 2_048]),
    ]
    #expect(Array(steps[2..<6]) == expected)
    #expect(
      steps.map { $0[0] }
        == [
          "bind", "segments", "lacking", "filter", "filter", "aggregate", "merge", "show",
          "condition blocks", "value blocks", "payload frames", "rows", "passes", "memory",
          "total",
        ].map { .string($0) })
    for row in result.rows.prefix(8) {
      guard case .duration(let time)? = row.last else {
        Issue.record("no time: \(row)")
        continue
      }
      #expect(time >= 0)
    }
  }

  @Test func `explain analyze tells what each step made of the groups or rows`() throws {
    let spans = try (0..<100).map { number in
      try testSpan(
        number, start: Int64(number) * second, latency: Int64(number),
        [.model: "m\(number % 10)", .stage: number % 2 == 0 ? "tool" : "agent"])
    }
    let source = MemorySource([Array(spans.prefix(40)), Array(spans.dropFirst(40))])
    func rows(_ query: String) throws -> [String: [Value]] {
      let result = try run("explain analyze " + query, over: source, threadCount: 2)
      return Dictionary(
        result.rows.map { row in
          guard case .string(let step) = row[0] else { return ("", []) }
          return (step, Array(row[2...3]))
        }, uniquingKeysWith: { first, _ in first })
    }
    let groups = try rows(
      "stage=tool group by model select max(latency) having max(latency) > 92ns "
        + "order by max(latency) desc skip 1 limit 2")
    #expect(groups["filter"] == [.integer(100), .integer(50)])
    #expect(groups["group by"] == [.integer(50), .integer(5)])
    #expect(groups["having"] == [.integer(5), .integer(3)])
    #expect(groups["order"] == [.integer(3), .integer(3)])
    #expect(groups["skip"] == [.integer(3), .integer(2)])
    #expect(groups["limit"] == [.integer(2), .integer(2)])
    #expect(groups["show"] == [.integer(2), .integer(2)])
    let singles = try rows("stage=tool select name order by latency limit 3 per model skip 4")
    #expect(singles["order"] == [.integer(50), .integer(50)])
    #expect(singles["limit"] == [.integer(50), .integer(15)])
    #expect(singles["skip"] == [.integer(15), .integer(11)])
    #expect(singles["show"] == [.integer(11), .integer(11)])
  }

  @Test func `rows that are shown are counted as values read`() throws {
    let source = MemorySource([try threeBlocks(first: 0, start: 0)])
    let result = try run("latency >= 2198ns select total_tokens", over: source)
    // Every match is in the last block: of start, which orders rows, of the two ids, and of
    // what is shown. Starts and ids of one value take no bytes, ids do.
    #expect(result.statistics.valueBlocksRead == 4)
    #expect(result.statistics.blocksPruned == 2)
  }

  @Test func `explain reads nothing and shows the bound plan`() throws {
    let span = try testSpan(
      0, latency: second, [.stage: "generation"], attributes: ["tier": .string("pro")])
    let other = try testSpan(1, attributes: ["tier": .integer(3)])
    let result = try run(
      """
      explain stage=generation and (latency > 2s or not attr.tier = 3) since 1970-01-02 \
      group by model as m select count() as n, p95(latency) \
      having n > 3 order by p95(latency) desc nulls first limit 5
      """, over: MemorySource([[span, other]]))
    #expect(result.statistics == QueryResult.Statistics())
    #expect(result.columns.map(\.name) == ["step", "detail"])
    #expect(
      result.rows.map { row in row.map { if case .string(let text) = $0 { text } else { "" } } }
        == [
          ["time", "from 1970-01-02T00:00:00Z"],
          [
            "filter",
            #"stage = "generation" and (latency >= 2000000001ns or not (attr.tier = 3))"#,
          ],
          ["column", "stage: field, string"],
          ["column", "latency: field, duration"],
          ["column", "attr.tier: attr attribute, string, integer"],
          ["group by", "model"],
          ["aggregate", "count()"],
          ["aggregate", "quantile(latency, 95/100)"],
          ["having", "count() >= 4"],
          ["order", "quantile(latency, 95/100) desc nulls first"],
          ["limit", "5"],
          ["show", "model as m"],
          ["show", "count() as n"],
          ["show", "quantile(latency, 95/100) as p95(latency)"],
        ])
  }

  @Test func `a query that makes no sense is not explained either`() throws {
    #expect(throws: QueryError.self) {
      try run("explain latency > 2", over: MemorySource([[try testSpan(0)]]))
    }
  }

  private func details(of result: QueryResult) -> [String: [String]] {
    var details: [String: [String]] = [:]
    for row in result.rows {
      guard case .string(let step) = row[0], case .string(let detail) = row[1] else { continue }
      details[step, default: []].append(detail)
    }
    return details
  }
}
