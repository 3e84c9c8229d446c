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
      for part in run.parts(of: hash) { found.append(contentsOf: try part.postings(of: hash)) }
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
  /// The parts that may hold a hash: one, but for a hash that begins in one and goes on in others.
  func parts(of hash: UInt32) -> ArraySlice<OpenTraceIndexPart> {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].leastHash <= hash { low = middle + 1 } else { high = middle }
    }
    var first = max(low - 1, 0)
    while first > 0, parts[first].leastHash == hash { first -= 1 }
    return parts[first..<low]
  }

  /// Whether more than half of the postings are of segments that are gone.
  ///
  /// Every trace of a segment has one posting, all of them in one run, so that the traces of the
  /// segments that a run names and the store still has are its live postings: nothing is read.
  ///
  /// O(segments of the run).
  func isMostlyDead(_ traceCounts: [UInt32: Int]) -> Bool {
    let segments = Set(parts.flatMap(\.segments))
    let liveCount = segments.reduce(0) { $0 + (traceCounts[$1] ?? 0) }
    return 2 * liveCount < parts.reduce(0) { $0 + $1.entryCount }
  }

  /// The postings of segments that `isLive` says are there, by hash.
  func postings(where isLive: (UInt32) -> Bool) throws(ScanError) -> [TracePosting] {
    var postings: [TracePosting] = []
    for part in parts {
      for posting in try part.allPostings() where isLive(posting.segment) {
        postings.append(posting)
      }
    }
    return postings
  }

  /// The keys of the parts.
  var keys: [[UInt8]] {
    parts.indices.map { KeyLayout.traceIndex(level: level, run: number, part: UInt16($0)) }
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
