/// Records a span whose parent is recorded, and asks another sampler where a trace begins.
///
/// So traces are recorded as a whole or not at all. For parents, too, there is a sampler for each
/// kind of parent to ask, which by default does what the parent says.
public struct ParentBasedSampler: SpanSampler {
  /// Decides where a trace begins.
  public var root: any SpanSampler
  /// Decides where another process has recorded the parent.
  public var remoteParentSampled: any SpanSampler
  /// Decides where another process has not recorded the parent.
  public var remoteParentNotSampled: any SpanSampler
  /// Decides where this process has recorded the parent.
  public var localParentSampled: any SpanSampler
  /// Decides where this process has not recorded the parent.
  public var localParentNotSampled: any SpanSampler

  /// Goes by the parent, unless told otherwise for a kind of parent.
  public init(
    root: any SpanSampler,
    remoteParentSampled: any SpanSampler = .alwaysOn,
    remoteParentNotSampled: any SpanSampler = .alwaysOff,
    localParentSampled: any SpanSampler = .alwaysOn,
    localParentNotSampled: any SpanSampler = .alwaysOff
  ) {
    self.root = root
    self.remoteParentSampled = remoteParentSampled
    self.remoteParentNotSampled = remoteParentNotSampled
    self.localParentSampled = localParentSampled
    self.localParentNotSampled = localParentNotSampled
  }

  /// Asks the sampler for the kind of parent.
  public func decide(on candidate: SamplingCandidate) -> SamplingDecision {
    sampler(for: candidate.parent).decide(on: candidate)
  }

  private func sampler(for parent: SpanContext?) -> any SpanSampler {
    guard let parent else { return root }
    return switch (parent.isRemote, parent.isSampled) {
    case (true, true): remoteParentSampled
    case (true, false): remoteParentNotSampled
    case (false, true): localParentSampled
    case (false, false): localParentNotSampled
    }
  }
}

extension SpanSampler where Self == ParentBasedSampler {
  /// Goes by the parent, and by another sampler where a trace begins.
  public static func parentBased(root: any SpanSampler) -> ParentBasedSampler {
    ParentBasedSampler(root: root)
  }
}
