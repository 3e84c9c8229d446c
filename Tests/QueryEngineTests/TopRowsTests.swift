import QueryEngine
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
    #expect(slowest.statistics.segmentsRead == 5)
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
}
