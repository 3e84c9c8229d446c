import LMDB
import Scanning

/// Every score of one snapshot: runs sorted by the hashes of targets, which never change.
///
/// The runs of a level are merged when there are as many as `StorageLimits.scoreRunFanout`, so
/// that a look-up asks few of them.
struct ScoreLog: Sendable {
  struct Run: Sendable {
    var level: UInt8
    var number: UInt32
    var parts: [ScorePart] = []

    var rowCount: Int { parts.reduce(0) { $0 + $1.header.rowCount } }
  }

  private(set) var runs: [Run] = []

  var parts: [ScorePart] { runs.flatMap(\.parts) }

  /// Opens the runs of a snapshot.
  ///
  /// O(parts).
  init(
    _ transaction: Snapshot, _ databases: TraceDatabase.Databases, _ memories: ScoreMemories
  ) throws(ScanError) {
    do {
      var runs: [Run] = []
      try transaction.forEachEntry(of: databases.scoreDirectory) { key, value in
        let key = try ScoreRunKey(key)
        if runs.last?.number != key.run || runs.last?.level != key.level {
          runs.append(Run(level: key.level, number: key.run))
        }
        let header = try ScorePartHeader(reading: value.copied())
        let source = ChunkSource.mapped(
          transaction, segments: databases.scores, payloads: databases.payloads)
        let chunks = SegmentChunks(
          segment: header.part, source: source, memory: memories.memory(ofPart: header.part))
        runs[runs.count - 1].parts.append(try ScorePart(header, chunks))
      }
      self.runs = runs
      memories.keepParts(Set(runs.flatMap { $0.parts.map(\.header.part) }))
    } catch {
      throw ScanError(error, reading: "scores")
    }
  }

  /// The level of a run of so many scores, and the runs that are merged into it: all of the levels
  /// that it would fill.
  func runsToMerge(withRunOf rowCount: Int) -> (level: UInt8, runs: [Run]) {
    var merged: [Run] = []
    var rowCount = rowCount
    var level = Self.level(ofRowCount: rowCount)
    while level < StorageLimits.scoreLevelCount - 1 {
      let members = runs.filter { $0.level == level }
      guard members.count + 1 >= StorageLimits.scoreRunFanout else { break }
      merged.append(contentsOf: members)
      rowCount += members.reduce(0) { $0 + $1.rowCount }
      level = max(level + 1, Self.level(ofRowCount: rowCount))
    }
    return (level, merged)
  }

  /// The least level that holds a run, each holding a fan-out times what the one before does.
  private static func level(ofRowCount rowCount: Int) -> UInt8 {
    var level: UInt8 = 0
    var limit = StorageLimits.scoreFirstLevelRowCount
    while rowCount > limit, level < StorageLimits.scoreLevelCount - 1 {
      level += 1
      limit *= StorageLimits.scoreRunFanout
    }
    return level
  }
}
