public import Tracing

/// Looks something up in a span of its own: stage `retrieval`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - source: what is searched: an index, a collection, a service.
///   - query: what is asked for: the field `input`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withRetrieval<Result, Failure: Error>(
  from source: String, query: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (RetrievalSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    RetrievalSpan.step(source, query), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: RetrievalSpan.init, body)
}

/// The span of a retrieval.
public struct RetrievalSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ source: String, _ query: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "retrieval", AttributeName.dataSource: .string(source),
    ]
    if let query { attributes[AttributeName.input] = query }
    return PipelineStep(name: "retrieval \(source)", kind: .client, attributes: attributes)
  }

  /// Tells what was found, best first: the field `output`, as JSON, and how many there are.
  public func setDocuments(_ documents: [RetrievedDocument]) {
    set(.string(documents.json), AttributeName.output)
    set(.int64(Int64(documents.count)), AttributeName.documentCount)
  }
}
