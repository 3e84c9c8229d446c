public import TraceModel

/// Which traces are kept, decided when they are over.
///
/// Errors, slow traces and those of new prompt versions are kept; of the others a share is, by the
/// random number of the trace id, and the probability is stored with their spans, so that counts
/// stand for what there was (`sampling_probability` in the query language). Spans that come late
/// follow the decision on their trace.
///
/// Undecided spans are in memory only, and lost if the process dies; ``Store/flush(within:)``
/// decides them.
public struct TailSampling: Sendable {
  /// The share of the traces that are kept without a reason, 0 through 1.
  public var probability: Double
  /// Keep traces with a span whose status is `error`.
  public var keepsErrors = true
  /// Keep traces with a span that took longer; nil for no such rule.
  public var keepsOver: Duration?
  /// Of each prompt version, so many traces are kept first; 0 for no such rule.
  public var keptPerVersion = 2_000
  /// Keep traces of which this is true, whatever else holds: their spans in the order they ended.
  public var keepsIf: (@Sendable ([SpanData]) -> Bool)?
  /// How long after the end of its root a trace waits for late spans.
  public var decisionDelay = Duration.seconds(5)
  /// How long after its first span a trace waits for the end of its root.
  public var longestWait = Duration.seconds(60)
  /// Spans that may be undecided; beyond, the traces that wait longest are decided early.
  public var undecidedSpanCount = 50_000

  /// Keeps a share of the traces that there is no other reason to keep.
  public init(probability: Double) {
    self.probability = probability
  }
}
