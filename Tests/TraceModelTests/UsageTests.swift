import Testing
import TraceModel

struct UsageTests {
  @Test(
    arguments: [
      (12, 12), ("12", 12), (12.0, 12), ("12.0", 12), ("1.2e1", 12), (0, 0),
      (12.5, nil), ("12.5", nil), ("many", nil), ("", nil), (-1, nil), ("-1", nil),
      (.boolean(true), nil), (.array([12]), nil), (.double(.nan), nil), (.double(.infinity), nil),
      (1e19, nil), (.bytes([1]), nil), (.empty, nil), (.integer(.max), .max),
    ] as [(AttributeValue, Int64?)])
  func `a count is a whole number however it was sent, else absent`(
    _ value: AttributeValue, _ count: Int64?
  ) throws {
    #expect(try fields([("gen_ai.usage.input_tokens", value)]).inputTokens == count)
    let fallback = try fields([
      ("gen_ai.usage.input_tokens", value), ("llm.token_count.prompt", 99),
    ])
    #expect(fallback.inputTokens == count ?? 99)
  }

  @Test func `the total is the sum of what is known`() throws {
    let input = ("gen_ai.usage.input_tokens", AttributeValue.integer(3))
    let output = ("gen_ai.usage.output_tokens", AttributeValue.integer(4))
    #expect(try fields([input, output]).totalTokens == 7)
    #expect(try fields([input]).totalTokens == 3)
    #expect(try fields([output]).totalTokens == 4)
    #expect(try fields([]).totalTokens == nil)
    #expect(
      try fields([output, ("gen_ai.usage.input_tokens", .integer(.max))]).totalTokens == nil)
  }

  @Test func `Langfuse's details are read from their JSON`() throws {
    let fields = try fields([
      (
        "langfuse.observation.usage_details",
        .string(
          #" { "audio" : {"input":9,"x":[1,"}"]}, "label":"a\",b", "input": 3, "output":4.0 , "#
            + #""total":8,"cache_read_input_tokens":2,"output_reasoning":1} "#)
      ),
      (
        "langfuse.observation.cost_details", .string(#"{"input":0.001,"output":2e-3,"x":null}"#)
      ),
    ])
    #expect(fields.inputTokens == 3)
    #expect(fields.outputTokens == 4)
    #expect(fields.totalTokens == 8)
    #expect(fields.cachedTokens == 2)
    #expect(fields.reasoningTokens == 1)
    #expect(fields.cost == 3_000_000)
  }

  @Test(arguments: [
    "", "{", "{}", "[1]", "5", "null", #"{"input"}"#, #"{"input":}"#, #"{"input":"3"}"#,
    #"{"input":{"input":3}}"#, #"{"x":"input":3}"#, #"{"inp\u0075t":3}"#, #"{"a\"#, #"{"a":"\"#,
    #"{"input":-3}"#, #"{"input":1.5}"#,
  ])
  func `details that are none count as absent`(_ text: String) throws {
    let fields = try fields([("langfuse.observation.usage_details", .string(text))])
    #expect(fields.inputTokens == nil)
    #expect(fields.totalTokens == nil)
  }

  @Test func `details may come as a map`() throws {
    let details = AttributeValue.map([Attribute(key: "input", value: 5)])
    #expect(try fields([("langfuse.observation.usage_details", details)]).inputTokens == 5)
  }
}

struct CostTests {
  @Test(
    arguments: [
      (0.000_938_596, 938_596), (1, 1_000_000_000), ("0.25", 250_000_000), (0, 0),
      (0.000_000_000_4, 0), (0.000_000_000_5, 1), (0.000_000_002_5, 3), (-0.000_000_002_5, -3),
      (9_223_372_036.0, 9_223_372_036_000_000_000), (9_223_372_037.0, nil), (1e300, nil),
      (.double(.nan), nil), (.double(.infinity), nil), (.double(-.infinity), nil), ("free", nil),
      ("inf", nil), (.boolean(true), nil),
    ] as [(AttributeValue, Int64?)])
  func `dollars become nano-dollars, rounded to the nearest`(
    _ dollars: AttributeValue, _ cost: Int64?
  ) throws {
    #expect(try fields([("llm.cost.total", dollars)]).cost == cost)
  }

  @Test func `the parts are summed where no total is told`() throws {
    #expect(
      try fields([("llm.cost.prompt", 0.1), ("llm.cost.completion", 0.2)]).cost == 300_000_000)
    #expect(try fields([("llm.cost.completion", 0.2)]).cost == 200_000_000)
    #expect(
      try fields([("llm.cost.prompt", 0.1), ("llm.cost.total", 0.5), ("llm.cost.completion", 0.2)])
        .cost == 500_000_000)
  }

  @Test func `no cost is not a cost of zero`() throws {
    #expect(try fields([("gen_ai.usage.input_tokens", 3)]).cost == nil)
    #expect(try fields([("llm.cost.total", 0.0)]).cost == 0)
  }
}
