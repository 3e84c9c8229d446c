public import Spoor

/// Traces of a retrieval-augmented pipeline, one after another, never held all at once.
///
/// Thirty days, twenty prompt versions by Zipf's law, six models, 100,000 users; latencies are
/// log-normal, one generation in fifty fails, and so does its root. The same workload at any
/// size, so that ratios against other stores can be quoted.
public struct PipelineWorkload: Sendable {
  private let options: WorkloadOptions
  private let traceCount: Int
  private var random: RandomSource
  private var sessions: SessionPool
  private var number = 0

  /// A workload of about `options.spanCount` spans, a whole number of traces.
  public init(_ options: WorkloadOptions) {
    self.options = options
    let spansPerTrace =
      switch options.shape {
      case .pipeline: PipelineTrace.spanCount
      case .agents: AgentTrace.expectedSpanCount
      }
    traceCount = max(1, (options.spanCount + spansPerTrace - 1) / spansPerTrace)
    random = RandomSource(seed: options.seed)
    sessions = SessionPool(options)
  }

  /// The next trace, parent first, in the order of starts over the whole workload; nil at the
  /// end.
  public mutating func nextTrace() -> [SpanData]? {
    guard number < traceCount else { return nil }
    defer { number += 1 }
    let step = WorkloadOptions.days * 86_400_000_000_000 / Int64(traceCount)
    let start =
      WorkloadOptions.firstStart + Int64(number) * step + Int64(random.below(Int(max(1, step))))
    var builder = TraceBuilder(start: start, random: random)
    let slot = sessions.slot(of: number)
    switch options.shape {
    case .pipeline: PipelineTrace.build(&builder, session: &sessions[slot])
    case .agents: AgentTrace.build(&builder, session: &sessions[slot])
    }
    random = builder.random
    sessions.finishTurn(in: slot)
    return builder.spans
  }
}
