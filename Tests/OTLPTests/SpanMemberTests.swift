import OTLP
import Testing
import TraceModel

struct SpanMemberTests {
  @Test(arguments: [
    ("0", SpanKind.unspecified), ("1", .internal), ("2", .server), ("3", .client),
    ("4", .producer), ("5", .consumer), ("6", .unspecified), ("-1", .unspecified),
    ("300", .unspecified), ("3.0", .client), (#""3""#, .client),
    (#""SPAN_KIND_CLIENT""#, .client), (#""SPAN_KIND_INTERNAL""#, .internal),
    (#""SPAN_KIND_UNSPECIFIED""#, .unspecified), (#""SPAN_KIND_NEW""#, .unspecified),
  ])
  func `a kind is a number or a name, and an unknown one is unspecified`(
    _ json: String, _ kind: SpanKind
  ) throws {
    #expect(try span(#""kind":"# + json).kind == kind)
  }

  @Test(arguments: [
    ("0", SpanStatus.Code.unset), ("1", .ok), ("2", .error), ("3", .unset),
    (#""STATUS_CODE_ERROR""#, .error), (#""STATUS_CODE_OK""#, .ok),
    (#""STATUS_CODE_UNSET""#, .unset), (#""STATUS_CODE_NEW""#, .unset),
  ])
  func `a status code is a number or a name, and an unknown one is unset`(
    _ json: String, _ code: SpanStatus.Code
  ) throws {
    #expect(try span(#""status":{"code":"# + json + "}").status.code == code)
  }

  @Test(arguments: [
    "", #""endTimeUnixNano":0"#, #""endTimeUnixNano":"0""#, #""endTimeUnixNano":null"#,
  ])
  func `a span without an end is running`(_ members: String) throws {
    #expect(try span(members).end == nil)
  }

  @Test(arguments: [
    (#""1747000028437436672""#, 1_747_000_028_437_436_672),
    ("1747000028437436672", 1_747_000_028_437_436_672),
    ("1.747000028437436672e18", 1_747_000_028_437_436_672),
    ("1747000028437436672.0", 1_747_000_028_437_436_672),
    ("17470000284374366720e-1", 1_747_000_028_437_436_672),
    ("9223372036854775807", Int64.max), ("0", 0), (#""0""#, 0), ("1.0e3", 1_000),
    ("1E3", 1_000), ("100e-2", 1), ("0e999999999999", 0), ("0.000", 0),
  ])
  func `a time is exact however it is written`(_ json: String, _ time: Int64) throws {
    #expect(try span(#""startTimeUnixNano":"# + json).start == time)
  }

  @Test(arguments: [
    "9223372036854775808", #""18446744073709551615""#, "1e19", "-1", "99999999999999999999999",
    "1.5", "1e-1", #""""#, #""12x""#, #""1.""#, #""-""#, "1e400",
  ])
  func `a time that 64 bits do not hold rejects the span`(_ json: String) throws {
    let rejection = try rejection(#""startTimeUnixNano":"# + json)
    #expect(rejection.kind == .time)
    #expect(rejection.reason.hasPrefix("startTimeUnixNano"))
  }

  @Test(arguments: [
    #""flags":4294967296"#, #""flags":-1"#, #""name":5"#, #""name":{"a":[]}"#,
    #""attributes":{}"#, #""attributes":[5]"#, #""attributes":[{"key":5}]"#,
    #""attributes":[{"value":"x"}]"#, #""attributes":[{"value":{"stringValue":1}}]"#,
    #""attributes":[{"value":{"boolValue":"true"}}]"#,
    #""attributes":[{"value":{"intValue":1.5}}]"#,
    #""attributes":[{"value":{"intValue":9223372036854775808}}]"#,
    #""attributes":[{"value":{"intValue":"-9223372036854775809"}}]"#,
    #""attributes":[{"value":{"doubleValue":"many"}}]"#,
    #""attributes":[{"value":{"doubleValue":"0x10"}}]"#,
    #""attributes":[{"value":{"doubleValue":true}}]"#,
    #""attributes":[{"value":{"bytesValue":"?"}}]"#,
    #""attributes":[{"value":{"arrayValue":[]}}]"#,
    #""attributes":[{"value":{"kvlistValue":{"values":{}}}}]"#,
    #""status":"ok""#, #""events":[[]]"#, #""links":{}"#, #""kind":true"#,
  ])
  func `a member of another type rejects the span and says so`(_ members: String) throws {
    let rejection = try rejection(members)
    #expect(rejection.kind == .type)
    #expect(rejection.description.contains(" at byte "))
  }

  @Test func `a rejection names the member, what was found, and where`() throws {
    let rejection = try rejection(#""name":[1]"#)
    #expect(rejection.reason == "name is a list where a string belongs")
    let text = Array(message(span: #""name":[1]"#).utf8)
    #expect(text[rejection.offset] == UInt8(ascii: "["))
  }
}

struct IdentityTests {
  @Test(arguments: [
    (#""traceId":"""#, Rejection.Kind.traceID), (#""traceId":null"#, .traceID),
    (#""traceId":"00000000000000000000000000000000""#, .traceID),
    (#""traceId":"0af7651916cd43dd8448eb211c80319""#, .traceID),
    (#""traceId":"0af7651916cd43dd8448eb211c80319cc""#, .traceID),
    (#""traceId":"0af7651916cd43dd8448eb211c80319g""#, .traceID),
    (#""traceId":"CvdlGRbNQ92ESOshHIAxnA==""#, .traceID),
    (#""traceId":12"#, .type),
    (#""spanId":"""#, .spanID), (#""spanId":"0000000000000000""#, .spanID),
    (#""spanId":"b7ad6b716920333""#, .spanID), (#""spanId":"b7ad6b716920333x""#, .spanID),
    (#""parentSpanId":"12""#, .parentID), (#""parentSpanId":"b7ad6b716920333-""#, .parentID),
  ])
  func `an identity that is none rejects its span`(
    _ member: String, _ kind: Rejection.Kind
  ) throws {
    #expect(try rejection(member).kind == kind)
  }

  @Test(arguments: ["", "0000000000000000"])
  func `an empty or zero parent makes a root`(_ parent: String) throws {
    #expect(try span(#""parentSpanId":""# + parent + "\"").parentID == nil)
  }

  @Test func `one bad span leaves the others of its message`() throws {
    let good = #"{"traceId":"00000000000000000000000000000001","spanId":"000000000000000A"}"#
    let request = try decode(
      message(spans: #"\#(good),{"spanId":"1"},{"name":{"a":["]"]}},\#(good),{}"#))
    #expect(request.spans.count == 2)
    #expect(request.rejections.map(\.kind) == [.spanID, .type, .traceID])
  }

  @Test func `a link to no span is left out and counted`() throws {
    let span = try span(
      """
      "droppedLinksCount":2,"links":[{"traceId":"","spanId":""},{},
      {"traceId":"00000000000000000000000000000001","spanId":"x"},
      {"traceId":"00000000000000000000000000000001","spanId":"0000000000000001"}]
      """)
    #expect(span.links.count == 1)
    #expect(span.droppedLinksCount == 5)
  }
}
