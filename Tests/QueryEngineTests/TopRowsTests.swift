import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Limits rule out rows and segments that cannot show.
struct TopRowsTests {
  /// Segments one after another in time, each slower than the one before.
  private func source() throws -> MemorySource {
    MemorySource(
      try (0..<5).map { segment in
        try (0..<100).map {
          let number = segment * 100 + $0
          return try testSpan(
            number, start: Int64(number) * second, latency: Int64(number),
            $0 == 0 ? [:] : [.stage: "tool"])
        }
      })
  }

  @Test func `the newest spans are found without reading older segments`() throws {
    let result = try run("name = call select start limit 3", over: try source())
    #expect(result.rows == [499, 498, 497].map { [.instant($0 * second)] })
    // The bounds that a segment states may be wider than its values.
    #expect(result.statistics.segmentsRead <= 2)
    #expect(result.statistics.segmentsPruned >= 3)
  }

  @Test func `an order by a stored number reads no segment that its bounds rule out`() throws {
    let fastest = try run("name = call select latency order by latency limit 2", over: try source())
    #expect(fastest.rows == [[.duration(0)], [.duration(1)]])
    #expect(fastest.statistics.segmentsRead <= 2)
    let slowest = try run(
      "name = call select latency order by latency desc limit 2", over: try source())
    #expect(slowest.rows == [[.duration(499)], [.duration(498)]])
    #expect(slowest.statistics.segmentsRead <= 2)
  }

  @Test func `spans that lack a field are counted in segments that were ruled out, too`() throws {
    for threadCount in [1, 3] {
      let result = try run(
        "stage = tool select start limit 1", over: try source(), threadCount: threadCount)
      #expect(result.notes == ["5 spans lacked `stage`"])
    }
  }

  @Test func `the count of a cut result is that of all matches`() throws {
    for threadCount in [1, 3] {
      let result = try run(
        "name = call", over: try source(), newestLimit: 10, threadCount: threadCount)
      #expect(result.rows.count == 10)
      #expect(result.notes == ["the newest 10 of 500 spans; limit sets how many"])
    }
  }

  @Test func `nulls that come first are not ruled out`() throws {
    let source = MemorySource([
      try (0..<50).map { try testSpan($0, latency: Int64($0)) }, [try testSpan(50, start: second)],
    ])
    let result = try run(
      "name = call select latency order by latency nulls first limit 2", over: source)
    #expect(result.rows == [[.null], [.duration(0)]])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the first rows of many blocks are those of sorting all`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var number = 0
    let segments = try [5_000, 300, 4_097].map { count in
      // Some blocks lack a value in most rows, others in none.
      let missing = random.chance(50) ? 60 : 0
      return try (0..<count).map { _ in
        number += 1
        let latency = random.chance(missing) ? nil : Int64.random(in: 0...3_000, using: &random)
        return try testSpan(number, start: Int64(number), latency: latency)
      }
    }
    let source = MemorySource(segments)
    let spans = segments.flatMap { $0 }.map { ($0.numbers[.latency], $0.numbers[.start] ?? 0) }
    for isDescending in [false, true] {
      let sorted = spans.sorted { left, right in
        guard left.0 != right.0 else { return left.1 < right.1 }
        guard let leftKey = left.0, let rightKey = right.0 else { return left.0 != nil }
        return isDescending ? leftKey > rightKey : leftKey < rightKey
      }
      for limit in [1, 7, 100, 1_024, 8_000] {
        let text =
          "name = call select latency, start order by latency \(isDescending ? "desc" : "asc") "
          + "limit \(limit)"
        for threadCount in [1, 3] {
          let result = try run(text, over: source, threadCount: threadCount)
          let expected = sorted.prefix(limit).map {
            [$0.0.map { Value.duration($0) } ?? .null, .instant($0.1)]
          }
          #expect(result.rows == expected, "\(text), seed \(seed)")
        }
      }
    }
  }

  @Test func `groups that fail a condition do not stand among the first`() throws {
    let source = MemorySource([
      try (0..<2_000).map { number in
        try testSpan(
          number, latency: Int64(number / 4), [.userID: "user-\(number / (number < 40 ? 8 : 4))"])
      }
    ])
    let few = try run(
      "group by user_id select count() as n, max(latency) as slowest having n > 4"
        + " order by slowest desc limit 2", over: source)
    #expect(
      few.rows == [
        [.string("user-4"), .integer(8), .duration(9)],
        [.string("user-3"), .integer(8), .duration(7)],
      ])
    let none = try run(
      "group by user_id select count() as n having n > 8 order by n desc limit 2", over: source)
    #expect(none.rows == [])
  }
}
