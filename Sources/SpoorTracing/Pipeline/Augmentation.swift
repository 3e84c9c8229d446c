public import Tracing

/// Puts what was retrieved into a prompt, in a span of its own: stage `augmentation`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - prompt: the prompt's name and version.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withAugmentation<Result, Failure: Error>(
  prompt: Prompt,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (AugmentationSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    AugmentationSpan.step(prompt), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: AugmentationSpan.init, body)
}

/// The span of an augmentation.
public struct AugmentationSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ prompt: Prompt) -> PipelineStep {
    var attributes: SpanAttributes = [AttributeName.stage: "augmentation"]
    attributes.set(prompt)
    return PipelineStep(
      name: "augmentation \(prompt.name)", kind: .internal, attributes: attributes)
  }
}
