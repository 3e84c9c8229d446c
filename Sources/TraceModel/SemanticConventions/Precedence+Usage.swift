// Tokens and money.
//
// OpenTelemetry counts cached tokens among the input's and reasoning tokens among the output's.
// What another convention counts is taken as sent.
extension Precedence {
  private static let usageDetails = "langfuse.observation.usage_details"
  private static let costDetails = "langfuse.observation.cost_details"

  static let inputTokens = Precedence(
    .inputTokens,
    [
      "gen_ai.usage.input_tokens",
      "llm.token_count.prompt",
      .member("input", "input_tokens", "prompt_tokens", of: usageDetails),
      "gen_ai.usage.prompt_tokens",  // OpenTelemetry until 1.27
    ])

  static let outputTokens = Precedence(
    .outputTokens,
    [
      "gen_ai.usage.output_tokens",
      "llm.token_count.completion",
      .member("output", "output_tokens", "completion_tokens", of: usageDetails),
      "gen_ai.usage.completion_tokens",  // OpenTelemetry until 1.27
    ])

  static let cachedTokens = Precedence(
    .cachedTokens,
    [
      "gen_ai.usage.cache_read.input_tokens",
      "gen_ai.usage.cache_read_input_tokens",  // Traceloop
      "llm.token_count.prompt_details.cache_read",
      .member(
        "input_cached_tokens", "input_cache_read", "cache_read_input_tokens", of: usageDetails),
    ])

  static let reasoningTokens = Precedence(
    .reasoningTokens,
    [
      "gen_ai.usage.reasoning.output_tokens",
      "llm.token_count.completion_details.reasoning",
      "gen_ai.usage.reasoning_tokens",  // Traceloop
      .member("output_reasoning_tokens", "output_reasoning", "reasoning_tokens", of: usageDetails),
    ])

  /// Where none is told: input and output together.
  static let totalTokens = Precedence(
    .totalTokens,
    [
      "gen_ai.usage.total_tokens",
      "llm.token_count.total",
      .member("total", "total_tokens", of: usageDetails),
      "llm.usage.total_tokens",  // Traceloop
    ])

  /// US dollars, as the sender reckons them.
  ///
  /// Where none is told: the two below together.
  static let cost = Precedence(.cost, ["llm.cost.total", .member("total", of: costDetails)])

  static let promptCost = Precedence(
    .promptCost, ["llm.cost.prompt", .member("input", of: costDetails)])

  static let completionCost = Precedence(
    .completionCost, ["llm.cost.completion", .member("output", of: costDetails)])
}
