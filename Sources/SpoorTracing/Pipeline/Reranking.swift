public import Tracing

/// Has a model put what was retrieved in order, in a span of its own: stage `reranking`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - model: the model that is asked.
///   - provider: whose API is asked, as OpenTelemetry spells it.
///   - query: what the order goes by: the field `input`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withReranking<Result, Failure: Error>(
  model: String, provider: String? = nil, query: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (RerankingSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    RerankingSpan.step(model, provider, query), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: RerankingSpan.init, body)
}

/// The span of a reranking.
public struct RerankingSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ model: String, _ provider: String?, _ query: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.stage: "reranking", AttributeName.requestModel: .string(model),
    ]
    if let provider { attributes[AttributeName.provider] = provider }
    if let query { attributes[AttributeName.input] = query }
    return PipelineStep(name: "reranking \(model)", kind: .client, attributes: attributes)
  }

  /// Tells what came out, best first: the field `output`, as JSON, and how many there are.
  public func setDocuments(_ documents: [RetrievedDocument]) {
    set(.string(documents.json), AttributeName.output)
    set(.int64(Int64(documents.count)), AttributeName.documentCount)
  }

  /// Tells the tokens that went in.
  public func setUsage(inputTokens: Int) { set(TokenUsage(input: inputTokens)) }

  /// Tells what the call cost, in US dollars.
  public func setCost(dollars: Double) { setCost(dollars) }
}
