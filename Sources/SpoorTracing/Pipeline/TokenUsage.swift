import Tracing

/// The tokens that a call to a model took, as its answer tells them.
public struct TokenUsage: Hashable, Sendable {
  /// Tokens that went in, those read from a cache included.
  public var input: Int?
  /// Tokens that came out, those of reasoning included.
  public var output: Int?
  /// Of those that went in, those read from a cache.
  public var cached: Int?
  /// Of those that came out, those of reasoning.
  public var reasoning: Int?

  /// What is not told is not known, which is not zero.
  public init(input: Int? = nil, output: Int? = nil, cached: Int? = nil, reasoning: Int? = nil) {
    self.input = input
    self.output = output
    self.cached = cached
    self.reasoning = reasoning
  }
}

extension PipelineSpan {
  func set(_ usage: TokenUsage) {
    let counts = [
      (AttributeName.inputTokens, usage.input), (AttributeName.outputTokens, usage.output),
      (AttributeName.cachedTokens, usage.cached), (AttributeName.reasoningTokens, usage.reasoning),
    ]
    span.updateAttributes { attributes in
      for case (let name, let count?) in counts { attributes[name] = count }
    }
  }

  /// A cost that is not finite, or negative, is none.
  func setCost(_ dollars: Double) {
    if dollars.isFinite, dollars >= 0 { set(.double(dollars), AttributeName.cost) }
  }
}
