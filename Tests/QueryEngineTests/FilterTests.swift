import QueryEngine
import QuerySyntax
import Testing
import TraceModel

struct FilterTests {
  /// Span ids, as numbers counted from 0, of the spans that pass.
  private func numbers(_ filter: String, _ source: MemorySource) throws -> [Int] {
    try run("\(filter) select span_id order by span_id", over: source).rows.map { row in
      guard case .string(let digits) = row[0] else { return -1 }
      return Int(hexadecimalValue(digits.utf8) ?? 0) - 1
    }
  }

  private func attributes(_ values: [AttributeValue?]) throws -> MemorySource {
    MemorySource([
      try values.enumerated().map { index, value in
        try testSpan(index, attributes: value.map { ["x": $0] } ?? [:])
      }
    ])
  }

  @Test func `a missing value passes neither a comparison nor its negation`() throws {
    let source = MemorySource([
      [try testSpan(0, [.stage: "tool"]), try testSpan(1), try testSpan(2, [.stage: "agent"])]
    ])
    #expect(try numbers("stage = tool", source) == [0])
    #expect(try numbers("stage != tool", source) == [2])
    #expect(try numbers("not stage = tool", source) == [2])
    #expect(try numbers("not stage in (tool, x)", source) == [2])
    #expect(try numbers("stage is missing", source) == [1])
    #expect(try numbers("stage is not missing", source) == [0, 2])
    #expect(try numbers("not (stage = tool or stage is missing)", source) == [2])
    #expect(try numbers("stage = tool or stage is missing", source) == [0, 1])
  }

  @Test func `negating a list's comparison differs from comparing for difference`() throws {
    let source = try attributes([
      .array([.string("a"), .string("b")]), .array([.string("a")]), .array([]), nil,
    ])
    #expect(try numbers("attr.x = a", source) == [0, 1])
    #expect(try numbers("attr.x != a", source) == [0])
    #expect(try numbers("not attr.x = a", source) == [2])
    #expect(try numbers("attr.x in (b, c)", source) == [0])
    #expect(try numbers("attr.x not in (b, c)", source) == [1, 2])
    #expect(try numbers("attr.x contains b", source) == [0])
    #expect(try numbers("attr.x not contains b", source) == [1, 2])
  }

  @Test func `a text field compares the characters written`() throws {
    let source = MemorySource([
      [
        try testSpan(0, [.promptVersion: "1.10"]), try testSpan(1, [.promptVersion: "1.1"]),
        try testSpan(2, [.promptVersion: "3"]), try testSpan(3, [.promptVersion: "2026-11"]),
      ]
    ])
    #expect(try numbers("prompt_version = 1.10", source) == [0])
    #expect(try numbers("prompt_version = 3", source) == [2])
    #expect(try numbers("prompt_version = 2026-11", source) == [3])
    #expect(try numbers("prompt_version < 2", source) == [0, 1])
  }

  @Test func `text of the same look and other bytes differs`() throws {
    let source = MemorySource([
      [try testSpan(0, [.model: "\u{e9}"]), try testSpan(1, [.model: "e\u{301}"])]
    ])
    #expect(try numbers("model = \"\u{e9}\"", source) == [0])
    #expect(try run("group by model select count()", over: source).rows.count == 2)
  }

  @Test func `whole numbers and fractions compare exactly`() throws {
    let big: Int64 = 9_007_199_254_740_993  // 2^53 + 1, which no double is
    let source = try attributes([
      .integer(big), .double(9_007_199_254_740_992), .integer(2), .double(2), .double(2.5),
    ])
    #expect(try numbers("attr.x > 9007199254740992", source) == [0])
    #expect(try numbers("attr.x = 9007199254740993", source) == [0])
    #expect(try numbers("attr.x >= 9007199254740993", source) == [0])
    #expect(try numbers("attr.x = 2", source) == [2, 3])
    #expect(try numbers("attr.x > 2 and attr.x < 3", source) == [4])
    #expect(try numbers("attr.x = 2.5", source) == [4])
    #expect(try numbers("attr.x between 2 and 2.5", source) == [2, 3, 4])
  }

  @Test func `a value of another type matches nothing and is counted`() throws {
    let source = try attributes([.integer(5), .string("5"), .string("6"), .boolean(true)])
    #expect(try numbers("attr.x = 5", source) == [0])
    let result = try run("not attr.x = 7", over: source)
    #expect(result.rows.count == 1)
    #expect(result.notes == ["1 span has attr.x as boolean", "2 spans have attr.x as string"])
    #expect(try numbers("attr.x = \"5\"", source) == [1])
    #expect(try numbers("attr.x = true", source) == [3])
    #expect(try numbers("attr.x = true or not attr.x = true", source) == [3])
  }

