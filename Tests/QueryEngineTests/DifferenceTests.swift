import QueryEngine
import Scanning
import TestSupport
import Testing
import TraceModel

/// `diff {a} vs {b}`, counted by plain loops over the spans.
struct DifferenceTests {
  @Test(arguments: 950..<958)
  func `texts and numbers are counted as plain loops count them`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    var segments = try random.segments()
    random.addNumbers(to: &segments)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let questions: [(String, Set<String>, (TestSpan) -> Bool, (TestSpan) -> Bool)] = [
      (
        "diff {status=error} vs {status=ok}", ["status"], { $0.texts[.status] == "error" },
        { $0.texts[.status] == "ok" }
      ),
      (
        "diff {latency>2s}", ["latency"], { $0.numbers[.latency] ?? 0 > 2 * second },
        { $0.numbers[.latency] ?? 0 <= 2 * second }
      ),
    ]
    for (text, defining, isFirst, isSecond) in questions {
      let query = "\(text) top 100000"
      let result = try run(query, over: source)
      for threadCount in [2, 7] {
        let other = try run(query, over: source, threadCount: threadCount)
        #expect(other.rows == result.rows, "seed \(seed)")
      }
      let naive = NaiveDifference(
        first: spans.filter(isFirst), second: spans.filter(isSecond), defining: defining)
      guard !naive.first.isEmpty, !naive.second.isEmpty else {
        #expect(result.rows.isEmpty)
        continue
      }
      let rows = result.rows.map { NaiveDifference.Row($0) }
      #expect(Set(rows) == naive.rows(), "seed \(seed): \(text)")
      #expect(Set(rows).count == rows.count)
      for row in result.rows {
        let counts = (Double(row[9].count), Double(row[10].count))
        #expect(row[2] == .double(counts.0 / Double(naive.first.count)))
        #expect(row[3] == .double(counts.1 / Double(naive.second.count)))
      }
    }
  }

  @Test func `numbers are told apart in ranges, whatever the memory`() throws {
    let spans = try (0..<40_000).map { number in
      // Half of the slow spans failed, and one in ten of the others.
      let isSlow = number % 4 == 0
      var span = try testSpan(
        number, latency: Int64(isSlow ? 4_000 : 1_000) * 1_000_000 + Int64(number) * 1_000)
      span.texts[.status] = number % (isSlow ? 8 : 10) == 0 ? "error" : "ok"
      return span
    }
    let source = MemorySource([Array(spans.prefix(25_000)), Array(spans.dropFirst(25_000))])
    let result = try run("diff {status=error}", over: source)
    let row = try #require(result.rows.first)
    #expect(row[0] == .string("latency"))
    #expect(result.rows.contains { $0[1] == .string(">= 4.024s") }, "\(result.rows)")
    let tight = try run("diff {status=error}", over: source, memoryByteLimit: 700_000)
    #expect(tight.rows == result.rows)
    #expect(tight.statistics.passCount > result.statistics.passCount)
    #expect(throws: QueryError.self) {
      try run("diff {status=error}", over: source, memoryByteLimit: 1_000)
    }
  }

  @Test func `an attribute that a field was read from is left to the field in its unit`() throws {
    let spans = try (0..<300).map { number in
      var span = try testSpan(
        number, attributes: ["ttft_seconds": .double(Double(number * number) / 1_000)])
      span.numbers[.timeToFirstToken] = Int64(number * number) * 1_000_000
      span.texts[.status] = number > 200 ? "error" : "ok"
      return span
    }
    let rows = try run("diff {status=error} top 100", over: MemorySource([spans])).rows
    #expect(Set(rows.map { $0[0] }) == [.string("ttft")])
  }

  @Test func `the least number is a range of its own where many have it`() throws {
    let spans = try (0..<300).map { number in
      var span = try testSpan(number)
      span.numbers[.cachedTokens] = number % 3 == 0 ? Int64(number) + 1_234 : 0
      span.texts[.status] = number % 3 == 0 ? "error" : "ok"
      return span
    }
    let rows = try run("diff {status=error} top 100", over: MemorySource([spans])).rows
    let none = rows.filter { $0[1] == .integer(0) }
    #expect(none.map { [$0[9], $0[10]] } == [[.integer(0), .integer(200)]])
    #expect(rows.contains { $0[1] == .string(">= 1440") }, "\(rows)")
  }

  @Test func `without a second population it is all other spans`() throws {
    let source = try Self.source()
    let named = try run("diff {status=error} vs {status!=error}", over: source)
    #expect(try run("diff {status=error}", over: source).rows == named.rows)
  }

  @Test func `what is more frequent comes first, and its interval holds its difference`() throws {
    let result = try run("diff {status=error}", over: try Self.source())
    let row = try #require(result.rows.first)
    #expect(row[0] == .string("model") && row[1] == .string("slow"))
    guard case .double(let difference) = row[4], case .double(let low) = row[5],
      case .double(let high) = row[6], case .double(let p) = row[8]
    else {
      Issue.record("\(row)")
      return
    }
    #expect(low > 0 && low < difference && difference < high)
    #expect(p < 1e-6)
  }

  @Test func `where nothing differs, hardly a value is called different`() throws {
    var random = RandomStore(generator: SeededGenerator(seed: 970))
    var falseAlarmCount = 0
    var rowCount = 0
    for _ in 0..<20 {
      let source = MemorySource(try random.segments())
      let rows = try run("diff {attr.flag=true} vs {attr.flag=false} top 1000", over: source).rows
      rowCount += rows.count
      falseAlarmCount += rows.count {
        if case .double(let p) = $0[8] { p < 0.05 } else { false }
      }
    }
    #expect(rowCount > 200)
    #expect(falseAlarmCount * 20 < rowCount)
  }

  /// 200 spans: of the model `slow` most failed.
  private static func source() throws -> MemorySource {
    let spans = try (0..<200).map { number in
      var span = try testSpan(number, start: Int64(number) * 1_000)
      span.texts[.model] = number % 4 == 0 ? "slow" : "fast"
      span.texts[.status] = number % 4 == 0 && number % 5 != 0 ? "error" : "ok"
      span.texts[.name] = "chat"
      return span
    }
    return MemorySource([Array(spans.prefix(90)), Array(spans.dropFirst(90))])
  }
}

extension NaiveDifference.Row {
  fileprivate init(_ row: [Value]) {
    var name = ""
    if case .string(let text) = row[0] { name = text }
    self.init(attribute: name, value: row[1], first: row[9].count, second: row[10].count)
  }
}

extension Value {
  fileprivate var count: Int { if case .integer(let number) = self { Int(number) } else { -1 } }
}

extension RandomStore {
  /// Doubles and whole numbers of many values.
  fileprivate mutating func addNumbers(to segments: inout [[TestSpan]]) {
    let isSkewed = chance(50)
    for segment in segments.indices {
      for index in segments[segment].indices {
        let size = Double.random(in: -1...1, using: &generator)
        let wide = AttributeName(scope: .span, key: "wide")
        segments[segment][index].attributes[wide] =
          chance(10) ? .integer(7) : .double(isSkewed ? size * size * size * 1e-7 : size * 1e5)
        let sparse = AttributeName(scope: .span, key: "sparse")
        segments[segment][index].attributes[sparse] = .integer(
          chance(40) ? 0 : Int64.random(in: 1...1_000_000, using: &generator))
      }
    }
  }
}
