import Columns
import LMDB
import Scanning
import TraceModel

/// Scores to be stored, with the columns of the segments that they are about.
struct PreparedScores {
  let summary: ScoreSummary
  let newAttributes: [AttributeColumn]
  /// Nil when every score was known.
  let run: PreparedRun?
  let joins: PreparedJoins
  let state: ScoreState

  init(_ scores: [Score], _ snapshot: StorageSnapshot) throws(ScanError) {
    let log = try snapshot.scoreLog()
    let before = try snapshot.scoreState()
    let batch = try ScoreBatch(scores, log)
    var summary = ScoreSummary()
    summary.duplicateCount = batch.duplicateCount
    guard !batch.isEmpty else {
      (newAttributes, run, joins, state) = ([], nil, PreparedJoins(), before)
      self.summary = summary
      return
    }
    let new = PreparedRun.encode(
      batch, firstArrival: before.nextArrival, firstPart: before.nextPart)
    var opened: [ScorePart] = []
    for part in new { opened.append(try ScorePart(part)) }
    let run = try PreparedRun(new, opened, log, before)
    let after = before.advanced(by: scores.count, batch, run)

    var catalogue = snapshot.catalogue
    for part in opened { catalogue.add(columnsOf: try part.scores()) }
    newAttributes = Array(catalogue.columns.dropFirst(snapshot.catalogue.columns.count))
    var join = ScoreJoin(
      log.parts, new: opened, hasSessionScores: after.sessionScoreCount > 0)
    joins = try PreparedJoins(
      TouchedTraces(of: batch), &join, catalogue, after, snapshot)
    summary.storedCount = batch.entries.count
    var waiting = WaitingScores(snapshot)
    summary.waitingCount = try waiting.count(in: opened, found: join.found)
    self.summary = summary
    self.run = run
    state = after
  }
}

extension ScoreState {
  /// The counters after some scores; numbers of scores that were known are left out.
  fileprivate func advanced(by count: Int, _ batch: ScoreBatch, _ run: PreparedRun) -> ScoreState {
    var after = self
    after.nextArrival += UInt64(count)
    after.nextRun += 1
    after.nextPart += UInt32(run.parts.count)
    for entry in batch.entries {
      if case .session = batch.scores[entry.index].target { after.sessionScoreCount += 1 }
    }
    return after
  }
}

extension AttributeCatalogue {
  /// Adds the columns that scores are seen in.
  fileprivate mutating func add(columnsOf scores: DecodedScores) {
    struct Kind: Hashable {
      var name: Int32
      var source: Int32
      var hasNumber: Bool
      var hasLabel: Bool
    }
    var known: Set<Kind> = []
    for row in scores.numbers.indices {
      let kind = Kind(
        name: scores.names.codes[row], source: scores.sources.codes[row],
        hasNumber: !scores.numbers[row].isNaN, hasLabel: scores.labels.codes[row] >= 0)
      guard known.insert(kind).inserted else { continue }
      let keys = Score.columnKeys(
        name: scores.names[row] ?? "", source: scores.sources[row] ?? "")
      for key in keys {
        if kind.hasNumber { _ = column(of: key, in: .score, type: .double) }
        if kind.hasLabel { _ = column(of: key, in: .score, type: .string) }
      }
    }
  }
}

/// Tells which new scores have no span yet.
private struct WaitingScores {
  private let hot: HotSpans
  private var sessions: Set<ByteText>?

  init(_ snapshot: StorageSnapshot) {
    hot = snapshot.hot
  }

  /// How many scores no row of a segment was found for, and no hot span either.
  mutating func count(in parts: [ScorePart], found: [[Bool]]) throws(ScanError) -> Int {
    var waiting = 0
    for (number, part) in parts.enumerated() {
      let missing = found[number].indices.filter { !found[number][$0] }
      guard !missing.isEmpty else { continue }
      guard !hot.isEmpty else {
        waiting += missing.count
        continue
      }
      let scores = try part.scores()
      for row in missing where !isHot(try scores.score(row).target) { waiting += 1 }
    }
    return waiting
  }

  private mutating func isHot(_ target: Score.Target) -> Bool {
    switch target {
    case .span(let trace, let span):
      return hot.span(SpanKey(trace: trace, span: span)) != nil
    case .trace(let trace):
      return hot.spans(of: trace).contains { $0.parentID == nil }
    case .session(let session):
      let known = sessions ?? hot.rootSessions
      sessions = known
      return known.contains(ByteText(session))
    }
  }
}

extension SpanKey {
  fileprivate init(trace: TraceID, span: SpanID) {
    self.trace = trace
    self.span = span
  }
}

extension HotSpans {
  /// The sessions of root spans.
  fileprivate var rootSessions: Set<ByteText> {
    var sessions: Set<ByteText> = []
    forEach { span in
      guard span.parentID == nil, let session = SpanFields(span).sessionID else { return }
      sessions.insert(ByteText(session))
    }
    return sessions
  }
}
