import QueryEngine
import QuerySyntax
import Testing
import TraceModel

/// What a refused query is told.
struct DiagnosticTests {
  private static func source() throws -> MemorySource {
    MemorySource([
      [
        try testSpan(
          0, latency: second,
          attributes: ["tier": .string("pro"), "retries": .integer(1), "tags": .array([])])
      ]
    ])
  }

  private static let refused: [(query: String, message: String, hint: String?)] = [
    ("latency > 2", "latency is a duration; write 2s", nil),
    ("cost > 0.5", "cost is an amount of money; write $0.5", nil),
    ("input_bytes >= 10", "input_bytes is a size; write 10B", nil),
    ("latency > $1", "latency is a duration; write 2s", nil),
    ("start > 5", "start is an instant; write 2026-11-03T10:30:00Z", nil),
    (
      "latency > ttft", "latency is a duration, and ttft is text here",
      "write (ttft) for the field"
    ),
    (
      "latency > retries", "latency is a duration, and retries is text here",
      "write (retries) for the field"
    ),
    (
      "input_tokens > output_tokens", "input_tokens is a number, and output_tokens is not",
      "write (output_tokens) for the field"
    ),
    (
      "latencyy > 2s", "there is no field or attribute latencyy",
      "did you mean latency? an attribute not seen yet is written attr[\"latencyy\"]"
    ),
    (
      "group by promt_version", "there is no field or attribute promt_version",
      "did you mean prompt_version? an attribute not seen yet is written attr[\"promt_version\"]"
    ),
    (
      "retrys = 1", "there is no field or attribute retrys",
      "did you mean retries? an attribute not seen yet is written attr[\"retrys\"]"
    ),
    (
      "latency_ms > 2000", "there is no field or attribute latency_ms",
      "did you mean latency? an attribute not seen yet is written attr[\"latency_ms\"]"
    ),
    (
      "attributes[\"llm.model\"] = x", "there is no field or attribute attributes.llm.model",
      "write attr.llm.model"
    ),
    (
      "evals[\"correct\"].label = x", "there is no field or attribute evals.correct.label",
      "write score.correct"
    ),
    (
      "a8fe622a9d5015e5c7aa8cf37f4bd052",
      "there is no field or attribute a8fe622a9d5015e5c7aa8cf37f4bd052",
      "write trace_id = a8fe622a9d5015e5c7aa8cf37f4bd052"
    ),
    (
      "count", "there is no field or attribute count",
      "an aggregate has parentheses, and is selected: select count(…)"
    ),
    (
      "p95(latency) group by model", "p95(latency) is selected, and stands behind the filter",
      "write select p95(latency)"
    ),
    ("select median(latency)", "there is no function median", "write p50(…)"),
    (
      "select count({stage = tool})", "count takes a value of each span, and braces hold spans",
      "write count() if (stage = tool); count(child{…}) counts relatives of each span"
    ),
    ("total_tokens = many", "total_tokens is a number, and many is not", nil),
    (
      "total_tokens = \"5\"", "total_tokens is a number, and \"5\" is not", "write 5 without quotes"
    ),
    ("model = null", "nothing compares with null", "write model is missing"),
    ("latency =~ 2", "=~ compares text, and latency is a duration", nil),
    (
      "trace_id = abc123", "a trace id has 32 digits; this has 6",
      "trace_id startswith abc123 finds ids by their first digits"
    ),
    (
      "span_id = xyz", "a span id is written in hexadecimal digits, 0 to 9 and a to f", nil
    ),
    ("span_id > 0000000000000001", "span_id compares with =, !=, in and startswith only", nil),
    ("model > (latency)", "model is text and latency a duration", nil),
    (
      "latency + cost > 2s", "a duration + an amount of money has no meaning",
      "latency is a duration, cost is an amount of money"
    ),
    ("model", "model is text, not a condition", "compare it: model = …, or model is not missing"),
    ("model = $p", "there is no value for the parameter $p", "give one: --param p=…"),
    (
      "group by model where latency > 2s", "where filters spans, and stands before group by",
      "to filter groups, use having"
    ),
    (
      "limit 5 where latency > 2s",
      "where filters spans, and stands before order by, limit, skip and assert", nil
    ),
    ("limit -1", "limit takes a whole number, not below zero", "write limit 10"),
    ("limit many", "limit takes a whole number, not below zero", "write limit 10"),
    (
      "since yesterday", "since takes a duration or a date",
      "write since 24h, or since 2026-11-03"
    ),
    (
      "during 24h", "during takes a date or a month",
      "write during 2026-11-03, or since 24h for the last day"
    ),
    (
      "having latency > 2s", "having filters groups, and there are none",
      "where filters spans; group by makes groups"
    ),
    (
      "group by stage select model, count()", "model is neither an aggregate nor a group key",
      "add it to group by, or aggregate it: max(…), count(…)"
    ),
    (
      "select model, count()", "model is neither an aggregate nor a group key",
      "add it to group by, or aggregate it: max(…), count(…)"
    ),
    ("select sum(model)", "sum needs a number; model is text", nil),
    (
      "select sum(attr.tier)", "sum needs a number; attr.tier is text",
      "write float(attr.tier) to convert it"
    ),
    ("select sum(start)", "instants have no sum", "take min, max or avg"),
    ("select cout()", "there is no function cout", "did you mean count?"),
    ("select p42(latency)", "there is no function p42", "write quantile(…, 42%)"),
    ("child(stage=tool)", "there is no function child", "write child{…}"),
    (
      "child.latency > 1s", "there is no field or attribute child.latency",
      "write child{latency …}"
    ),
    (
      "none.service = web", "there is no field or attribute none.service",
      "write not trace{service …}"
    ),
    (
      "score < 0.5", "there is no field or attribute score",
      "a score has a name: score.x, or score.x[human]"
    ),
    (
      "sort by latency", "there is no field or attribute sort",
      "did you mean order by? an attribute not seen yet is written attr[\"sort\"]"
    ),
    (
      "select stage, count() group by stage order by 2 desc", "2 is the same of every row",
      "a column goes by its name, not by its place"
    ),
    ("order by 1", "1 is the same of every row", "a column goes by its name, not by its place"),
    ("group by 1", "1 is the same of every row", "a column goes by its name, not by its place"),
    (
      "select sum(avg(latency))", "the aggregate avg cannot stand here",
      "aggregates stand in select, having and order by, and not inside each other"
    ),
    (
      "p95(latency) > 2s", "the aggregate p95 cannot stand here",
      "aggregates stand in select, having and order by, and not inside each other"
    ),
    (
      "select quantile(latency, 1.5)", "the share of a quantile is a decimal from 0 to 1",
      "write quantile(latency, 0.95)"
    ),
    ("select count(latency, cost)", "count takes one value", nil),
    ("select rate(latency)", "rate takes nothing in its brackets", nil),
    (
      "group by count()", "an aggregate cannot be a group key",
      "select it, or filter groups by it with having"
    ),
    ("order by count()", "ordering by an aggregate needs groups", "add group by"),
    (
      "group by model group by stage", "group by can be written once",
      "list several, with commas between"
    ),
    ("group by model having p95(latency) > 2", "p95(latency) is a duration; write 2s", nil),
    ("attr.flag between 1 and true", "between takes two values of one type", nil),
    (
      "int(latency) > 2", "int takes text or a number, and this is a duration",
      "divide by a unit: x / 1s"
    ),
    (
      "model contains (stage)", "contains needs text on its right", "quote it, or write a bare word"
    ),
  ]

