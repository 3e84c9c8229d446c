public import Tracing

/// Checks what came out, in a span of its own: stage `validation`.
///
/// A verdict is told with ``ValidationSpan/setVerdict(_:)``: that an answer was rejected is what the
/// check is for, and no error. Errors of the check itself are recorded and thrown on.
///
/// - Parameters:
///   - validator: what checks: `cites-sources`, `json-schema`.
///   - input: what is checked: the field `input`.
///   - context: what the span is a child of.
///   - isolation: the actor that the closure runs on: the caller's.
///   - function: the caller.
///   - file: the caller's file.
///   - line: the caller's line.
///   - body: does the work.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws.
public func withValidation<Result, Failure: Error>(
  by validator: String, input: String? = nil,
  context: ServiceContext = .current ?? .topLevel,
  isolation: isolated (any Actor)? = #isolation,
  function: String = #function, file: String = #fileID, line: UInt = #line,
  _ body: (ValidationSpan) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  try await withStep(
    ValidationSpan.step(validator, input), in: context, isolation: isolation,
    at: CallPlace(function: function, file: file, line: line), handle: ValidationSpan.init, body)
}

/// What a validator found.
public enum ValidationVerdict: Hashable, Sendable {
  /// It may go on.
  case passed
  /// It may not, and why.
  case rejected(reason: String)
}

/// The span of a validation.
public struct ValidationSpan: PipelineSpan {
  /// The span itself.
  public let span: any Tracing.Span

  init(_ span: any Tracing.Span) { self.span = span }

  static func step(_ validator: String, _ input: String?) -> PipelineStep {
    var attributes: SpanAttributes = [
      AttributeName.stage: "validation", AttributeName.evaluationName: .string(validator),
    ]
    if let input { attributes[AttributeName.input] = input }
    return PipelineStep(name: "validation \(validator)", kind: .internal, attributes: attributes)
  }

  /// Tells what the validator found, as `attr.gen_ai.evaluation.score.label`: `pass`, or `fail` and
  /// the reason as `attr.gen_ai.evaluation.explanation`.
  public func setVerdict(_ verdict: ValidationVerdict) {
    switch verdict {
    case .passed: set("pass", AttributeName.evaluationLabel)
    case .rejected(let reason):
      set("fail", AttributeName.evaluationLabel)
      set(.string(reason), AttributeName.evaluationExplanation)
    }
  }

  /// Tells a score that the validator gave, as `attr.gen_ai.evaluation.score.value`.
  public func setScore(_ score: Double) {
    set(.double(score), AttributeName.evaluationScore)
  }
}
