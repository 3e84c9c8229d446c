import OTLP
import Testing
import TraceModel

struct TraceRequestDecoderTests {
  @Test func `a span is read with everything that OTLP says of it`() throws {
    let request = try decode(
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":
      {"stringValue":"shop"}}],"droppedAttributesCount":1},"schemaUrl":"r","scopeSpans":[{"scope":
      {"name":"sdk","version":"2","attributes":[{"key":"a","value":{"boolValue":true}}],
      "droppedAttributesCount":2},"schemaUrl":"s","spans":[
      {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174",
      "parentSpanId":"EEE19b7ec3c1b173","traceState":"x=y","flags":257,"name":"chat","kind":3,
      "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":1544712661000000000,
      "attributes":[{"key":"n","value":{"intValue":"7"}}],"droppedAttributesCount":3,
      "events":[{"timeUnixNano":"5","name":"e","attributes":[{"key":"m","value":{}}],
      "droppedAttributesCount":4}],"droppedEventsCount":5,
      "links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"0000000000000001",
      "traceState":"z","flags":1,"attributes":[],"droppedAttributesCount":6}],
      "droppedLinksCount":7,"status":{"code":2,"message":"no"}}]}]}]}
      """)
    var expected = SpanData(
      traceID: try #require(TraceID("5b8efff798038103d269b633813fc60c")),
      spanID: try #require(SpanID("eee19b7ec3c1b174")),
      parentID: SpanID("eee19b7ec3c1b173"), name: "chat",
      start: 1_544_712_660_000_000_000, end: 1_544_712_661_000_000_000, kind: .client,
      attributes: [Attribute(key: "n", value: .integer(7))],
      status: SpanStatus(code: .error, message: "no"),
      resource: Resource(
        attributes: [Attribute(key: "service.name", value: .string("shop"))],
        droppedAttributesCount: 1, schemaURL: "r"),
      scope: InstrumentationScope(
        name: "sdk", version: "2", attributes: [Attribute(key: "a", value: .boolean(true))],
        droppedAttributesCount: 2, schemaURL: "s"))
    expected.traceState = "x=y"
    expected.flags = 257
    expected.droppedAttributesCount = 3
    expected.events = [
      SpanEvent(
        time: 5, name: "e", attributes: [Attribute(key: "m", value: .empty)],
        droppedAttributesCount: 4)
    ]
    expected.droppedEventsCount = 5
    expected.links = [
      SpanLink(
        traceID: try #require(TraceID("5b8efff798038103d269b633813fc60d")),
        spanID: try #require(SpanID("0000000000000001")), traceState: "z", flags: 1,
        droppedAttributesCount: 6)
    ]
    expected.droppedLinksCount = 7
    #expect(request.spans == [expected])
    #expect(request.rejections.isEmpty)
  }

  @Test func `names in snake case are the same names`() throws {
    let request = try decode(
      """
      {"resource_spans":[{"schema_url":"r","scope_spans":[{"spans":[
      {"trace_id":"5b8efff798038103d269b633813fc60c","span_id":"eee19b7ec3c1b174",
      "parent_span_id":"eee19b7ec3c1b173","start_time_unix_nano":"1","end_time_unix_nano":"2",
      "attributes":[{"key":"k","value":{"string_value":"v"}}],"dropped_links_count":3}]}]}]}
      """)
    let span = try #require(request.spans.first)
    #expect(span.parentID == SpanID("eee19b7ec3c1b173"))
    #expect(span.start == 1)
    #expect(span.end == 2)
    #expect(span.attributes == [Attribute(key: "k", value: .string("v"))])
    #expect(span.droppedLinksCount == 3)
    #expect(span.resource.schemaURL == "r")
  }

  @Test func `a resource and a scope may come after their spans`() throws {
    let request = try decode(
      """
      {"resourceSpans":[
      {"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000001",
      "spanId":"0000000000000001"}],"schemaUrl":"s","scope":{"name":"late"}}],
      "schemaUrl":"r","resource":{"attributes":[{"key":"a","value":{"intValue":1}}]}},
      {"scopeSpans":[{"spans":[{"traceId":"00000000000000000000000000000002",
      "spanId":"0000000000000002"}]}]}]}
      """)
    #expect(request.spans.map(\.scope.name) == ["late", ""])
    #expect(request.spans.map(\.scope.schemaURL) == ["s", ""])
    #expect(request.spans.map(\.resource.schemaURL) == ["r", ""])
    #expect(request.spans.map(\.resource.attributes.count) == [1, 0])
  }

  @Test(arguments: [
    "{}", #"{"resourceSpans":[]}"#, #"{"resourceSpans":null}"#, #"{"resourceSpans":[null]}"#,
    #"{"resourceSpans":[{}]}"#, #"{"resourceSpans":[{"scopeSpans":[]}]}"#,
    #"{"resourceSpans":[{"scopeSpans":null,"resource":null}]}"#,
    #"{"resourceSpans":[{"scopeSpans":[{"spans":[null],"scope":null}]}]}"#,
    " \r\n\t{ } \n", "\u{FEFF}{}", #"{"resourceSpans":[],"resourceLogs":[]}"#,
  ])
  func `a request without spans is a request`(_ json: String) throws {
    let request = try decode(json)
    #expect(request.spans.isEmpty)
    #expect(request.rejections.isEmpty)
  }

  @Test func `null stands for the default of any member`() throws {
    let span = try span(
      """
      "parentSpanId":null,"traceState":null,"flags":null,"name":null,"kind":null,
      "startTimeUnixNano":null,"endTimeUnixNano":null,"attributes":null,
      "droppedAttributesCount":null,"events":[null],"droppedEventsCount":null,"links":[null],
      "droppedLinksCount":null,"status":{"code":null,"message":null}
      """)
    #expect(
      span
        == SpanData(
          traceID: try #require(TraceID("0af7651916cd43dd8448eb211c80319c")),
          spanID: try #require(SpanID("b7ad6b7169203331")), name: "", start: 0, end: nil))
  }

  @Test func `unknown members are passed over, whatever they hold`() throws {
    let span = try span(
      #"""
      "future":{"a":[1,-2.5e+3,true,false,null,"\"}]",{"b":{}},[]]},"name":"n",
      "status":{"code":1,"detail":[[]]}
      """#)
    #expect(span.name == "n")
    #expect(span.status.code == .ok)
  }

  @Test func `of a repeated member the last one counts`() throws {
    let first = #"{"traceId":"00000000000000000000000000000001","spanId":"0000000000000001"}"#
    let second =
      #"{"traceId":"00000000000000000000000000000002","spanId":"0000000000000002","#
      + #""name":"a","name":"b","attributes":[{"key":"x"}],"attributes":[{"key":"y"}]}"#
    let bad = #"{"traceId":"","spanId":""}"#
    let spans = #""spans":["# + first + "," + bad + #"],"spans":["# + second + "]"
    let scopes = #""scopeSpans":[{"spans":["# + first + #"]}],"scopeSpans":[{"# + spans + "}]"
    let request = try decode(
      #"{"resourceSpans":[{"scopeSpans":[{"spans":["# + bad + #"]}]}],"resourceSpans":[{"#
        + scopes + "}]}")
    #expect(request.spans.map(\.name) == ["b"])
    #expect(request.spans.first?.attributes.map(\.key) == ["y"])
    #expect(request.rejections.isEmpty)
  }

  @Test func `names may be written with escapes`() throws {
    let span = try span(#""na\u006de":"n","attributes":[{"k\u0065y":"\u0041\n","value":{}}]"#)
    #expect(span.name == "n")
    #expect(span.attributes == [Attribute(key: "A\n", value: .empty)])
  }

  @Test func `a decoder serves many messages`() throws {
    var decoder = TraceRequestDecoder()
    for number in 0..<10_000 {
      let json = message(
        span: #""attributes":[{"key":"same","value":{}},{"key":"k\#(number)","value":{}}]"#)
      let span = try #require(try decoder.decode(Array(json.utf8)).spans.first)
      #expect(span.attributes.map(\.key) == ["same", "k\(number)"])
    }
    #expect(throws: OTLPError.self) { try decoder.decode([0x7B]) }
    #expect(try decoder.decode(Array(message(span: "").utf8)).spans.count == 1)
  }
}
