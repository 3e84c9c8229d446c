import Foundation
import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Intervals of a zone's calendar over spans around changes of its clocks.
struct CalendarTests {
  /// Spans of two years around changes of clocks and elsewhere.
  private func spans(_ random: inout SeededGenerator) throws -> [TestSpan] {
    let changes: [Int64] = [1_774_746_000, 1_792_893_600, 1_773_558_000, 1_793_512_800]
    return try (0..<1_500).map { number in
      let start =
        number % 2 == 0
        ? changes[number % 4] + Int64.random(in: -200_000...200_000, using: &random)
        : Int64.random(in: 1_735_689_600...1_798_761_600, using: &random)
      return try testSpan(
        number, start: start * second + Int64.random(in: 0..<second, using: &random),
        [.status: random.chance(20) ? "error" : "ok"])
    }
  }

  @Test(
    arguments: ["UTC", "Europe/Paris", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata"],
    ["day", "week", "month", "year"])
  func `intervals are the calendar's, and their counts add up`(
    _ zone: String, _ unit: String
  ) throws {
    var random = SeededGenerator(seed: 3)
    let spans = try spans(&random)
    let source = MemorySource([Array(spans[..<700]), Array(spans[700...])], seed: 3)
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: zone))
    let component: Calendar.Component =
      ["day": .day, "week": .weekOfYear, "month": .month, "year": .year][unit] ?? .day
    for filter in ["", "status=error ", "since 2026-03-29 until 2026-10-25T00:30 "] {
      let asked = spans.filter { span in
        switch filter.first {
        case "s" where filter.hasPrefix("status"): span.texts[.status] == "error"
        case nil: true
        default: (1_774_742_400 * second..<1_792_888_200 * second).contains(span.start)
        }
      }
      var counts: [Int64: Int64] = [:]
      for span in asked {
        let date = Date(timeIntervalSince1970: TimeInterval(span.start / second))
        let start = try #require(calendar.dateInterval(of: component, for: date)).start
        counts[Int64(start.timeIntervalSince1970) * second, default: 0] += 1
      }
      let expected = counts.sorted { $0.key < $1.key }
        .map { [Value.instant($0.key), .integer($0.value)] }
      let every = "\(filter)every \(unit) tz \(zone)"
      for threadCount in [1, 2] {
        let rows = try run("\(every) select count()", over: source, threadCount: threadCount).rows
        #expect(rows == expected, "\(every)")
        // Another aggregate takes the way by batches of rows.
        let both = try run(
          "\(every) select count(), max(start)", over: source, threadCount: threadCount)
        #expect(both.rows.map { Array($0.prefix(2)) } == expected, "\(every)")
      }
      let total = try run("\(filter)select count()", over: source).rows
      #expect(total == [[.integer(counts.values.reduce(0, +))]])
      // Filled, the intervals are the same, and others between them.
      let filled = try run("\(every) fill 0 select count()", over: source, now: .max).rows
      #expect(filled.filter { $0[1] != .integer(0) } == expected, "\(every) fill 0")
      let starts = filled.map { if case .instant(let start) = $0[0] { start } else { Int64.min } }
      for (start, next) in zip(starts, starts.dropFirst()) {
        let date = Date(timeIntervalSince1970: TimeInterval(start / second))
        let end = try #require(calendar.dateInterval(of: component, for: date)).end
        #expect(next == Int64(end.timeIntervalSince1970) * second, "\(every) fill 0")
      }
    }
  }

  @Test func `filling more intervals than memory holds is a typed error`() throws {
    let source = MemorySource([[try testSpan(0, start: 0), try testSpan(1, start: 3_600 * second)]])
    #expect {
      try run("every 1us fill 0 select count()", over: source, memoryByteLimit: 1 << 20)
    } throws: { error in
      if case QueryError.resourceExhausted(_, _)? = error as? QueryError { true } else { false }
    }
  }
}
