import QueryEngine
import Testing
import TraceModel

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
    #expect(result.notes == [])
    #expect(result.statistics.rowsMatched == 4)
  }
}
