/// The names that the helpers give attributes.
///
/// OpenTelemetry's for generative AI where it has one, OpenInference's for payloads of plain text,
/// cost and template, and Spoor's own for what neither has.
enum AttributeName {
  static let stage = "spoor.stage"
  static let operation = "gen_ai.operation.name"
  static let provider = "gen_ai.provider.name"
  static let requestModel = "gen_ai.request.model"
  static let isStreamed = "gen_ai.request.stream"
  static let responseModel = "gen_ai.response.model"
  static let responseID = "gen_ai.response.id"
  static let finishReasons = "gen_ai.response.finish_reasons"
  /// Seconds.
  static let timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
  static let chunkCount = "spoor.stream.chunk_count"
  static let uncollectedByteCount = "spoor.stream.uncollected_bytes"

  static let promptName = "gen_ai.prompt.name"
  static let promptVersion = "spoor.prompt.version"
  static let promptTemplate = "llm.prompt_template.template"

  static let inputTokens = "gen_ai.usage.input_tokens"
  static let outputTokens = "gen_ai.usage.output_tokens"
  static let cachedTokens = "gen_ai.usage.cache_read.input_tokens"
  static let reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
  /// US dollars.
  static let cost = "llm.cost.total"

  static let input = "input.value"
  static let output = "output.value"
  static let inputMessages = "gen_ai.input.messages"
  static let outputMessages = "gen_ai.output.messages"

  static let conversation = "gen_ai.conversation.id"
  static let user = "user.id"
  static let agentName = "gen_ai.agent.name"
  static let workflowName = "gen_ai.workflow.name"
  static let toolName = "gen_ai.tool.name"
  static let toolCallID = "gen_ai.tool.call.id"
  static let dataSource = "gen_ai.data_source.id"
  static let documentCount = "spoor.retrieval.document_count"
  static let evaluationName = "gen_ai.evaluation.name"
  static let evaluationLabel = "gen_ai.evaluation.score.label"
  static let evaluationScore = "gen_ai.evaluation.score.value"
  static let evaluationExplanation = "gen_ai.evaluation.explanation"
}
