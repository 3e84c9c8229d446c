import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// Texts that are told apart by numbers kept from one query to the next.
struct TextNumbersTests {
  private static let byteLimits = [0, 4_000, 20_000, TextNumbers.defaultByteLimit]

  @Test(arguments: 360..<362, [4_000, TextNumbers.defaultByteLimit])
  func `answers by numbers are those by texts, whatever happened to the store`(
    _ seed: UInt64, _ byteLimit: Int
  ) throws {
    var history = try StoreHistory(seed: seed)
    let queries = try (0..<4).map { _ in try history.query() }
    for threadCount in [1, 3] {
      let textNumbers = TextNumbers(byteLimit: byteLimit)
      let cache = PartialCache()
      for (state, source) in history.states {
        for query in queries {
          let plain = try run(query, over: source, now: 20 * second, threadCount: threadCount)
          let numbered = try run(
            query, over: source, now: 20 * second, threadCount: threadCount, cache: cache,
            textNumbers: textNumbers)
          #expect(
            numbered.rows == plain.rows,
            "seed \(seed), \(state), \(threadCount) threads, \(byteLimit) bytes: \(query)")
        }
      }
    }
  }

  @Test(arguments: byteLimits)
  func `users are grouped and counted across segments, sealed or not`(_ byteLimit: Int) throws {
    let source = try Self.source(segmentCount: 9, userCount: 700)
    let textNumbers = TextNumbers(byteLimit: byteLimit)
    for threadCount in [1, 2] {
      for _ in 0..<2 {
        let distinct = try run(
          "group by model select count_distinct(user_id) order by model", over: source,
          threadCount: threadCount, textNumbers: textNumbers)
        #expect(distinct.rows == Self.userCounts(source, userCount: 700))
        let groups = try run(
          "group by user_id select count()", over: source, threadCount: threadCount,
          textNumbers: textNumbers)
        #expect(groups.rows.count == 700)
        #expect(groups.rows.allSatisfy { $0[1] == .integer(9) })
      }
    }
  }

  @Test func `what was remembered with numbers that are gone still merges`() throws {
    let source = try Self.source(segmentCount: 5, userCount: 300)
    let cache = PartialCache()
    let query = "group by user_id select count()"
    let first = try run(query, over: source, cache: cache, textNumbers: TextNumbers())
    let second = try run(query, over: source, cache: cache, textNumbers: TextNumbers())
    #expect(second.statistics.segmentsRemembered == 4)
    #expect(Set(first.rows) == Set(second.rows))
  }

  @Test func `columns that are not asked for make room for those that are`() throws {
    let source = try Self.source(segmentCount: 3, userCount: 2_000)
    let whole = TextNumbers()
    _ = try run("group by user_id", over: source, textNumbers: whole)
    let limit = whole.byteCount + whole.byteCount / 2
    let textNumbers = TextNumbers(byteLimit: limit)
    for _ in 0..<3 {
      for field in ["user_id", "session_id"] {
        let rows = try run("group by \(field)", over: source, textNumbers: textNumbers).rows
        #expect(rows.count == 2_000)
        #expect(textNumbers.byteCount <= 2 * limit)
      }
    }
  }

  @Test func `long texts have no numbers and are told apart all the same`() throws {
    let spans = try (0..<600).map { number in
      try testSpan(number, [.userID: String(repeating: "u", count: 500) + "\(number % 300)"])
    }
    let source = MemorySource(
      [Array(spans[..<400]), Array(spans[400...])],
      identities: [SegmentIdentity(number: 0, generation: 0), nil])
    let textNumbers = TextNumbers()
    let rows = try run("group by user_id", over: source, textNumbers: textNumbers).rows
    #expect(rows.count == 300)
    #expect(textNumbers.byteCount < 10_000)
  }

  /// Every user once in each segment; the last segment is not sealed.
  private static func source(segmentCount: Int, userCount: Int) throws -> MemorySource {
    let segments = try (0..<segmentCount).map { segment in
      try (0..<userCount).map { user in
        try testSpan(
          segment * userCount + user, start: Int64(segment) * second,
          [.userID: "user-\(user)", .sessionID: "s\(user)", .model: "m\((user + segment) % 7)"])
      }
    }
    return MemorySource(
      segments,
      identities: segments.indices.map {
        $0 == segmentCount - 1 ? nil : SegmentIdentity(number: $0, generation: 0)
      })
  }

  /// Users by model, counted in sets.
  private static func userCounts(_ source: MemorySource, userCount: Int) -> [[Value]] {
    var users: [String: Set<Int>] = [:]
    for segment in 0..<source.segmentCount {
      for user in 0..<userCount { users["m\((user + segment) % 7)", default: []].insert(user) }
    }
    return users.sorted { $0.key < $1.key }.map {
      [.string($0.key), .integer(Int64($0.value.count))]
    }
  }
}
