public import Tracing

/// Runs a tool that a model asked for, in a span of its own: stage `tool`.
///
/// Errors are recorded and thrown on.
///
/// - Parameters:
///   - tool: the tool's name.
///   - callID: the id that the model gave the call.
///   - arguments: what the model wants it called with, as JSON: the field `input`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withTool<Result, Failure: Error>(
  _ tool: String, callID: String? = nil, arguments: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (ToolSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    ToolSpan.step(tool, callID, arguments), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: ToolSpan.init, body)
}

/// The span of a call of a tool; what the tool gives back is its output.
public struct ToolSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ tool: String, _ callID: String?, _ arguments: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.operation: "execute_tool", AttributeName.toolName: .string(tool),
    ]
    if let callID { attributes[AttributeName.toolCallID] = callID }
    if let arguments { attributes[AttributeName.input] = arguments }
    return PipelineStep(name: "execute_tool \(tool)", kind: .internal, attributes: attributes)
  }
}
