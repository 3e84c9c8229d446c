import ByteCoding
import LMDB
import Scanning
import TraceModel

/// The trace-id index of one snapshot: every run, its parts opened.
///
/// A segment's traces are a run of level 0; eight runs of a level merge into one of the next.
/// So a look-up asks few runs, and a posting is rewritten about once a level.
struct TraceIndex: Sendable {
  struct Run: Sendable {
    var level: UInt8
    var number: UInt32
    var parts: [OpenTraceIndexPart] = []
  }

  private(set) var runs: [Run] = []

  /// Opens the runs of a snapshot.
  ///
  /// O(parts). `verified` remembers which parts were compared with their checksums: they never
  /// change.
  init(
    _ snapshot: Snapshot, _ database: Database, verified: VerifiedParts
  ) throws(ScanError) {
    do {
      var runs: [Run] = []
      try snapshot.forEachEntry(of: database) { key, value in
        let key = try TraceIndexKey(key)
        if runs.last?.number != key.run || runs.last?.level != key.level {
          runs.append(Run(level: key.level, number: key.run))
        }
        let chunk = try LoadedChunk(
          value, key: ChunkKey(.traceIndex, column: UInt32(key.part)), owner: key.run,
          isVerified: verified.contains(key))
        verified.insert(key)
        runs[runs.count - 1].parts.append(try OpenTraceIndexPart(chunk))
      }
      self.runs = runs
    } catch {
      throw ScanError(error, reading: "trace index")
    }
  }

  /// Where the fragments of a trace may begin: compare the ids found there.
  ///
  /// Postings of segments that were dropped may be among them.
  func postings(of trace: TraceID) throws(ScanError) -> [TracePosting] {
    let hash = TracePosting.hash(of: trace)
    var found: [TracePosting] = []
    for run in runs {
      guard let part = run.part(of: hash) else { continue }
      found.append(contentsOf: try part.postings(of: hash))
    }
    return found
  }

  /// The level of the run that a new segment brings, and the runs that are merged into it: all
  /// of the levels that it would fill.
  func runsToMerge() -> (level: UInt8, runs: [Run]) {
    var merged: [Run] = []
    var level: UInt8 = 0
    while true {
      let members = runs.filter { $0.level == level }
      guard members.count + 1 >= StorageLimits.traceIndexFanout else { return (level, merged) }
      merged.append(contentsOf: members)
      level += 1
    }
  }
}

extension TraceIndex.Run {
  /// The part that holds a hash, if the run does.
  fileprivate func part(of hash: UInt32) -> OpenTraceIndexPart? {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].leastHash <= hash { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : parts[low - 1]
  }
}

/// A key of the trace index.
struct TraceIndexKey: Hashable, Sendable {
  var level: UInt8
  var run: UInt32
  var part: UInt16

  init(_ bytes: [UInt8]) throws(ByteCodingError) {
    var reader = OrderedKeyReader(bytes)
    level = try reader.readUInt8()
    run = try reader.readUInt32()
    part = try reader.readUInt16()
  }
}
