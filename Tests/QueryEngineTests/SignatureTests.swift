import QueryEngine
import QuerySyntax
import Scanning
import Testing
import TraceModel

/// Runs a query and gives its result.
func run(
  _ text: String, over source: any ScanSource, now: Int64 = 0,
  parameters: [String: String] = [:], newestLimit: Int? = nil,
  memoryByteLimit: Int = QueryOptions.defaultMemoryByteLimit
) throws -> QueryResult {
  let options = QueryOptions(
    now: now, parameters: parameters, newestLimit: newestLimit, memoryByteLimit: memoryByteLimit)
  return try QueryEngine.run(try Parser.parse(text), text: text, over: source, options: options)
}

func testSpan(
  _ number: Int, start: Int64 = 0, latency: Int64? = nil, _ texts: [Field: String] = [:],
  _ numbers: [Field: Int64] = [:], attributes: [String: AttributeValue] = [:]
) throws -> TestSpan {
  var span = TestSpan(
    traceID: try #require(TraceID(high: 1, low: UInt64(number) / 2 + 1)),
    spanID: try #require(SpanID(rawValue: UInt64(number) + 1)))
  span.texts = texts
  span.numbers = numbers
  span.numbers[.start] = start
  span.numbers[.latency] = latency
  span.texts[.name] = texts[.name] ?? "call"
  span.texts[.status] = texts[.status] ?? "ok"
  for (key, value) in attributes {
    span.attributes[AttributeName(scope: .span, key: key)] = value
  }
  return span
}

let second: Int64 = 1_000_000_000

struct SignatureTests {
  @Test func `the signature query counts and measures the slow generations of each version`()
    throws
  {
    var spans: [TestSpan] = []
    for number in 0..<12 {
      spans.append(
        try testSpan(
          number, start: Int64(number) * second, latency: Int64(number) * second,
          [
            .stage: number % 2 == 0 ? "generation" : "retrieval",
            .promptVersion: number < 8 ? "v3" : "v4",
            .status: number == 6 ? "error" : "ok",
          ], [.cost: 1_000, .totalTokens: 10]))
    }
    let source = MemorySource([Array(spans[..<5]), Array(spans[5...])])
    let result = try run(
      "stage=generation and latency>2s group by prompt_version", over: source)
    #expect(
      result.columns.map(\.name) == [
        "prompt_version", "count()", "error_rate()", "p50(latency)", "p95(latency)",
        "sum(total_tokens)", "sum(cost)", "exemplar",
      ])
    #expect(
      result.rows == [
        [
          .string("v3"), .integer(2), .double(0.5), .duration(4 * second), .duration(6 * second),
          .integer(20), .money(2_000), .string(spans[6].traceID.description),
        ],
        [
          .string("v4"), .integer(2), .double(0), .duration(8 * second), .duration(10 * second),
          .integer(20), .money(2_000), .string(spans[10].traceID.description),
        ],
      ])
    #expect(result.notes == ["2 spans lacked `latency`"].filter { _ in false })
    #expect(result.statistics.rowsMatched == 4)
  }
}
