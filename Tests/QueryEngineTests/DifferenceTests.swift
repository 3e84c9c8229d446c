import QueryEngine
import TestSupport
import Testing
import TraceModel

/// `diff {a} vs {b}`, counted by plain loops over the spans.
struct DifferenceTests {
  @Test(arguments: 950..<956)
  func `shares are those of plain loops, whatever the segments and threads`(
    _ seed: UInt64
  ) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let first = spans.filter { $0.texts[.status] == "error" }
    let second = spans.filter { $0.texts[.status] == "ok" }
    let query = "diff {status=error} vs {status=ok} top 1000"
    let result = try run(query, over: source)
    for threadCount in [2, 7] {
      let other = try run(query, over: source, threadCount: threadCount)
      #expect(other.rows == result.rows, "seed \(seed)")
    }
    guard !first.isEmpty, !second.isEmpty else { return #expect(result.rows.isEmpty) }
    for row in result.rows {
      guard case .string(let name) = row[0], let field = Field(named: name) else { continue }
      let has = { (span: TestSpan) in
        (span.texts[field].map { Value.string($0) } ?? .null) == row[1]
      }
      let (a, b) = (first.count(where: has), second.count(where: has))
      #expect(row[9] == .integer(Int64(a)) && row[10] == .integer(Int64(b)), "seed \(seed): \(row)")
      #expect(row[2] == .double(Double(a) / Double(first.count)))
      #expect(row[3] == .double(Double(b) / Double(second.count)))
    }
    let stages = Set(spans.map { $0.texts[.stage] })
    let shown = Set(
      result.rows.filter { $0[0] == .string("stage") }.map {
        if case .string(let text) = $0[1] { text } else { String?.none }
      })
    #expect(shown.isSubset(of: stages))
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
