import Testing
import TraceModel

private let exception = SpanEvent(
  time: 1, name: "exception", attributes: [Attribute(key: "exception.type", value: "ValueError")])

struct StatusTests {
  @Test func `a code that is set is believed`() throws {
    for (code, status) in [(SpanStatus.Code.ok, "ok"), (.error, "error"), (.unset, "unset")] {
      #expect(SpanFields(try span([], status: code)).status == status)
    }
    #expect(SpanFields(try span([("error.type", "x")], status: .ok)).status == "ok")
  }

  @Test func `a span without an end is running`() throws {
    #expect(SpanFields(try span([], status: .error, isRunning: true)).status == "running")
    #expect(SpanFields(try span([], status: .error, isRunning: true)).errorType == nil)
  }

  @Test func `signs of an error make one where no code is set`() throws {
    #expect(try fields([("langfuse.observation.level", "ERROR")]).status == "error")
    #expect(try fields([("langfuse.observation.level", "WARNING")]).status == "unset")
    #expect(try fields([("error.type", "timeout")]).status == "error")
    #expect(SpanFields(try span([], events: [exception])).status == "error")
    let event = SpanEvent(time: 1, name: "gen_ai.choice")
    #expect(SpanFields(try span([], events: [event])).status == "unset")
  }

  @Test func `an error's type is the best that is told`() throws {
    let first = SpanEvent(
      time: 0, name: "exception", attributes: [Attribute(key: "exception.type", value: "KeyError")])
    let guardrail = ("gen_ai.guardrail.error.type", AttributeValue.string("pii"))
    #expect(
      SpanFields(try span([("error.type", "timeout"), guardrail], events: [exception])).errorType
        == "timeout")
    #expect(
      SpanFields(try span([guardrail], events: [first, exception])).errorType == "ValueError")
    #expect(SpanFields(try span([guardrail], status: .error)).errorType == "pii")
    #expect(SpanFields(try span([], status: .error)).errorType == "error")
    #expect(SpanFields(try span([], status: .unset)).errorType == nil)
    #expect(SpanFields(try span([], status: .ok)).errorType == nil)
  }
}

struct ContextTests {
  @Test func `the service is the resource's`() throws {
    #expect(
      try fields([("service.name", "no")], resource: [("service.name", "yes")]).service == "yes")
    #expect(try fields([("service.name", "no")]).service == nil)
  }

  @Test func `the environment is the resource's, then Langfuse's`() throws {
    let stable = ("deployment.environment.name", AttributeValue.string("a"))
    let older = ("deployment.environment", AttributeValue.string("b"))
    let langfuse = ("langfuse.environment", AttributeValue.string("c"))
    let resourceLangfuse = ("langfuse.environment", AttributeValue.string("d"))
    #expect(
      try fields([langfuse], resource: [resourceLangfuse, older, stable]).environment == "a")
    #expect(try fields([langfuse], resource: [resourceLangfuse, older]).environment == "b")
    #expect(try fields([langfuse], resource: [resourceLangfuse]).environment == "c")
    #expect(try fields([], resource: [resourceLangfuse]).environment == "d")
    #expect(try fields([]).environment == nil)
  }

  @Test(arguments: [
    ("2025-05-11T21:47:08.25Z", 250_000_000), (#""2025-05-11T21:47:08.25Z""#, 250_000_000),
    ("2025-05-11T23:47:09+02:00", 1_000_000_000), ("2025-05-11T21:47:08Z", 0),
    ("2025-05-11T21:47:07.9Z", nil), ("soon", nil), ("", nil), ("\"", nil),
    ("1677-09-22T00:00:00Z", nil),
  ])
  func `Langfuse's moment of the first token counts from the start`(
    _ text: String, _ time: Int64?
  ) throws {
    let key = "langfuse.observation.completion_start_time"
    #expect(try fields([(key, .string(text))]).timeToFirstToken == time)
  }

  @Test(
    arguments: [
      (0.5, 500_000_000), (2, 2_000_000_000), ("0.25", 250_000_000), (0.0, 0), (-0.1, nil),
      (.double(.nan), nil), (1e10, nil),
    ] as [(AttributeValue, Int64?)])
  func `a time to the first chunk is in seconds`(_ value: AttributeValue, _ time: Int64?) throws {
    #expect(try fields([("gen_ai.response.time_to_first_chunk", value)]).timeToFirstToken == time)
  }

  @Test(
    arguments: [
      ("v3", "v3"), (3, "3"), (1.5, "1.5"), (.boolean(true), "true"), ("", nil), (.empty, nil),
      (.array(["v3"]), nil), (.map([]), nil), (.bytes([1]), nil),
    ] as [(AttributeValue, String?)])
  func `a text may be sent as a number`(_ value: AttributeValue, _ text: String?) throws {
    #expect(try fields([("gen_ai.prompt.version", value)]).promptVersion == text)
  }

  @Test func `a finish reason is the first of a list, or a text`() throws {
    let key = "gen_ai.response.finish_reasons"
    #expect(try fields([(key, .array(["stop", "length"]))]).finishReason == "stop")
    #expect(try fields([(key, "stop")]).finishReason == "stop")
    #expect(try fields([(key, .array([]))]).finishReason == nil)
    #expect(
      try fields([(key, .array([])), ("llm.finish_reason", "length")]).finishReason == "length")
  }
}
