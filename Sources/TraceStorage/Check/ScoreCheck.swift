import ByteCoding
import LMDB
import Scanning
import TraceModel

/// Checks scores from their bytes, and the columns joined to segments by joining them anew.
struct ScoreCheck {
  private let snapshot: StorageSnapshot
  private let databases: TraceDatabase.Databases

  init(_ snapshot: StorageSnapshot) {
    self.snapshot = snapshot
    databases = snapshot.database.databases
  }

  func run(_ report: inout CheckReport) {
    do {
      let state = try snapshot.scoreState()
      // Nothing that the process remembers is trusted.
      let log = try ScoreLog(snapshot.transaction, databases, ScoreMemories())
      for run in log.runs { try check(run, state, &report) }
      try checkOwners(
        in: databases.scores, known: Set(log.parts.map(\.header.part)), "scores", &report)
      try checkOwners(
        in: databases.joinedScores, known: Set(snapshot.headers.map(\.segment)), "segment",
        &report)
      for header in snapshot.headers { try checkColumns(header, log, state, &report) }
    } catch {
      report.note("scores: \(error)")
    }
  }

  /// Scores ascend by the hashes of their targets, and are numbered below the next one.
  private func check(
    _ run: ScoreLog.Run, _ state: ScoreState, _ report: inout CheckReport
  ) throws(ScanError) {
    var last: UInt64 = 0
    for part in run.parts {
      let hashes = try part.targetHashes()
      let scores = try part.scores()
      for row in hashes.indices {
        let score = try scores.score(row)
        if score.target.hash != hashes[row] || hashes[row] < last {
          report.note("scores of part \(part.header.part), row \(row): another hash")
        }
        last = hashes[row]
        if scores.arrivals[row] >= state.nextArrival {
          report.note("score \(scores.arrivals[row]) was not given a number yet")
        }
        do throws(ScoreError) {
          try score.validate()
        } catch {
          report.note("score \(scores.arrivals[row]): \(error)")
        }
      }
      report.scoreCount += hashes.count
      part.forget()
    }
  }

  /// Every chunk belongs to something that is listed.
  private func checkOwners(
    in database: Database, known: Set<UInt32>, _ noun: String, _ report: inout CheckReport
  ) throws(ScanError) {
    do {
      try snapshot.transaction.forEach(in: database, from: [], below: nil) { key, value in
        var reader = OrderedKeyReader(key)
        let owner = try reader.readUInt32()
        if !known.contains(owner) {
          report.note("\(database.name) holds bytes of \(noun) \(owner), which is not listed")
        }
        report.chunkCount += 1
        report.byteCount += value.byteCount
        return true
      }
    } catch {
      throw ScanError(error, reading: "scores")
    }
  }

  /// The stored columns are those that a join makes of the scores that they say they have.
  private func checkColumns(
    _ header: SegmentHeader, _ log: ScoreLog, _ state: ScoreState, _ report: inout CheckReport
  ) throws(ScanError) {
    let stored = try storedChunks(of: header.segment)
    guard !stored.isEmpty else { return }
    let hasSessions = state.sessionScoreCount > 0
    let targets = try SegmentTargets(
      try snapshot.sealedSegment(header), withSessions: hasSessions)
    var join = ScoreJoin(log.parts, hasSessionScores: hasSessions)
    let columns = EncodedScoreColumns(
      try join.columns(of: targets, traces: 0..<targets.traceCount, snapshot.catalogue),
      segment: header.segment, rowCount: header.rowCount,
      version: try version(of: stored, header.segment))
    let made = Dictionary(
      uniqueKeysWithValues: columns.chunks.map {
        (KeyLayout.chunk($0.key, segment: header.segment), $0.bytes)
      })
    if made != stored {
      report.note("segment \(header.segment): the columns of scores are not what scores say")
    }
  }

  private func storedChunks(of segment: UInt32) throws(ScanError) -> [[UInt8]: [UInt8]] {
    do {
      var chunks: [[UInt8]: [UInt8]] = [:]
      try snapshot.transaction.forEach(
        in: databases.joinedScores, from: KeyLayout.segment(segment),
        below: KeyLayout.segment(segment + 1)
      ) { key, value in
        chunks[key] = value.copied()
        return true
      }
      return chunks
    } catch {
      throw ScanError(error, reading: "scores of segment \(segment)")
    }
  }

  /// Any version: the columns that no score came to since are those of the latest one.
  private func version(
    of chunks: [[UInt8]: [UInt8]], _ segment: UInt32
  ) throws(ScanError) -> UInt64 {
    let key = ChunkKey(.columnDirectory)
    guard let bytes = chunks[KeyLayout.chunk(key, segment: segment)] else {
      throw .damaged("segment \(segment): the columns of scores have no directory")
    }
    do throws(ByteCodingError) {
      let header = try ChunkHeader(
        reading: ByteReader(bytes.span).bytes, key: key, owner: segment)
      return UInt64(bitPattern: header.base)
    } catch {
      throw .damaged("segment \(segment): the columns of scores: \(error)")
    }
  }
}