  @Test func `a word, a date and a duration compare with a text attribute as text`() throws {
    let source = try attributes([
      .string("fast"), .string("2026-11-01"), .string("5m"), .integer(5),
    ])
    #expect(try numbers("attr.x = fast", source) == [0])
    #expect(try numbers("attr.x = 2026-11-01", source) == [1])
    #expect(try numbers("attr.x = 5m", source) == [2])
  }

  @Test func `a boolean attribute is a condition`() throws {
    let source = try attributes([.boolean(true), .boolean(false), nil])
    #expect(try numbers("attr.x", source) == [0])
    #expect(try numbers("not attr.x", source) == [1])
    #expect(try numbers("x and true", source) == [0])
    #expect(try numbers("attr.x = false", source) == [1])
  }

  @Test func `NaN and infinities count as missing`() throws {
    let source = try attributes([.double(.nan), .double(.infinity), .double(1)])
    #expect(try numbers("attr.x > 0", source) == [2])
    #expect(try numbers("not attr.x > 0", source) == [])
    #expect(try numbers("attr.x is missing", source) == [0, 1])
    let result = try run("select sum(attr.x), count(attr.x), max(attr.x)", over: source)
    #expect(result.rows == [[.double(1), .integer(1), .double(1)]])
    #expect(result.notes == ["a division by zero, NaN or an infinity counts as missing"])
  }

  @Test func `ids compare in either case and by their first digits`() throws {
    let source = MemorySource([[try testSpan(0), try testSpan(2), try testSpan(0xfe)]])
    #expect(try numbers("trace_id = 00000000000000010000000000000001", source) == [0])
    #expect(try numbers("span_id = 00000000000000FF", source) == [254])
    #expect(try numbers("span_id != 00000000000000ff", source) == [0, 2])
    #expect(try numbers("span_id startswith 00000000000000f", source) == [254])
    #expect(try numbers("span_id in (0000000000000001, 00000000000000ff)", source) == [0, 254])
    #expect(
      try numbers("trace_id startswith 0000000000000001 and not span_id startswith 0", source) == []
    )
  }

  @Test func `a date stands for all its moments`() throws {
    let day: Int64 = 86_400 * second
    let source = MemorySource([
      try (0..<4).map { try testSpan($0, start: Int64($0) * day / 2) }
    ])
    #expect(try numbers("start = 1970-01-01", source) == [0, 1])
    #expect(try numbers("start != 1970-01-01", source) == [2, 3])
    #expect(try numbers("start > 1970-01-01", source) == [2, 3])
    #expect(try numbers("start <= 1970-01-01", source) == [0, 1])
    #expect(try numbers("start < 1970-01-02", source) == [0, 1])
  }

  @Test func `payloads are searched`() throws {
    let source = MemorySource([
      [
        try testSpan(0, [.input: "Where is my order?"]), try testSpan(1, [.input: "Hello"]),
        try testSpan(2),
      ]
    ])
    #expect(try numbers("input contains \"order\"", source) == [0])
    #expect(try numbers("input icontains HELLO", source) == [1])
    #expect(try numbers("input not contains \"order\"", source) == [1])
    #expect(try numbers("input =~ 'm[xy] o'", source) == [0])
    #expect(try numbers("input is missing", source) == [2])
  }

  @Test func `computed values compare row by row`() throws {
    let source = MemorySource([
      try (0..<6).map {
        try testSpan(
          $0, latency: Int64($0) * second, [:],
          $0 == 5 ? [:] : [.timeToFirstToken: 2 * second, .totalTokens: Int64($0)])
      }
    ])
    #expect(try numbers("latency > (ttft + 500ms)", source) == [3, 4])
    #expect(try numbers("not latency > (ttft + 500ms)", source) == [0, 1, 2])
    #expect(try numbers("latency - ttft >= 1s", source) == [3, 4])
    #expect(try numbers("latency / ttft = 1.5", source) == [3])
    #expect(try numbers("total_tokens * 2 in (4, 6)", source) == [2, 3])
    #expect(try numbers("total_tokens / 2 = 1.5", source) == [3])
    #expect(try numbers("total_tokens % 2 = 1", source) == [1, 3])
    #expect(try numbers("str(total_tokens) = \"3\"", source) == [3])
    #expect(try numbers("-latency < -3s", source) == [4, 5])
  }

  @Test func `erased rows are in no answer`() throws {
    var spans = try (0..<200).map { try testSpan($0, [.stage: "tool"]) }
    for index in spans.indices where index % 3 == 0 { spans[index].isDead = true }
    let source = MemorySource([spans])
    #expect(try numbers("stage = tool", source).count == 133)
    #expect(try run("stage != x select count()", over: source).rows == [[.integer(133)]])
    let result = try run("model = x", over: source)
    #expect(result.notes == ["133 spans lacked `model`", "no span has `model` = x"])
  }
}
