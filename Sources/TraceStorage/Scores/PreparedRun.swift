import Scanning
import TraceModel

/// A run of scores to be stored, and the runs that it replaces.
struct PreparedRun {
  let level: UInt8
  let number: UInt32
  let parts: [EncodedScorePart]
  let mergedKeys: [ScoreRunKey]
  /// The parts whose chunks go.
  let mergedParts: [UInt32]

  /// Encodes new scores as the parts of a run of their own.
  static func encode(
    _ batch: ScoreBatch, firstArrival: UInt64, firstPart: UInt32
  ) -> [EncodedScorePart] {
    var writer = ScoreRunWriter(firstPart: firstPart)
    for entry in batch.entries {
      writer.add(
        batch.scores[entry.index], hash: entry.hash,
        arrival: firstArrival + UInt64(entry.index))
    }
    return writer.finish()
  }

  /// A run of new parts, merged with others where a level is full.
  ///
  /// Parts of one hash may be split: a run is sorted as a whole.
  init(
    _ new: [EncodedScorePart], _ opened: [ScorePart], _ log: ScoreLog, _ state: ScoreState
  ) throws(ScanError) {
    number = state.nextRun
    let count = new.reduce(0) { $0 + $1.header.rowCount }
    let merge = log.runsToMerge(withRunOf: count)
    level = merge.level
    mergedKeys = merge.runs.flatMap { run in
      run.parts.indices.map {
        ScoreRunKey(level: run.level, run: run.number, part: UInt16($0))
      }
    }
    mergedParts = merge.runs.flatMap { $0.parts.map(\.header.part) }
    guard !merge.runs.isEmpty else {
      parts = new
      return
    }
    parts = try Self.merge(merge.runs.flatMap(\.parts) + opened, firstPart: state.nextPart)
  }

  /// O(n log n); the levels that merge are small.
  private static func merge(
    _ parts: [ScorePart], firstPart: UInt32
  ) throws(ScanError) -> [EncodedScorePart] {
    var rows: [MergedRow] = []
    for (number, part) in parts.enumerated() {
      let arrivals = try part.scores().arrivals
      for (row, hash) in try part.targetHashes().enumerated() {
        rows.append(
          MergedRow(hash: hash, arrival: arrivals[row], part: UInt32(number), row: UInt32(row)))
      }
    }
    rows.sort { ($0.hash, $0.arrival) < ($1.hash, $1.arrival) }
    var writer = ScoreRunWriter(firstPart: firstPart)
    for row in rows {
      let score = try parts[Int(row.part)].scores().score(Int(row.row))
      writer.add(score, hash: row.hash, arrival: row.arrival)
    }
    return writer.finish()
  }

  private struct MergedRow {
    var hash: UInt64
    var arrival: UInt64
    var part: UInt32
    var row: UInt32
  }
}

/// Cuts sorted scores into parts.
private struct ScoreRunWriter {
  private var nextPart: UInt32
  private var encoder = ScorePartEncoder()
  private var parts: [EncodedScorePart] = []

  init(firstPart: UInt32) {
    nextPart = firstPart
  }

  mutating func add(_ score: Score, hash: UInt64, arrival: UInt64) {
    encoder.add(score, hash: hash, arrival: arrival)
    if encoder.isFull { closePart() }
  }

  private mutating func closePart() {
    guard let part = encoder.finish(part: nextPart) else { return }
    parts.append(part)
    nextPart += 1
    encoder = ScorePartEncoder()
  }

  mutating func finish() -> [EncodedScorePart] {
    closePart()
    return parts
  }
}
