import FlatData
import OTLP
import Testing
import TraceModel

/// Each field of a table is the span's field again, here and on the far side of an export.
@Suite struct FieldTests {
  private static let start = "2023-11-16 18:15:46.6805900"
  private static let startNanoseconds: Int64 = 1_700_158_546_680_590_000

  /// The span of a row with a start, an end and a field.
  private func span(_ field: String, _ value: String, json: Bool = false) throws -> SpanData {
    let table =
      json
      ? try Table(
        "{\"t\":\"\(Self.start)\",\"lasts\":\"2s\",\"x\":\(value)}\n", .jsonLines,
        map: "t=start,lasts=latency,x=\(field)")
      : try Table(
        "t,lasts,x\n\(Self.start),2s,\"\(value)\"\n", map: "t=start,lasts=latency,x=\(field)")
    try #require(table.rejections.isEmpty, "\(table.rejections)")
    let span = try #require(table.spans.first)
    let request = try TraceRequestDecoder.decode(TraceRequestEncoder.encode([span]))
    #expect(request.spans == [span], "an export carries all of it")
    return span
  }

  /// A field as `SpanFields` has it, by the name that queries use.
  private func read(_ field: String, of span: SpanData) -> String? {
    let fields = SpanFields(span)
    func number(_ value: Int64?) -> String? { value.map { String($0) } }
    return switch field {
    case "service": fields.service
    case "stage": fields.stage
    case "model": fields.model
    case "request_model": fields.requestModel
    case "provider": fields.provider
    case "finish_reason": fields.finishReason
    case "prompt_name": fields.promptName
    case "prompt_version": fields.promptVersion
    case "input_tokens": number(fields.inputTokens)
    case "output_tokens": number(fields.outputTokens)
    case "cached_tokens": number(fields.cachedTokens)
    case "reasoning_tokens": number(fields.reasoningTokens)
    case "total_tokens": number(fields.totalTokens)
    case "cost": number(fields.cost)
    case "ttft": number(fields.timeToFirstToken)
    case "status": fields.status
    case "error_type": fields.errorType
    case "session_id": fields.sessionID
    case "user_id": fields.userID
    case "environment": fields.environment
    case "input": payload(fields.input, of: span)
    case "output": payload(fields.output, of: span)
    case "name": span.name
    case "scope": span.scope.name
    case "kind": span.kind.name
    case "status_message": span.status.message
    case "trace_id": span.traceID.description
    case "span_id": span.spanID.description
    default: nil
    }
  }

  private func payload(_ payload: SpanFields.Payload?, of span: SpanData) -> String? {
    switch payload {
    case .attribute(let key): span.attributes.value(of: key)?.payloadText
    case .assembled(let text): text
    case nil: nil
    }
  }

  @Test(arguments: [
    ("service", "chat", "chat"), ("stage", "generation", "generation"),
    ("stage", "My Step", "My Step"), ("model", "gpt-4o", "gpt-4o"), ("model", "4", "4"),
    ("request_model", "gpt-4o-mini", "gpt-4o-mini"), ("provider", "OpenAI", "openai"),
    ("finish_reason", "stop", "stop"), ("prompt_name", "greet", "greet"),
    ("prompt_version", "1.10", "1.10"), ("input_tokens", "374", "374"),
    ("input_tokens", "374.0", "374"), ("output_tokens", "3.74e2", "374"),
    ("cached_tokens", "0", "0"), ("reasoning_tokens", "7", "7"), ("total_tokens", "9", "9"),
    ("cost", "0.0123", "12300000"), ("cost", "$0.000000001", "1"), ("cost", "1.2e-05", "12000"),
    ("cost", "12345.678901234", "12345678901234"), ("ttft", "1.5s", "1500000000"),
    ("ttft", "250ms", "250000000"), ("ttft:ms", "250.5", "250500000"),
    ("ttft:s", "0.123456789", "123456789"), ("status", "ok", "ok"), ("status", "Failed", "error"),
    ("status", "unset", "unset"), ("error_type", "timeout", "timeout"),
    ("session_id", "42", "42"), ("user_id", "ann", "ann"), ("environment", "prod", "prod"),
    ("input", "Guten Tag, 漢", "Guten Tag, 漢"), ("output", "5", "5"), ("name", "ask", "ask"),
    ("scope", "lib", "lib"), ("kind", "client", "client"), ("status_message", "no", "no"),
    ("trace_id", "0AF7651916cd43dd8448eb211c80319c", "0af7651916cd43dd8448eb211c80319c"),
    ("trace_id", "0af76519-16cd-43dd-8448-eb211c80319c", "0af7651916cd43dd8448eb211c80319c"),
    ("span_id", "b7ad6b7169203331", "b7ad6b7169203331"),
  ])
  func `a column is the field that it is mapped to`(
    field: String, value: String, expected: String
  ) throws {
    let name = String(field.prefix { $0 != ":" })
    for json in [false, true] {
      let span = try span(field, json ? "\"\(value)\"" : value, json: json)
      #expect(read(name, of: span) == expected)
    }
  }

