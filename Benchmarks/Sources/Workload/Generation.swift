import Spoor

/// What a call of a language model carries: model, prompt, usage and cost.
enum Generation {
  /// The median of what a call takes.
  static let medianSeconds = 1.3

  private static let versions = ZipfDistribution(
    count: WorkloadOptions.versionCount, exponent: 0.8)

  /// The attributes of one call, and its messages where the session keeps them.
  static func attributes(
    session: inout Session, random: inout RandomSource
  ) -> [Attribute] {
    let input = Int64(random.logNormal(median: 1_020, spread: 0.8))
    let output = Int64(random.logNormal(median: 129, spread: 0.9))
    let model = Model.all[random.below(Model.all.count)]
    let version = versions.draw(&random) + 1
    let cost = Double(input) * model.inputPrice + Double(output) * model.outputPrice
    return [
      .text("gen_ai.operation.name", "chat"), .text("gen_ai.provider.name", model.provider),
      .text("gen_ai.request.model", model.name),
      .text("gen_ai.response.model", model.name),
      .text("gen_ai.prompt.name", "support"),
      .text("gen_ai.prompt.version", "v\(version)"),
      Attribute(key: "gen_ai.usage.input_tokens", value: .integer(input)),
      Attribute(key: "gen_ai.usage.output_tokens", value: .integer(output)),
      Attribute(key: "llm.cost.total", value: .double(cost)),
    ] + session.messages(promptVersion: version)
  }
}

/// A model, its provider, and what a token costs in US dollars.
private struct Model {
  let name: String
  let provider: String
  let inputPrice: Double
  let outputPrice: Double

  static let all = [
    Model(name: "gpt-4o", provider: "openai", inputPrice: 2.5e-6, outputPrice: 10e-6),
    Model(name: "gpt-4o-mini", provider: "openai", inputPrice: 0.15e-6, outputPrice: 0.6e-6),
    Model(name: "claude-sonnet-4", provider: "anthropic", inputPrice: 3e-6, outputPrice: 15e-6),
    Model(name: "claude-haiku-3.5", provider: "anthropic", inputPrice: 0.8e-6, outputPrice: 4e-6),
    Model(name: "gemini-2.5-pro", provider: "gcp.gemini", inputPrice: 1.25e-6, outputPrice: 10e-6),
    Model(name: "mistral-large", provider: "mistral_ai", inputPrice: 2e-6, outputPrice: 6e-6),
  ]
}
