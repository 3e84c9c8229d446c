public import TraceModel
import TraceStorage

/// What became of scores that were given to a store.
public struct ScoreSummary: Hashable, Sendable {
  /// Scores that are new to the store.
  public var scoreCount = 0
  /// Those of them whose span, trace or session is not in the store yet: they wait for it.
  public var waitingCount = 0
  /// Scores that were there already, to the last member.
  public var duplicateCount = 0
  /// Scores that cannot be stored.
  public var rejections: [ScoreRejection] = []

  /// Nothing attached.
  public init() {}
}

/// A score that was not stored.
public struct ScoreRejection: Hashable, Sendable {
  /// Its place among the scores given.
  public var index: Int
  /// Why.
  public var error: ScoreError
}

extension Store {
  /// Attaches scores to spans, traces and sessions, at any time; when it returns, they are on disk,
  /// and every query sees them as `score.name`.
  ///
  /// A score may come before its span: it waits. The same score twice is one. Spans do not change,
  /// but a call costs a disk write of its own and rewrites the columns of scores of each segment
  /// that it is about, so give it many at once. Blocks the calling thread; threads take turns.
  ///
  /// - Returns: what became of the scores; one that cannot be stored is a rejection.
  /// - Throws: `StoreError.readOnly`, `.unavailable`, `.damaged`; nothing is stored then.
  @discardableResult
  public func attach(_ scores: [Score]) throws(StoreError) -> ScoreSummary {
    var summary = ScoreSummary()
    var valid: [Score] = []
    valid.reserveCapacity(scores.count)
    for (index, score) in scores.enumerated() {
      do throws(ScoreError) {
        try score.validate()
        valid.append(score)
      } catch {
        summary.rejections.append(ScoreRejection(index: index, error: error))
      }
    }
    let stored = try translating { () throws(StorageError) in try database.attach(valid) }
    summary.scoreCount = stored.storedCount
    summary.waitingCount = stored.waitingCount
    summary.duplicateCount = stored.duplicateCount
    return summary
  }

  /// Every score of a trace and of its spans, the oldest first; those that no longer count
  /// included.
  public func scores(of trace: TraceID) throws(StoreError) -> [Score] {
    try translating { () throws(StorageError) in try database.snapshot().scores(of: trace) }
  }
}
