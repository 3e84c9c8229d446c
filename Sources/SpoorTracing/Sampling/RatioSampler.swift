import TraceModel

/// Records a share of traces, the same ones wherever the same trace is decided on.
///
/// It goes by the trace id, so that all services that record at least this share record the trace,
/// and says the share in the trace state (`ot=th:…`), so that a store knows what each span stands
/// for, and counts are weighted.
/// https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
public struct RatioSampler: SpanSampler {
  /// The share of traces that are recorded, from 0 to 1.
  public let ratio: Double
  private let threshold: SamplingThreshold

  /// Records a share of traces; less than 0 counts as 0, more than 1 as 1, and so does NaN: nothing
  /// is lost by mistake.
  public init(_ ratio: Double) {
    self.ratio = ratio.isNaN ? 1 : min(max(ratio, 0), 1)
    threshold = SamplingThreshold(probability: ratio)
  }

  /// Records the span if its trace is among the share.
  public func decide(on candidate: SamplingCandidate) -> SamplingDecision {
    let state = candidate.parent?.traceState ?? TraceState()
    let isRecorded = threshold.keeps(candidate.traceID, traceState: state.header)
    // A trace that is not recorded has no threshold that would say what it stands for.
    let stated = isRecorded ? threshold : SamplingThreshold(probability: 0)
    return SamplingDecision(isRecorded: isRecorded, traceState: state.stating(stated))
  }
}

extension TraceState {
  /// The state with a threshold in OpenTelemetry's member.
  fileprivate func stating(_ threshold: SamplingThreshold) -> TraceState {
    let state = TraceState(ofMembers: threshold.stated(in: header))
    guard let value = state["ot"], value.utf8.count > TraceStateGrammar.greatestValueLength else {
      return state
    }
    // What others have said there gives way.
    return TraceState(ofMembers: threshold.stated(in: removing("ot").header))
  }
}

extension SpanSampler where Self == RatioSampler {
  /// Records a share of traces, from 0 to 1, the same ones in every service.
  public static func ratio(_ ratio: Double) -> RatioSampler { RatioSampler(ratio) }
}