  @Test(arguments: refused.indices)
  func `a refused query is told why`(_ index: Int) throws {
    let sample = Self.refused[index]
    let error = #expect(throws: QueryError.self, "\(sample.query)") {
      try run(sample.query, over: try Self.source())
    }
    guard case .refused(let diagnostics) = error, diagnostics.all.count == 1 else {
      Issue.record("\(sample.query): \(String(describing: error))")
      return
    }
    let diagnostic = diagnostics.first
    #expect(diagnostic.message == sample.message, "\(sample.query)")
    #expect(diagnostic.hint == sample.hint, "\(sample.query)")
    #expect(diagnostic.range.upperBound <= sample.query.utf8.count, "\(sample.query)")
  }

  @Test func `the range is that of the mistake`() throws {
    let error = #expect(throws: QueryError.self) {
      try run("model = x and latency > 2 limit 3", over: try Self.source())
    }
    guard case .refused(let diagnostics) = error else { return }
    #expect(diagnostics.all.map(\.range) == [SourceRange(24, 25)])
  }

  @Test func `zero needs no unit`() throws {
    #expect(try run("latency > 0 and cost is missing", over: try Self.source()).rows.count == 1)
  }

  @Test func `a parameter is typed as if it stood there`() throws {
    let source = try Self.source()
    #expect(try run("latency > $min", over: source, parameters: ["min": "500ms"]).rows.count == 1)
    #expect(try run("limit $n", over: source, parameters: ["n": "0"]).rows.count == 0)
    #expect(throws: QueryError.self) {
      try run("latency > $min", over: source, parameters: ["min": "5"])
    }
  }
}
