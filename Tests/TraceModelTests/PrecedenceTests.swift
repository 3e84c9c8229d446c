import Testing
import TraceModel

/// A field and the attributes that it is read from, best first, each with a value and what the
/// field then is.
struct Sources: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let read: @Sendable (SpanFields) -> String?
  let attributes: [(key: String, value: AttributeValue, field: String)]

  init(
    _ name: String, _ read: @escaping @Sendable (SpanFields) -> String?,
    _ attributes: [(key: String, value: AttributeValue, field: String)]
  ) {
    testDescription = name
    self.read = read
    self.attributes = attributes
  }
}

private func text(_ payload: SpanFields.Payload?) -> String? {
  switch payload {
  case .attribute(let key): key
  case .assembled(let text): text
  case nil: nil
  }
}

private let usage = "langfuse.observation.usage_details"

struct PrecedenceTests {
  @Test(arguments: [
    Sources(
      "stage", { $0.stage },
      [
        ("spoor.stage", "Validation Step", "Validation Step"),
        ("openinference.span.kind", "RETRIEVER", "retrieval"),
        ("langfuse.observation.type", "generation", "generation"),
        ("gen_ai.operation.name", "execute_tool", "tool"),
        ("traceloop.span.kind", "workflow", "workflow"),
        ("llm.request.type", "rerank", "reranking"),
      ]),
    Sources(
      "model", { $0.model },
      [
        ("gen_ai.response.model", "a", "a"), ("llm.response.model_name", "b", "b"),
        ("llm.model_name", "c", "c"), ("langfuse.observation.model.name", "d", "d"),
        ("gen_ai.request.model", "e", "e"), ("llm.request.model_name", "f", "f"),
        ("embedding.model_name", "g", "g"), ("reranker.model_name", "h", "h"),
      ]),
    Sources(
      "request_model", { $0.requestModel },
      [("gen_ai.request.model", "a", "a"), ("llm.request.model_name", "b", "b")]),
    Sources(
      "provider", { $0.provider },
      [
        ("gen_ai.provider.name", "openai", "openai"), ("gen_ai.system", "xai", "x_ai"),
        ("llm.provider", "Azure", "azure.ai.openai"), ("llm.system", "VertexAI", "gcp.vertex_ai"),
      ]),
    Sources(
      "prompt_name", { $0.promptName },
      [
        ("spoor.prompt.name", "a", "a"), ("gen_ai.prompt.name", "b", "b"),
        ("langfuse.observation.prompt.name", "c", "c"), ("traceloop.prompt.key", "d", "d"),
        ("prompt.id", "e", "e"),
      ]),
    Sources(
      "prompt_version", { $0.promptVersion },
      [
        ("spoor.prompt.version", "v1", "v1"), ("gen_ai.prompt.version", "v2", "v2"),
        ("langfuse.observation.prompt.version", 3, "3"), ("traceloop.prompt.version", 4, "4"),
        ("traceloop.prompt.version_hash", "f00", "f00"),
        ("llm.prompt_template.version", "1.5", "1.5"),
      ]),
    Sources(
      "template", { $0.template },
      [
        ("llm.prompt_template.template", "Hi {a}", "Hi {a}"),
        ("traceloop.prompt.template", "Ho {b}", "Ho {b}"),
      ]),
    Sources(
      "input_tokens", { $0.inputTokens.map { "\($0)" } },
      [
        ("gen_ai.usage.input_tokens", 1, "1"), ("llm.token_count.prompt", 2, "2"),
        (usage, #"{"input":3}"#, "3"), ("gen_ai.usage.prompt_tokens", 4, "4"),
      ]),
    Sources(
      "output_tokens", { $0.outputTokens.map { "\($0)" } },
      [
        ("gen_ai.usage.output_tokens", 1, "1"), ("llm.token_count.completion", 2, "2"),
        (usage, #"{"output":3}"#, "3"), ("gen_ai.usage.completion_tokens", 4, "4"),
      ]),
    Sources(
      "cached_tokens", { $0.cachedTokens.map { "\($0)" } },
      [
        ("gen_ai.usage.cache_read.input_tokens", 1, "1"),
        ("gen_ai.usage.cache_read_input_tokens", 2, "2"),
        ("llm.token_count.prompt_details.cache_read", 3, "3"),
        (usage, #"{"input_cached_tokens":4}"#, "4"),
      ]),
    Sources(
      "reasoning_tokens", { $0.reasoningTokens.map { "\($0)" } },
      [
        ("gen_ai.usage.reasoning.output_tokens", 1, "1"),
        ("llm.token_count.completion_details.reasoning", 2, "2"),
        ("gen_ai.usage.reasoning_tokens", 3, "3"),
        (usage, #"{"output_reasoning_tokens":4}"#, "4"),
      ]),
    Sources(
      "total_tokens", { $0.totalTokens.map { "\($0)" } },
      [
        ("gen_ai.usage.total_tokens", 1, "1"), ("llm.token_count.total", 2, "2"),
        (usage, #"{"total":3}"#, "3"), ("llm.usage.total_tokens", 4, "4"),
        ("gen_ai.usage.input_tokens", 5, "5"),
      ]),
    Sources(
      "cost", { $0.cost.map { "\($0)" } },
      [
        ("llm.cost.total", 0.5, "500000000"),
        ("langfuse.observation.cost_details", #"{"total":0.25}"#, "250000000"),
        ("llm.cost.prompt", 0.125, "125000000"),
      ]),
    Sources(
      "session_id", { $0.sessionID },
      [
        ("session.id", "a", "a"), ("langfuse.session.id", "b", "b"),
        ("gen_ai.conversation.id", "c", "c"),
        ("traceloop.association.properties.session_id", 7, "7"),
      ]),
    Sources(
      "user_id", { $0.userID },
      [
        ("user.id", "a", "a"), ("langfuse.user.id", "b", "b"), ("enduser.id", "c", "c"),
        ("gen_ai.user", "d", "d"), ("traceloop.association.properties.user_id", 42, "42"),
      ]),
    Sources(
      "error_type", { $0.errorType },
      [("error.type", "timeout", "timeout"), ("gen_ai.guardrail.error.type", "pii", "pii")]),
    Sources(
      "ttft", { $0.timeToFirstToken.map { "\($0)" } },
      [
        ("gen_ai.response.time_to_first_chunk", 0.25, "250000000"),
        (
          "langfuse.observation.completion_start_time", "2025-05-11T21:47:08.5Z", "500000000"
        ),
      ]),
    Sources(
      "sampling_probability", { $0.samplingProbability.map { "\($0)" } },
      [("sampleRate", 4, "0.25"), ("SampleRate", "10", "0.1")]),
    Sources(
      "finish_reason", { $0.finishReason },
      [
        ("gen_ai.response.finish_reasons", .array(["stop", "length"]), "stop"),
        ("llm.finish_reason", "length", "length"),
        ("gen_ai.response.finish_reason", "tool_calls", "tool_calls"),
      ]),
    Sources(
      "input", { text($0.input) },
      [
        ("gen_ai.input.messages", "[]", "gen_ai.input.messages"),
        ("llm.input_messages.0.message.role", "user", #"[{"role":"user"}]"#),
        ("langfuse.observation.input", "b", "langfuse.observation.input"),
        ("traceloop.entity.input", "c", "traceloop.entity.input"),
        ("input.value", "d", "input.value"), ("gen_ai.prompt", "e", "gen_ai.prompt"),
        ("gen_ai.prompt.0.role", "system", #"[{"role":"system"}]"#),
        ("gen_ai.tool.call.arguments", "f", "gen_ai.tool.call.arguments"),
      ]),
    Sources(
      "output", { text($0.output) },
      [
        ("gen_ai.output.messages", "[]", "gen_ai.output.messages"),
        ("llm.output_messages.0.message.role", "user", #"[{"role":"user"}]"#),
        ("langfuse.observation.output", "b", "langfuse.observation.output"),
        ("traceloop.entity.output", "c", "traceloop.entity.output"),
        ("output.value", "d", "output.value"), ("gen_ai.completion", "e", "gen_ai.completion"),
        ("gen_ai.completion.0.role", "assistant", #"[{"role":"assistant"}]"#),
        ("gen_ai.tool.call.result", "f", "gen_ai.tool.call.result"),
      ]),
  ])
  func `the first source that is present wins, in whatever order they come`(
    _ sources: Sources
  ) throws {
    for first in sources.attributes.indices {
      let present = sources.attributes[first...].map { ($0.key, $0.value) }
      let expected = sources.attributes[first].field
      #expect(sources.read(try fields(present)) == expected)
      #expect(sources.read(try fields(present.reversed())) == expected)
      // A source without a usable value is as good as none.
      let unusable = sources.attributes[..<first].map { ($0.key, AttributeValue.empty) }
      #expect(sources.read(try fields(unusable + present)) == expected)
      #expect(sources.read(try fields(present + unusable)) == expected)
      #expect(sources.read(try fields([present[0]])) == expected)
    }
    #expect(sources.read(try fields([])) == nil)
  }

  @Test func `of one attribute twice the last counts`() throws {
    let fields = try fields([("gen_ai.request.model", "a"), ("gen_ai.request.model", "b")])
    #expect(fields.model == "b")
    #expect(fields.requestModel == "b")
  }
}
