import Testing
import TraceModel

struct PayloadTests {
  @Test func `text is named by its attribute, to the byte`() throws {
    let fields = try fields([("gen_ai.input.messages", "[ {} ]"), ("output.value", "")])
    #expect(fields.input == .attribute(key: "gen_ai.input.messages"))
    #expect(fields.output == .attribute(key: "output.value"))
  }

  @Test func `messages that were sent as a list are named, too, and are its JSON`() throws {
    let message = AttributeValue.map([
      Attribute(key: "role", value: "user"), Attribute(key: "parts", value: .array([1, .empty])),
    ])
    let list = AttributeValue.array([message])
    #expect(
      try fields([("gen_ai.input.messages", list)]).input
        == .attribute(key: "gen_ai.input.messages"))
    #expect(list.payloadText == #"[{"role":"user","parts":[1,null]}]"#)
    #expect(AttributeValue.string("[ {} ]").payloadText == "[ {} ]")
    #expect(try fields([("input.value", .integer(7))]).input == .assembled("7"))
  }

  @Test func `OpenInference's messages are put together again`() throws {
    let fields = try fields([
      ("llm.input_messages.1.message.role", "assistant"),
      ("llm.input_messages.0.message.role", "user"),
      ("llm.input_messages.0.message.content", "say \"hi\""),
      ("llm.input_messages.1.message.tool_calls.0.tool_call.function.name", "look"),
      ("llm.input_messages.1.message.tool_calls.0.tool_call.function.arguments", "{}"),
      ("llm.input_messages.10.message.contents.0.message_content.type", "text"),
      ("llm.input_messages.10.message.contents.1.message_content.type", "image"),
      ("llm.input_messages.2.message.score", 0.5),
      ("llm.output_messages.0.message", "bare"),
    ])
    #expect(
      fields.input
        == .assembled(
          #"[{"content":"say \"hi\"","role":"user"},"#
            + #"{"role":"assistant","tool_calls":[{"function":{"arguments":"{}","name":"look"}}]},"#
            + #"{"score":0.5},{"contents":[{"type":"text"},{"type":"image"}]}]"#))
    #expect(fields.output == .assembled(#"[{"message":"bare"}]"#))
  }

  @Test func `Traceloop's prompts are put together, without the prompt's name`() throws {
    let fields = try fields([
      ("gen_ai.prompt.name", "greeting"), ("gen_ai.prompt.version", "v2"),
      ("gen_ai.prompt.0.role", "user"), ("gen_ai.prompt.0.content", "hi"),
      ("gen_ai.completion.0.role", "assistant"), ("gen_ai.completion.0.content", "ho"),
    ])
    #expect(fields.input == .assembled(#"[{"content":"hi","role":"user"}]"#))
    #expect(fields.output == .assembled(#"[{"content":"ho","role":"assistant"}]"#))
    #expect(fields.promptName == "greeting")
    #expect(try TraceModelTests.fields([("gen_ai.prompt.name", "greeting")]).input == nil)
  }

  @Test func `the order of attributes does not matter, and of one name only the last counts`()
    throws
  {
    let once: [(String, AttributeValue)] = [
      ("gen_ai.prompt.0.content", "hi"), ("gen_ai.prompt.0.role", "user"),
      ("gen_ai.operation.name", .bytes([1])), ("spoor.stage", "retrieval"), ("session.id", .empty),
    ]
    let twice: [(String, AttributeValue)] = [
      ("session.id", "s1"), ("gen_ai.operation.name", "chat"), ("gen_ai.prompt.0.role", "system"),
    ]
    let expected = try fields(once)
    #expect(expected.sessionID == nil)
    #expect(try fields(once.reversed()) == expected)
    #expect(try fields(twice + once) == expected)
    #expect(try fields(twice + once.reversed()) == expected)
  }

  @Test func `a path of nothing but dots costs no stack`() throws {
    let dots = String(repeating: ".", count: 200_000)
    let fields = try fields([("llm.input_messages.0" + dots, 1)])
    guard case .assembled(let text) = fields.input else {
      Issue.record("no payload")
      return
    }
    #expect(text.hasPrefix(#"[{"":{"":"#))
  }

  @Test func `thousands of messages are put together in linear time`() throws {
    let attributes = (0..<20_000).map {
      ("llm.input_messages.\($0).message.content", AttributeValue.integer(Int64($0)))
    }
    let span = try span(attributes.shuffled())
    let duration = ContinuousClock().measure {
      #expect(SpanFields(span).input != nil)
    }
    #expect(duration < .seconds(10))
  }
}
