public import Tracing

/// Has a model embed texts, in a span of its own: stage `embedding`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - model: the model that is asked.
///   - provider: whose API is asked, as OpenTelemetry spells it.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withEmbedding<Result, Failure: Error>(
  model: String, provider: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (EmbeddingSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    EmbeddingSpan.step(model, provider), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: EmbeddingSpan.init, body)
}

/// The span of a call that embeds texts.
public struct EmbeddingSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ model: String, _ provider: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "embeddings", AttributeName.requestModel: .string(model),
    ]
    if let provider { attributes[AttributeName.provider] = provider }
    return PipelineStep(name: "embeddings \(model)", kind: .client, attributes: attributes)
  }

  /// Tells the tokens that went in.
  public func setUsage(inputTokens: Int) { set(TokenUsage(input: inputTokens)) }

  /// Tells what the call cost, in US dollars.
  public func setCost(dollars: Double) { setCost(dollars) }
}