  @Test func `every field that a span can be told is read from a column of its name`() throws {
    let skipped: Set<Field> = [.templateHash, .inputBytes, .outputBytes, .samplingProbability]
    let values: [FieldType: String] = [
      .traceID: "0af7651916cd43dd8448eb211c80319c", .spanID: "b7ad6b7169203331", .integer: "5",
      .instant: Self.start, .duration: "0s", .money: "5", .payload: "text", .string: "word",
    ]
    let fields = Field.allCases.filter { !skipped.contains($0) }
    let row = fields.map { field in
      switch field {
      case .kind: "server"
      case .status: "ok"
      default: values[field.type] ?? ""
      }
    }
    let text =
      fields.map(\.name).joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"
    let table = try Table(text)
    #expect(table.rejections.isEmpty)
    let span = try #require(table.spans.first)
    // Nothing became an attribute of a field's name.
    #expect(span.attributes.allSatisfy { Field(named: $0.key) == nil })
    for field in fields where ![.parentID, .start, .end, .latency].contains(field) {
      #expect(read(field.name, of: span) != nil, "\(field.name)")
    }
    #expect(span.parentID == SpanID("b7ad6b7169203331"))
    #expect(span.start == Self.startNanoseconds)
    #expect(span.end == span.start)
  }

  @Test(arguments: [
    ("2023-11-16 18:15:46.6805900", "start", 1_700_158_546_680_590_000),
    ("2023-11-16T18:15:46.680590Z", "start", 1_700_158_546_680_590_000),
    ("2023-11-16T19:15:46.68059+01:00", "start", 1_700_158_546_680_590_000),
    ("2023-11-16 13:15:46.68059 -0500", "start", 1_700_158_546_680_590_000),
    ("2023-11-16 18:15:46.68059 UTC", "start", 1_700_158_546_680_590_000),
    ("2023/11/16 18:15", "start", 1_700_158_500_000_000_000),
    ("2023-11-16", "start", 1_700_092_800_000_000_000),
    ("1700158546.68059", "start:s", 1_700_158_546_680_590_000),
    ("1.70015854668059e9", "start:s", 1_700_158_546_680_590_000),
    ("1700158546680.59", "start:ms", 1_700_158_546_680_590_000),
    ("1700158546680590", "start:us", 1_700_158_546_680_590_000),
    ("1700158546680590001", "start:ns", 1_700_158_546_680_590_001),
  ])
  func `times are read as tables write them`(
    text: String, field: String, nanoseconds: Int64
  ) throws {
    let table = try Table("t\n\(text)\n", map: "t=\(field)")
    #expect(table.spans.first?.start == nanoseconds)
    #expect(table.spans.first?.end == nil)
  }

  @Test func `times without a zone are by the clocks of the zone that is named`() throws {
    let text = """
      t
      2023-07-01 12:00:00
      2023-12-01 12:00:00
      2023-10-29 02:30:00
      2023-03-26 02:30:00
      2023-07-01 12:00:00Z

      """
    let table = try Table(text, map: "t=start", zone: "Europe/Paris")
    #expect(
      table.spans.map { InstantText.shortest($0.start) } == [
        "2023-07-01T10:00:00Z", "2023-12-01T11:00:00Z",
        // Shown twice: the first of the two.
        "2023-10-29T00:30:00Z",
        // Skipped: half an hour behind the gap.
        "2023-03-26T01:30:00Z", "2023-07-01T12:00:00Z",
      ])
  }

  @Test func `two of start, end and latency are enough`() throws {
    let table = try Table(
      """
      start,end,latency
      2023-11-16 18:15:46,2023-11-16 18:15:48,
      2023-11-16 18:15:46,,2s
      ,2023-11-16 18:15:48,2s
      2023-11-16 18:15:46,,
      ,,2s
      2023-11-16 18:15:46,2023-11-16 18:15:45,

      """)
    let start: Int64 = 1_700_158_546_000_000_000
    #expect(table.spans.map(\.start) == [start, start, start, start])
    #expect(
      table.spans.map(\.end) == [
        start + 2_000_000_000, start + 2_000_000_000, start + 2_000_000_000, nil,
      ])
    #expect(table.rejections == ["6: there is no start", "7: the end is before the start"])
  }

  @Test func `a row that says it runs has no end`() throws {
    let table = try Table(
      "start,end,status\n2023-11-16,,running\n2023-11-16,2023-11-17,running\n")
    #expect(table.spans.map { SpanFields($0).status } == ["running"])
    #expect(table.rejections == ["3: the status is running, and there is an end"])
  }

  @Test(arguments: [
    ("start", "yesterday", "is no time: write 2023-11-16 18:15:46.68"),
    ("start", "1700158546", "is no time: a number needs its unit, as in --map COLUMN=start:s"),
    ("start", "2023-02-30", "is no time"),
    ("start", "1969-12-31", "times are from 1970 on"),
    ("start", "9999-12-31", "is no time"),
    ("latency", "2.5", "a number needs its unit, as in --map COLUMN=latency:ms"),
    ("latency", "-1s", "durations are not negative"),
    ("latency", "fast", "is no duration: write 1.5s"),
    ("input_tokens", "3.5", "is no count: a whole number from 0"),
    ("input_tokens", "-3", "is no count"), ("input_tokens", "many", "is no count"),
    ("input_tokens", "99999999999999999999", "is no count"),
    ("cost", "cheap", "is no cost: US dollars"), ("cost", "$", "is no cost"),
    ("status", "200", "is no status: ok, error, unset or running"),
    ("kind", "batch", "is no kind: unspecified, internal"),
    ("trace_id", "req-1", "is no trace id: 32 hexadecimal digits or a UUID"),
    ("span_id", "0000000000000000", "is no span id"),
  ])
  func `a value that its field cannot have is told with its line and column`(
    field: String, value: String, message: String
  ) throws {
    let table = try Table(
      "t,x\n2023-11-16,\(value)\n", map: "x=\(field)", set: ["start=2023-11-16"])
    #expect(table.spans.isEmpty)
    let reason = try #require(table.rejections.first)
    #expect(reason.hasPrefix("2: column x: “\(value)” "))
    #expect(reason.contains(message), "\(reason)")
  }
}
