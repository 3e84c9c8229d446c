public import Tracing

/// Runs a pipeline in a span of its own, with its steps below it: stage `workflow`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - workflow: the pipeline's name.
///   - conversation: the conversation it answers in: the field `session_id`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withWorkflow<Result, Failure: Error>(
  _ workflow: String, conversation: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (WorkflowSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    WorkflowSpan.step(workflow, conversation), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: WorkflowSpan.init, body)
}

/// The span of a pipeline.
public struct WorkflowSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ workflow: String, _ conversation: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "invoke_workflow", AttributeName.workflowName: .string(workflow),
    ]
    if let conversation { attributes[AttributeName.conversation] = conversation }
    return PipelineStep(
      name: "invoke_workflow \(workflow)", kind: .internal, attributes: attributes)
  }
}
