// What went in and what came out.
extension Precedence {
  static let input = Precedence(
    .input,
    [
      "gen_ai.input.messages",
      .flattened("llm.input_messages."),  // OpenInference: `….0.message.role`
      "langfuse.observation.input",
      "traceloop.entity.input",
      "input.value",  // OpenInference
      "gen_ai.prompt",  // OpenTelemetry until 1.27
      .flattened("gen_ai.prompt."),  // Traceloop: `….0.role`
      "gen_ai.tool.call.arguments",
    ])

  static let output = Precedence(
    .output,
    [
      "gen_ai.output.messages",
      .flattened("llm.output_messages."),
      "langfuse.observation.output",
      "traceloop.entity.output",
      "output.value",
      "gen_ai.completion",
      .flattened("gen_ai.completion."),
      "gen_ai.tool.call.result",
    ])
}
