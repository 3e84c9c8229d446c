/// Records every span.
public struct AlwaysOnSampler: SpanSampler {
  /// The sampler; it has nothing to set.
  public init() {}

  /// Records the span.
  public func decide(on candidate: SamplingCandidate) -> SamplingDecision {
    SamplingDecision(isRecorded: true, for: candidate)
  }
}

/// Records no span.
public struct AlwaysOffSampler: SpanSampler {
  /// The sampler; it has nothing to set.
  public init() {}

  /// Does not record the span.
  public func decide(on candidate: SamplingCandidate) -> SamplingDecision {
    SamplingDecision(isRecorded: false, for: candidate)
  }
}

extension SpanSampler where Self == AlwaysOnSampler {
  /// Records every span.
  public static var alwaysOn: AlwaysOnSampler { AlwaysOnSampler() }
}

extension SpanSampler where Self == AlwaysOffSampler {
  /// Records no span.
  public static var alwaysOff: AlwaysOffSampler { AlwaysOffSampler() }
}
