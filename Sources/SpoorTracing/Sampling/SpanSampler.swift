public import TraceModel
public import Tracing

/// Decides, when a span starts, whether it is recorded.
///
/// Called on the thread that starts the span, for each span. A span that is not recorded costs next
/// to nothing, and its context goes on to other processes all the same. Sampling that waits for
/// what becomes of a trace is not done here.
public protocol SpanSampler: Sendable {
  /// Decides on a span that is about to start.
  func decide(on candidate: SamplingCandidate) -> SamplingDecision
}

/// A span that is about to start.
public struct SamplingCandidate: Sendable {
  /// The span's parent; nil where a trace begins.
  public var parent: SpanContext?
  /// The trace that the span will belong to.
  public var traceID: TraceID
  /// What the operation is called.
  public var name: String
  /// The span's role.
  public var kind: Tracing.SpanKind

  /// A span that is about to start.
  public init(
    parent: SpanContext?, traceID: TraceID, name: String, kind: Tracing.SpanKind = .internal
  ) {
    self.parent = parent
    self.traceID = traceID
    self.name = name
    self.kind = kind
  }
}

/// Whether a span is recorded, and what the trace state says of it.
public struct SamplingDecision: Hashable, Sendable {
  /// Whether the span is recorded.
  public var isRecorded: Bool
  /// The span's trace state: its parent's, unless the sampler has something to say there.
  public var traceState: TraceState

  /// A decision.
  public init(isRecorded: Bool, traceState: TraceState) {
    self.isRecorded = isRecorded
    self.traceState = traceState
  }

  /// A decision that leaves the trace state as the parent has it.
  init(isRecorded: Bool, for candidate: SamplingCandidate) {
    self.init(
      isRecorded: isRecorded, traceState: candidate.parent?.traceState ?? TraceState())
  }
}
