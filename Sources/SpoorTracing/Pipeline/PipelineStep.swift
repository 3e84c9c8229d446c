import Tracing

/// What the span of a step starts with.
struct PipelineStep {
  let name: String
  let kind: Tracing.SpanKind
  let attributes: SpanAttributes

  /// A step of the current instrumentation's, whichever it is.
  func makeSpan(in context: ServiceContext, at place: CallPlace) -> any Tracing.Span {
    let span = startSpan(
      name, context: context, ofKind: kind, at: DefaultTracerClock.now, function: place.function,
      file: place.file, line: place.line)
    span.attributes = attributes
    return span
  }
}

/// Where a helper was called.
struct CallPlace {
  let function: String
  let file: String
  let line: UInt
}

/// Runs a step in a span of its own, which ends with it.
///
/// An error that leaves the closure is recorded, and thrown on.
func withStep<Handle, Result, Failure: Error>(
  _ step: PipelineStep, in context: ServiceContext, isolation: isolated (any Actor)?,
  at place: CallPlace, handle: (any Tracing.Span) -> Handle,
  _ body: (Handle) async throws(Failure) -> Result
) async throws(Failure) -> Result {
  let span = step.makeSpan(in: context, at: place)
  defer { span.end() }
  let handle = handle(span)
  // The task-local's scope rethrows any error; as a value, the error keeps its type.
  let outcome: Swift.Result<Result, Failure> = await ServiceContext.$current.withValue(
    span.context
  ) {
    do throws(Failure) {
      return .success(try await body(handle))
    } catch {
      return .failure(error)
    }
  }
  if case .failure(let error) = outcome {
    span.recordError(error)
    span.setStatus(Tracing.SpanStatus(code: .error))
  }
  return try outcome.get()
}
