import LMDB
import Scanning
package import TraceModel

/// What became of scores that were given to a store.
package struct ScoreSummary: Hashable, Sendable {
  /// Scores that are new to the store.
  package var storedCount = 0
  /// Those of them whose span, trace or session has not come yet.
  package var waitingCount = 0
  /// Scores that were there already.
  package var duplicateCount = 0

  package init() {}
}

extension TraceDatabase {
  /// Stores scores that are valid; when it returns, they are on disk and queries see them.
  ///
  /// Give it many at once: a call rewrites the columns of each segment that a score is about.
  package func attach(_ scores: [Score]) throws(StorageError) -> ScoreSummary {
    guard !scores.isEmpty else { return ScoreSummary() }
    return try change { (snapshot) throws(ScanError) in
      try PreparedScores(scores, snapshot)
    } commit: { prepared, _, transaction in
      try self.commit(prepared, transaction)
      return prepared.summary
    }
  }

  /// Joins the segments that came since scores did, so that queries need not.
  ///
  /// What it stores follows from what is stored: where it fails, queries join in memory.
  func joinNewSegments() {
    guard (try? hasUnjoinedSegments()) == true else { return }
    try? change { (snapshot) throws(ScanError) in
      try PreparedJoins(missingIn: snapshot)
    } commit: { prepared, _, transaction in
      try self.commit(prepared, transaction)
    }
  }

  private func hasUnjoinedSegments() throws -> Bool {
    let snapshot = try snapshot()
    guard snapshot.hasScores else { return false }
    return try snapshot.joinedSegments() != Set(snapshot.headers.map(\.segment))
  }

  private func commit(
    _ prepared: PreparedScores, _ transaction: borrowing WriteTransaction
  ) throws {
    for column in prepared.newAttributes {
      try transaction.put(
        AttributeCatalogue.stored(column), for: KeyLayout.attribute(column.id.rawValue),
        in: databases.attributeKeys)
    }
    if let run = prepared.run { try commit(run, transaction) }
    try commit(prepared.joins, transaction)
    try transaction.put(prepared.state.stored, for: KeyLayout.scoreState, in: databases.meta)
  }

  private func commit(
    _ run: PreparedRun, _ transaction: borrowing WriteTransaction
  ) throws {
    for key in run.mergedKeys {
      _ = try transaction.delete(key.bytes, in: databases.scoreDirectory)
    }
    for part in run.mergedParts { try remove(part, in: databases.scores, transaction) }
    for (number, part) in run.parts.enumerated() {
      for chunk in part.chunks {
        try transaction.put(
          chunk.bytes, for: KeyLayout.chunk(chunk.key, segment: part.header.part),
          in: databases.scores)
      }
      let key = ScoreRunKey(level: run.level, run: run.number, part: UInt16(number))
      try transaction.put(part.header.stored, for: key.bytes, in: databases.scoreDirectory)
    }
  }

  private func commit(
    _ joins: PreparedJoins, _ transaction: borrowing WriteTransaction
  ) throws {
    for segment in joins.orphans { try remove(segment, in: databases.joinedScores, transaction) }
    for columns in joins.columns {
      try remove(columns.segment, in: databases.joinedScores, transaction)
      for chunk in columns.chunks {
        try transaction.put(
          chunk.bytes, for: KeyLayout.chunk(chunk.key, segment: columns.segment),
          in: databases.joinedScores)
      }
    }
  }

  /// Removes the chunks of an owner.
  private func remove(
    _ owner: UInt32, in database: Database, _ transaction: borrowing WriteTransaction
  ) throws {
    _ = try transaction.deleteRange(
      in: database, from: KeyLayout.segment(owner), below: KeyLayout.segment(owner + 1))
  }
}
