import TraceModel

/// Spans of traces that are not over, and what was decided on those that were.
struct TailSampler {
  /// What becomes of the spans of a trace.
  enum Decision {
    /// Kept for a reason: as probable as the spans say already.
    case kept
    /// Kept by chance.
    case sampled
    case leftOut
  }

  private struct Undecided {
    var spans: [SpanData] = []
    var decideAt: ContinuousClock.Instant
    var hasEndedRoot = false
  }

  private let rules: TailSampling
  private let threshold: SamplingThreshold
  private var undecided: [TraceID: Undecided] = [:]
  private(set) var undecidedCount = 0
  private var decisions = RecentDecisions()
  private var versions = VersionCounts()

  init(_ rules: TailSampling) {
    self.rules = rules
    threshold = SamplingThreshold(probability: rules.probability)
  }

  /// Copies of spans that are open: their traces are slow, and kept from now on, so that no span
  /// stays running for ever in the store.
  mutating func kept(_ copies: [SpanData]) -> [SpanData] {
    copies.filter { copy in
      if let decision = decisions[copy.traceID] {
        if case .leftOut = decision { return false }
      } else {
        decisions[copy.traceID] = .kept
      }
      return true
    }
  }

  /// Takes spans that ended, and gives out those that are decided on now: all of them if it is the
  /// last occasion.
  mutating func decide(
    _ spans: [SpanData], at now: ContinuousClock.Instant, isLast: Bool
  ) -> (kept: [SpanData], leftOutCount: Int) {
    var kept: [SpanData] = []
    var leftOutCount = 0
    for span in spans {
      if let decision = decisions[span.traceID] {
        follow(decision, [span], &kept, &leftOutCount)
      } else {
        add(span, at: now)
      }
    }
    for trace in tracesDue(at: now, isLast: isLast) {
      guard let waiting = undecided.removeValue(forKey: trace) else { continue }
      undecidedCount -= waiting.spans.count
      let decision = decisions[trace] ?? decision(on: trace, waiting.spans)
      decisions[trace] = decision
      follow(decision, waiting.spans, &kept, &leftOutCount)
    }
    return (kept, leftOutCount)
  }

  private mutating func add(_ span: SpanData, at now: ContinuousClock.Instant) {
    var trace = undecided[span.traceID] ?? Undecided(decideAt: now + rules.longestWait)
    if span.parentID == nil, !trace.hasEndedRoot {
      trace.hasEndedRoot = true
      trace.decideAt = now + rules.decisionDelay
    }
    trace.spans.append(span)
    undecided[span.traceID] = trace
    undecidedCount += 1
  }

  private func tracesDue(at now: ContinuousClock.Instant, isLast: Bool) -> [TraceID] {
    if isLast { return Array(undecided.keys) }
    var due = undecided.filter { $0.value.decideAt <= now || decisions[$0.key] != nil }.map(\.key)
    var excess = undecidedCount - rules.undecidedSpanCount
    guard excess > 0 else { return due }
    for (trace, waiting) in undecided.sorted(by: { $0.value.decideAt < $1.value.decideAt }) {
      guard excess > 0 else { break }
      excess -= waiting.spans.count
      due.append(trace)
    }
    return due
  }

  private mutating func decision(on trace: TraceID, _ spans: [SpanData]) -> Decision {
    // Asked first, and of every trace: the count of a version's traces must not depend on the rest.
    let fields = spans.map { TraceModel.SpanFields($0) }
    let isNew = versions.count(fields.compactMap(\.promptVersion)) { $0 < rules.keptPerVersion }
    let hasFailed = rules.keepsErrors && fields.contains { $0.status == "error" }
    if isNew || hasFailed || hasReason(spans) { return .kept }
    return threshold.keeps(trace, traceState: spans.first?.traceState ?? "")
      ? .sampled : .leftOut
  }

  private func hasReason(_ spans: [SpanData]) -> Bool {
    if let limit = rules.keepsOver, spans.contains(where: { $0.took(longerThan: limit) }) {
      return true
    }
    return rules.keepsIf?(spans) ?? false
  }

  private func follow(
    _ decision: Decision, _ spans: [SpanData], _ kept: inout [SpanData], _ leftOutCount: inout Int
  ) {
    switch decision {
    case .leftOut: leftOutCount += spans.count
    case .kept: kept += spans
    case .sampled: kept += spans.map { $0.sampled(at: threshold) }
    }
  }
}

extension SpanData {
  fileprivate func took(longerThan limit: Duration) -> Bool {
    guard let end else { return false }
    let (nanoseconds, overflow) = end.subtractingReportingOverflow(start)
    return overflow || Duration.nanoseconds(nanoseconds) > limit
  }

  /// The span, told to be kept by a threshold; a greater one that it tells already stays.
  fileprivate func sampled(at threshold: SamplingThreshold) -> SpanData {
    let before = SamplingThreshold(traceState: traceState) ?? .always
    var span = self
    span.traceState = max(before, threshold).stated(in: traceState)
    return span
  }
}
