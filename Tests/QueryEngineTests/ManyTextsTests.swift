import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Columns of many different texts, against plain sets.
struct ManyTextsTests {
  /// Texts of all lengths around those that are looked up in different ways, alike at either end,
  /// and texts that only look alike.
  private static func texts(_ random: inout SeededGenerator) -> [String] {
    var texts = ["", "\u{0}", "\u{0}\u{0}", "e\u{301}", "\u{e9}", "a", "aa"]
    for length in [1, 7, 8, 9, 14, 15, 16, 17, 40, 300] {
      for number in 0..<40 {
        let digits = String(number)
        let filling = String(repeating: "u", count: max(0, length - digits.utf8.count))
        texts.append(random.chance(50) ? filling + digits : digits + filling)
      }
    }
    return texts
  }

  @Test(arguments: [1, 2] as [UInt64], [1, 3])
  func `groups and distinct counts are those of plain sets`(
    _ seed: UInt64, _ threadCount: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    let texts = Self.texts(&random)
    let segments = try (0..<4).map { segment in
      // Of some segments few texts, which are looked up one by one.
      let known = segment == 3 ? Array(texts.prefix(9)) : texts
      return try (0..<1_500).map { number in
        var fields: [Field: String] = [
          .name: known[Int.random(in: 0..<known.count, using: &random)]
        ]
        if random.chance(80) { fields[.userID] = texts.randomElement(using: &random) }
        return try testSpan(segment * 2_000 + number, fields)
      }
    }
    let source = MemorySource(segments, seed: seed)
    let spans = Array(segments.joined())
    func rows(_ query: String) throws -> [[Value]] {
      try run(query, over: source, threadCount: threadCount).rows
    }

    let users = Set(spans.compactMap { $0.texts[.userID].map { Array($0.utf8) } })
    #expect(try rows("select count_distinct(user_id)") == [[.integer(Int64(users.count))]])

    var usersOfNames: [[UInt8]: Set<[UInt8]>] = [:]
    for span in spans {
      let name = Array((span.texts[.name] ?? "").utf8)
      usersOfNames[name, default: []].formUnion(span.texts[.userID].map { [Array($0.utf8)] } ?? [])
    }
    var found: [[UInt8]: Int64] = [:]
    for row in try rows("group by name select count_distinct(user_id)") {
      guard case (.string(let name), .integer(let count)) = (row[0], row[1]) else { continue }
      found[Array(name.utf8)] = count
    }
    #expect(found == usersOfNames.mapValues { Int64($0.count) })
  }

  @Test func `the first of many groups are those of the whole order`() throws {
    var random = SeededGenerator(seed: 7)
    let spans = try (0..<3_000).map { number in
      try testSpan(
        number, latency: Int64.random(in: 0..<5, using: &random),
        [.userID: "user-\(Int.random(in: 0..<900, using: &random))"])
    }
    let source = MemorySource([Array(spans[..<1_000]), Array(spans[1_000...])])
    for order in [
      "count() desc", "max(latency), count() desc", "-sum(latency) * 2", "user_id desc",
      "count() desc nulls first, user_id desc",
    ] {
      let query = "group by user_id select count(), sum(latency) order by \(order)"
      let all = try run(query, over: source).rows
      for limit in [1, 3, 13] {
        let shown = try run("\(query) limit \(limit)", over: source, threadCount: 2).rows
        #expect(shown == Array(all.prefix(limit)), "\(order), \(limit)")
      }
    }
    let unordered = "group by user_id select count()"
    #expect(
      try run("\(unordered) limit 4", over: source).rows
        == Array(try run(unordered, over: source).rows.prefix(4)))
  }
}
