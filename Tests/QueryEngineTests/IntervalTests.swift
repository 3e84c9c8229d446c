import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Intervals of time over many blocks of rows, against plain loops.
struct IntervalTests {
  /// Spans of which each starts near the one before, as stored traces do, some far from it.
  private func spans(
    _ count: Int, from first: Int64, _ random: inout SeededGenerator
  ) throws -> [TestSpan] {
    var start = first
    return try (0..<count).map { number in
      start += Int64.random(in: 0...second, using: &random)
      let isStray = random.chance(1)
      return try testSpan(
        number, start: isStray ? start - Int64.random(in: 0...900, using: &random) * second : start,
        [.status: random.chance(10) ? "error" : "ok"])
    }
  }

  @Test(arguments: [1, 2] as [UInt64], [1, 2])
  func `every span is counted in the interval that its start is in`(
    _ seed: UInt64, _ threadCount: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    // One segment begins before 1970; both have several blocks of rows and an end within one.
    let segments = [
      try spans(2_500, from: -1_200 * second, &random),
      try spans(4_500, from: 900 * second, &random),
    ]
    let source = MemorySource(segments, seed: seed)
    for length in [7, 60, 3_600] as [Int64] {
      for isFiltered in [false, true] {
        let spans = segments.joined().filter { !isFiltered || $0.texts[.status] == "error" }
        var counts: [Int64: Int64] = [:]
        for span in spans {
          let quotient = Double(span.start) / Double(length * second)
          counts[Int64(quotient.rounded(.down)) * length * second, default: 0] += 1
        }
        let expected = counts.sorted { $0.key < $1.key }
          .map { [Value.instant($0.key), .integer($0.value)] }
        let query = "\(isFiltered ? "status=error " : "")every \(length)s select count()"
        #expect(try run(query, over: source, threadCount: threadCount).rows == expected)
        // Another aggregate takes the way by batches of rows.
        let both = try run(query + ", max(start)", over: source, threadCount: threadCount)
        #expect(both.rows.map { Array($0.prefix(2)) } == expected, "\(query)")
      }
    }
  }

  @Test func `the ends of time are in intervals`() throws {
    let starts: [Int64] = [.min, .min + 1, -1, 0, .max - 1, .max]
    let source = MemorySource([try starts.enumerated().map { try testSpan($0, start: $1) }])
    for interval in ["1s", "day", "month"] {
      for aggregates in ["count()", "count(), max(start)"] {
        let result = try run("every \(interval) select \(aggregates)", over: source)
        #expect(result.rows.map { $0[1] } == [2, 1, 1, 2].map { .integer($0) }, "\(interval)")
        #expect(result.rows[2][0] == .instant(0))
      }
    }
  }

  @Test func `a rate is of the interval's part that was asked for`() throws {
    let spans = try [1, 2, 3, 70, 130].enumerated().map {
      try testSpan($0, start: $1 * second)
    }
    let source = MemorySource([spans])
    func rates(_ query: String, now: Int64) throws -> [Value] {
      try run(query, over: source, now: now * second).rows.map { $0[1] }
    }
    let all = "every 1m select rate()"
    #expect(try rates(all, now: 1_000) == [3, 1, 1].map { .double($0 / 60) })
    // The last interval has lasted for twenty seconds.
    #expect(try rates(all, now: 140) == [.double(3 / 60), .double(1 / 60), .double(1 / 20)])
    // Clocks differ: an interval that is yet to come counts whole.
    #expect(try rates(all, now: 100) == [.double(3 / 60), .double(1 / 40), .double(1 / 60)])
    #expect(
      try rates("since 1970-01-01T00:00:02Z until 1970-01-01T00:02:11Z " + all, now: 1_000)
        == [.double(2 / 58), .double(1 / 60), .double(1 / 11)])
  }
}
