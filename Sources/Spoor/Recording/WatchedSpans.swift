import TraceModel

/// Spans that are open for long, and when a copy of each is to be stored next.
///
/// They are held weakly: one that its caller forgot without ending it is not watched for ever, and
/// stays in the store as it was last seen, running.
struct WatchedSpans {
  private struct Watched {
    weak let span: (any RecordableSpan)?
    /// Since it is watched.
    let since: ContinuousClock.Instant
    var next: ContinuousClock.Instant
  }

  private let runningAfter: Duration
  private var watched: [Watched] = []

  init(runningAfter: Duration) {
    self.runningAfter = runningAfter
  }

  var count: Int { watched.count }

  mutating func add(_ spans: [any RecordableSpan], at now: ContinuousClock.Instant) {
    for span in spans where !span.isEnded {
      watched.append(Watched(span: span, since: now, next: now + runningAfter))
    }
  }

  /// Copies of the spans that are open still and are to be stored now: all of them if it is the last
  /// occasion.
  mutating func copiesDue(at now: ContinuousClock.Instant, isLast: Bool) -> [SpanData] {
    watched.removeAll { $0.span?.isEnded ?? true }
    var copies: [SpanData] = []
    for place in watched.indices where isLast || watched[place].next <= now {
      guard let copy = watched[place].span?.makeSpanData(), copy.end == nil else { continue }
      copies.append(copy)
      // After twice the time, so that a long span costs few copies.
      watched[place].next = now + (now - watched[place].since)
    }
    return copies
  }
}
