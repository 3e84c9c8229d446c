import Testing
import TraceModel

struct StageTests {
  @Test(arguments: [
    ("openinference.span.kind", "LLM", "generation"),
    ("openinference.span.kind", "llm", "generation"),
    ("openinference.span.kind", "EMBEDDING", "embedding"),
    ("openinference.span.kind", "CHAIN", "chain"),
    ("openinference.span.kind", "RETRIEVER", "retrieval"),
    ("openinference.span.kind", "RERANKER", "reranking"),
    ("openinference.span.kind", "TOOL", "tool"),
    ("openinference.span.kind", "AGENT", "agent"),
    ("openinference.span.kind", "GUARDRAIL", "guardrail"),
    ("openinference.span.kind", "EVALUATOR", "evaluation"),
    ("openinference.span.kind", "PROMPT", "augmentation"),
    ("openinference.span.kind", "PLANNER", "planner"),
    ("openinference.span.kind", "UNKNOWN", nil),
    ("langfuse.observation.type", "generation", "generation"),
    ("langfuse.observation.type", "embedding", "embedding"),
    ("langfuse.observation.type", "agent", "agent"),
    ("langfuse.observation.type", "tool", "tool"),
    ("langfuse.observation.type", "chain", "chain"),
    ("langfuse.observation.type", "retriever", "retrieval"),
    ("langfuse.observation.type", "evaluator", "evaluation"),
    ("langfuse.observation.type", "guardrail", "guardrail"),
    ("langfuse.observation.type", "span", nil),
    ("langfuse.observation.type", "event", nil),
    ("gen_ai.operation.name", "chat", "generation"),
    ("gen_ai.operation.name", "text_completion", "generation"),
    ("gen_ai.operation.name", "generate_content", "generation"),
    ("gen_ai.operation.name", "embeddings", "embedding"),
    ("gen_ai.operation.name", "execute_tool", "tool"),
    ("gen_ai.operation.name", "invoke_agent", "agent"),
    ("gen_ai.operation.name", "create_agent", "agent"),
    ("gen_ai.operation.name", "invoke_workflow", "workflow"),
    ("gen_ai.operation.name", "retrieval", "retrieval"),
    ("gen_ai.operation.name", "Transcribe_Audio", "transcribe_audio"),
    ("traceloop.span.kind", "workflow", "workflow"),
    ("traceloop.span.kind", "task", "chain"),
    ("traceloop.span.kind", "agent", "agent"),
    ("traceloop.span.kind", "tool", "tool"),
    ("traceloop.span.kind", "unknown", nil),
    ("llm.request.type", "chat", "generation"),
    ("llm.request.type", "completion", "generation"),
    ("llm.request.type", "embedding", "embedding"),
    ("llm.request.type", "rerank", "reranking"),
    ("llm.request.type", "unknown", nil),
    ("spoor.stage", "Re-Rank 2", "Re-Rank 2"),
    ("spoor.stage", "", nil),
  ])
  func `a convention's word for a step becomes a stage`(
    _ key: String, _ word: String, _ stage: String?
  ) throws {
    #expect(try fields([(key, .string(word))]).stage == stage)
  }

  @Test func `a word for no step in particular leaves it to the next convention`() throws {
    #expect(
      try fields([("langfuse.observation.type", "span"), ("gen_ai.operation.name", "chat")]).stage
        == "generation")
    #expect(
      try fields([("openinference.span.kind", "UNKNOWN"), ("traceloop.span.kind", "tool")]).stage
        == "tool")
  }

  @Test func `a span of no step has no stage`() throws {
    #expect(try fields([("http.request.method", "POST")]).stage == nil)
  }
}

struct ProviderTests {
  @Test(arguments: [
    ("openai", "openai"), ("OpenAI", "openai"), ("xai", "x_ai"), ("mistralai", "mistral_ai"),
    ("az.ai.openai", "azure.ai.openai"), ("azure", "azure.ai.openai"),
    ("az.ai.inference", "azure.ai.inference"), ("AWS", "aws.bedrock"),
    ("amazon", "aws.bedrock"), ("vertexai", "gcp.vertex_ai"), ("Google", "gcp.gen_ai"),
    ("aws.bedrock", "aws.bedrock"), ("SomeoneElse", "someoneelse"),
  ])
  func `a provider has one spelling`(_ sent: String, _ canonical: String) throws {
    #expect(try fields([("gen_ai.provider.name", .string(sent))]).provider == canonical)
  }
}
