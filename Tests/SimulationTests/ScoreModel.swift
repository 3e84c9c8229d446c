import TestSupport
import TraceModel

/// What queries must see of scores, found by looking at every score for every span.
struct ScoreModel {
  /// Scores that are in the store, in the order in which they came.
  private(set) var scores: [Score] = []

  /// Takes scores; returns how many are new.
  mutating func attach(_ new: [Score]) -> Int {
    let before = scores.count
    for score in new where !scores.contains(score) { scores.append(score) }
    return scores.count - before
  }

  /// How many of some new scores no span sees.
  func waitingCount(of new: ArraySlice<Score>, among spans: [SpanData]) -> Int {
    let sessions = spans.map { ($0, SpanFields($0).sessionID) }
    return new.count { score in
      !sessions.contains { nearness(of: score, to: $0.0, session: $0.1) != nil }
    }
  }

  /// The score that a span shows under a name, or a name and source.
  func score(_ key: String, of span: SpanData, session: String?) -> Score? {
    var best: (nearness: Int, score: Score)?
    for score in scores where score.columnKeys.contains(key) {
      guard let nearness = nearness(of: score, to: span, session: session) else { continue }
      if let best, (best.nearness, best.score.time) > (nearness, score.time) { continue }
      best = (nearness, score)
    }
    return best?.score
  }

  private func nearness(of score: Score, to span: SpanData, session: String?) -> Int? {
    switch score.target {
    case .span(let trace, let id): trace == span.traceID && id == span.spanID ? 2 : nil
    case .trace(let trace): trace == span.traceID && span.parentID == nil ? 1 : nil
    case .session(let id):
      session.map { Array($0.utf8) } == Array(id.utf8) && span.parentID == nil ? 0 : nil
    }
  }

  func scores(of trace: TraceID) -> [Score] {
    scores.enumerated()
      .filter {
        switch $0.element.target {
        case .span(let other, _), .trace(let other): other == trace
        case .session: false
        }
      }
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }
}
