// Which prompt was used. No convention names a version but the vendors' own.
extension Precedence {
  static let promptName = Precedence(
    .promptName,
    [
      "spoor.prompt.name",
      "gen_ai.prompt.name",
      "langfuse.observation.prompt.name",
      "traceloop.prompt.key",
      "prompt.id",  // OpenInference
    ])

  /// Always text: Langfuse counts its versions, others name them.
  static let promptVersion = Precedence(
    .promptVersion,
    [
      "spoor.prompt.version",
      "gen_ai.prompt.version",  // in no convention, but written by hand
      "langfuse.observation.prompt.version",
      "traceloop.prompt.version",
      "traceloop.prompt.version_hash",
      "llm.prompt_template.version",  // OpenInference
    ])

  static let template = Precedence(
    .template, ["llm.prompt_template.template", "traceloop.prompt.template"])
}
