import ByteCoding
import Scanning
import TraceModel

/// Scores that come in, sorted by the hashes of their targets, without those that are known.
///
/// The same score twice is one: the same target, name, source, time, value and comment.
struct ScoreBatch {
  /// A score by its place among those given.
  struct Entry {
    var hash: UInt64
    var time: Int64
    var index: Int
  }

  let scores: [Score]
  private(set) var entries: [Entry] = []
  private(set) var duplicateCount = 0

  /// O(n log n), and a read of the stored scores of the same hashes.
  init(_ scores: [Score], _ log: ScoreLog) throws(ScanError) {
    self.scores = scores
    var sorted = scores.enumerated().map {
      Entry(hash: $1.target.hash, time: $1.time, index: $0)
    }
    sorted.sort { ($0.hash, $0.time, $0.index) < ($1.hash, $1.time, $1.index) }
    entries.reserveCapacity(sorted.count)
    var cursors = log.runs.map { ScoreRunCursor($0) }
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].hash == sorted[start].hash { end += 1 }
      let stored = try Self.stored(sorted[start].hash, &cursors)
      try add(sorted[start..<end], stored)
      start = end
    }
  }

  /// The stored scores of a hash, which is greater than the one before, by time.
  private static func stored(
    _ hash: UInt64, _ cursors: inout [ScoreRunCursor]
  ) throws(ScanError) -> [(scores: DecodedScores, row: Int)] {
    var found: [(scores: DecodedScores, row: Int)] = []
    for number in cursors.indices {
      for (part, rows) in try cursors[number].advance(to: hash) {
        let scores = try part.scores()
        for row in rows { found.append((scores, row)) }
      }
    }
    found.sort { $0.scores.times[$0.row] < $1.scores.times[$1.row] }
    return found
  }

  /// Takes the scores of one hash, by time: only scores of one time can be the same.
  private mutating func add(
    _ group: ArraySlice<Entry>, _ stored: [(scores: DecodedScores, row: Int)]
  ) throws(ScanError) {
    var start = group.startIndex
    var next = 0
    while start < group.endIndex {
      let time = group[start].time
      var end = start + 1
      while end < group.endIndex, group[end].time == time { end += 1 }
      var equallyLate: [(scores: DecodedScores, row: Int)] = []
      while next < stored.count, stored[next].scores.times[stored[next].row] <= time {
        if stored[next].scores.times[stored[next].row] == time { equallyLate.append(stored[next]) }
        next += 1
      }
      if end - start == 1, equallyLate.isEmpty {
        entries.append(group[start])
      } else {
        var known: Set<[UInt8]> = []
        for (scores, row) in equallyLate { known.insert(try scores.score(row).identity) }
        for entry in group[start..<end] {
          if known.insert(scores[entry.index].identity).inserted {
            entries.append(entry)
          } else {
            duplicateCount += 1
          }
        }
      }
      start = end
    }
  }

  var isEmpty: Bool { entries.isEmpty }
}

extension Score {
  /// Bytes that are equal where two scores are the same; texts are compared by their bytes.
  fileprivate var identity: [UInt8] {
    var writer = ByteWriter(capacity: 96)
    switch target {
    case .span(let trace, let span):
      writer.write(trace.high)
      writer.write(trace.low)
      writer.write(span.rawValue)
    case .trace(let trace):
      writer.write(trace.high)
      writer.write(trace.low)
      writer.write(0 as UInt64)
    case .session(let session): writer.write(session)
    }
    writer.write(name)
    writer.write(source)
    writer.write(number ?? .nan)
    writer.write(label ?? "")
    writer.write(comment ?? "")
    writer.write(UInt8(comment == nil ? 0 : 1))
    writer.write(time)
    return writer.bytes
  }
}

/// Walks a run of scores by ascending hashes.
struct ScoreRunCursor {
  private let parts: [ScorePart]
  private var number = 0
  private var offset = 0

  init(_ run: ScoreLog.Run) {
    parts = run.parts
  }

  /// The rows of a hash, which is greater than the one before: neighbouring parts may share one.
  mutating func advance(to hash: UInt64) throws(ScanError) -> [(ScorePart, Range<Int>)] {
    var found: [(ScorePart, Range<Int>)] = []
    while number < parts.count, parts[number].header.leastHash <= hash {
      let part = parts[number]
      if part.header.greatestHash >= hash {
        let hashes = try part.targetHashes()
        offset = firstIndex(in: hashes, from: offset, notBelow: hash)
        var end = offset
        while end < hashes.count, hashes[end] == hash { end += 1 }
        if end > offset { found.append((part, offset..<end)) }
        if end < hashes.count { break }
      }
      part.forget()
      number += 1
      offset = 0
    }
    return found
  }
}
