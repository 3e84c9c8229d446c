import LMDB
package import Scanning
package import TraceModel

extension StorageSnapshot {
  /// Whether there is a score.
  var hasScores: Bool { catalogue.hasScores }

  /// The counters of scores; those of a store that never had one where there are none.
  func scoreState() throws(ScanError) -> ScoreState {
    do {
      guard
        let stored = try transaction.value(
          for: KeyLayout.scoreState, in: database.databases.meta)
      else { return ScoreState() }
      return try ScoreState(reading: stored.copied())
    } catch {
      throw ScanError(error, reading: "counters of scores")
    }
  }

  func scoreLog() throws(ScanError) -> ScoreLog {
    try ScoreLog(transaction, database.databases, database.scoreMemories)
  }

  /// A segment together with the scores of its spans.
  func scored(
    _ spans: StoredSegment, _ key: ScoreMemories.BuiltKey
  ) throws(ScanError) -> any ScanSegment {
    guard hasScores else { return spans }
    let scores: StoredSegment
    if case .sealed = key, let joined = try joinedScores(of: spans.header) {
      scores = joined
    } else {
      scores = try builtScores(of: spans, key)
    }
    return scores.directory.entries.isEmpty ? spans : ScoredSegment(spans, scores)
  }

  /// The stored columns of scores of a sealed segment; nil when nobody joined it yet.
  func joinedScores(of header: SegmentHeader) throws(ScanError) -> StoredSegment? {
    let databases = database.databases
    do {
      let key = KeyLayout.chunk(ChunkKey(.columnDirectory), segment: header.segment)
      guard let value = try transaction.value(for: key, in: databases.joinedScores) else {
        return nil
      }
      let directory = try ChunkHeader(
        reading: value.bytes, key: ChunkKey(.columnDirectory), owner: header.segment)
      let memory = database.scoreMemories.memory(
        ofSegment: header.segment, version: UInt64(bitPattern: directory.base))
      let source = ChunkSource.mapped(
        transaction, segments: databases.joinedScores, payloads: databases.payloads)
      return try StoredSegment(
        header: header,
        chunks: SegmentChunks(segment: header.segment, source: source, memory: memory),
        catalogue: catalogue)
    } catch {
      throw ScanError(error, reading: "scores of segment \(header.segment)")
    }
  }

  /// Joins a segment in memory, once for each state of the scores.
  private func builtScores(
    of spans: StoredSegment, _ key: ScoreMemories.BuiltKey
  ) throws(ScanError) -> StoredSegment {
    let state = try scoreState()
    let memories = database.scoreMemories
    let hot: StoredSegment? = if case .hot = key { spans } else { nil }
    if let known = memories.builtScores(key, version: state.nextArrival, hot: hot) { return known }
    let built = try joinAll(spans, state).opened(spans.header)
    memories.keep(built, key, version: state.nextArrival, hot: hot)
    return built
  }

  /// Every score of a segment's spans.
  func joinAll(
    _ spans: StoredSegment, _ state: ScoreState
  ) throws(ScanError) -> EncodedScoreColumns {
    let hasSessions = state.sessionScoreCount > 0
    let targets = try SegmentTargets(spans, withSessions: hasSessions)
    var join = ScoreJoin(try scoreLog().parts, hasSessionScores: hasSessions)
    let columns = try join.columns(of: targets, traces: 0..<targets.traceCount, catalogue)
    return EncodedScoreColumns(
      columns, segment: spans.header.segment, rowCount: spans.rowCount,
      version: state.nextArrival)
  }

  package func everyScore() throws(ScanError) -> [Score] {
    guard hasScores else { return [] }
    var scores: [Score] = []
    for part in try scoreLog().parts {
      let decoded = try part.scores()
      for row in 0..<part.header.rowCount { scores.append(try decoded.score(row)) }
      part.forget()
    }
    return scores
  }

  /// Every score of a trace and of its spans, the oldest first.
  package func scores(of trace: TraceID) throws(StorageError) -> [Score] {
    do {
      let hash = scoreHash(traceHigh: trace.high, traceLow: trace.low)
      var found: [(score: Score, arrival: UInt64)] = []
      for part in try scoreLog().parts {
        for row in try part.rows(of: hash) {
          let scores = try part.scores()
          let score = try scores.score(row)
          if score.target.traceID == trace { found.append((score, scores.arrivals[row])) }
        }
      }
      return found.sorted { ($0.score.time, $0.arrival) < ($1.score.time, $1.arrival) }
        .map(\.score)
    } catch {
      throw StorageError(error)
    }
  }
}
