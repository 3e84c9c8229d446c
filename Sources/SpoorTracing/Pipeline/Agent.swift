public import Tracing

/// Runs an agent in a span of its own, with its steps below it: stage `agent`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - agent: the agent's name.
///   - conversation: the conversation it takes part in: the field `session_id`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withAgent<Result, Failure: Error>(
  _ agent: String, conversation: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (AgentSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    AgentSpan.step(agent, conversation), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: AgentSpan.init, body)
}

/// The span of an agent.
public struct AgentSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ agent: String, _ conversation: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "invoke_agent", AttributeName.agentName: .string(agent),
    ]
    if let conversation { attributes[AttributeName.conversation] = conversation }
    return PipelineStep(name: "invoke_agent \(agent)", kind: .internal, attributes: attributes)
  }
}
