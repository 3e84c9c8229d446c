// Which model answered, and who ran it.
extension Precedence {
  /// The model that answered, or was asked when the answer does not say.
  static let model = Precedence(
    .model,
    [
      "gen_ai.response.model",
      "llm.response.model_name",
      "llm.model_name",
      "langfuse.observation.model.name",
      "gen_ai.request.model",
      "llm.request.model_name",
      "embedding.model_name",
      "reranker.model_name",
    ])

  /// The model that was asked: one that differs from `model` shows a silent change.
  static let requestModel = Precedence(
    .requestModel, ["gen_ai.request.model", "llm.request.model_name"])

  static let provider = Precedence(
    .provider,
    [
      "gen_ai.provider.name",
      "gen_ai.system",  // its name until OpenTelemetry 1.37
      "llm.provider",
      "llm.system",
    ])

  /// The first reason, where there is a list of one for each choice.
  static let finishReason = Precedence(
    .finishReason,
    ["gen_ai.response.finish_reasons", "llm.finish_reason", "gen_ai.response.finish_reason"])

  /// Seconds, or the moment of the first token.
  static let timeToFirstToken = Precedence(
    .timeToFirstToken,
    [
      "gen_ai.response.time_to_first_chunk",
      .instant("langfuse.observation.completion_start_time"),
    ])
}

/// The providers' names, as OpenTelemetry GenAI 1.41 spells them.
enum ProviderName {
  /// The canonical spelling of a provider; an unknown one in lower case.
  static func canonical(_ name: String) -> String {
    let name = name.foldedToLowercase
    return aliases[name] ?? name
  }

  private static let aliases = [
    "xai": "x_ai",
    "mistral": "mistral_ai", "mistralai": "mistral_ai",
    "azure": "azure.ai.openai", "az.ai.openai": "azure.ai.openai",
    "az.ai.inference": "azure.ai.inference",
    "aws": "aws.bedrock", "amazon": "aws.bedrock", "bedrock": "aws.bedrock",
    "aws_bedrock": "aws.bedrock",
    "vertexai": "gcp.vertex_ai", "vertex_ai": "gcp.vertex_ai",
    "google": "gcp.gen_ai",
    "gemini": "gcp.gemini",
    "watsonx": "ibm.watsonx.ai",
  ]
}
