// Which step of a pipeline a span is.
//
// Conventions, as of these versions: OpenTelemetry GenAI 1.41, OpenInference 0.1.42, Langfuse 5.0,
// Traceloop (OpenLLMetry) 0.62.
extension Precedence {
  static let stage = Precedence(
    .stage,
    [
      "spoor.stage",  // verbatim: who sets it means it
      .stage("openinference.span.kind", .openInference),
      .stage("langfuse.observation.type", .langfuse),
      .stage("gen_ai.operation.name", .openTelemetry),
      .stage("traceloop.span.kind", .traceloop),
      .stage("llm.request.type", .traceloopRequest),
    ])
}

/// A convention's words for steps, and the stages they are.
///
/// Case does not count. A word that is not in the table is taken as it is, in lower case:
/// conventions grow, and a new step is better told by its own name than not at all. A word for
/// no step in particular counts as absent, so that the next source is asked.
struct StageNames: Sendable {
  private let stages: [String: String]
  private let nonSteps: Set<String>

  private init(_ stages: [String: String], nonSteps: Set<String> = []) {
    self.stages = stages
    self.nonSteps = nonSteps.union(["", "unknown", "undefined", "unspecified", "none"])
  }

  /// The stage that a word stands for; nil when it stands for none.
  func stage(of word: String) -> String? {
    let word = word.foldedToLowercase
    if let stage = stages[word] { return stage }
    return nonSteps.contains(word) ? nil : word
  }

  /// `openinference.span.kind`.
  ///
  /// A PROMPT span renders a template with what was retrieved: that is the augmentation of
  /// retrieval-augmented generation.
  static let openInference = StageNames([
    "llm": "generation", "embedding": "embedding", "chain": "chain", "retriever": "retrieval",
    "reranker": "reranking", "tool": "tool", "agent": "agent", "guardrail": "guardrail",
    "evaluator": "evaluation", "prompt": "augmentation",
  ])

  /// `langfuse.observation.type`.
  ///
  /// `span` and `event` say only what shape the observation has, not what it does.
  static let langfuse = StageNames(
    [
      "generation": "generation", "embedding": "embedding", "agent": "agent", "tool": "tool",
      "chain": "chain", "retriever": "retrieval", "evaluator": "evaluation",
      "guardrail": "guardrail",
    ], nonSteps: ["span", "event"])

  /// `gen_ai.operation.name`.
  static let openTelemetry = StageNames([
    "chat": "generation", "text_completion": "generation", "generate_content": "generation",
    "embeddings": "embedding", "execute_tool": "tool", "invoke_agent": "agent",
    "create_agent": "agent", "invoke_workflow": "workflow", "retrieval": "retrieval",
  ])

  /// `traceloop.span.kind`.
  ///
  /// A task is any step of a workflow, which says as much as OpenInference's CHAIN: a link
  /// between other steps.
  static let traceloop = StageNames([
    "workflow": "workflow", "task": "chain", "agent": "agent", "tool": "tool",
  ])

  /// `llm.request.type`, Traceloop's before it adopted `gen_ai.operation.name`.
  static let traceloopRequest = StageNames([
    "chat": "generation", "completion": "generation", "embedding": "embedding",
    "rerank": "reranking",
  ])
}
