import LMDB
import Scanning

/// Which runs and parts the trace index of a snapshot has, and where their hashes begin.
///
/// It is read from the headers of the parts alone, and serves every snapshot with the same runs.
struct TraceIndexDirectory: Sendable {
  /// Tells the directories of a store apart.
  ///
  /// A new run takes a number, and without one runs only go.
  struct Version: Hashable, Sendable {
    var nextRun: UInt32
    var partCount: Int
  }

  struct Part: Hashable, Sendable {
    /// The place among all parts of the index.
    var ordinal: Int
    var key: TraceIndexKey
    var leastHash: UInt32
    var entryCount: Int
  }

  struct Run: Hashable, Sendable {
    var level: UInt8
    var number: UInt32
    /// In the order of their hashes.
    var parts: [Part] = []
  }

  let version: Version
  private(set) var runs: [Run] = []
  private(set) var partCount = 0

  /// Reads the headers.
  ///
  /// O(parts).
  init(_ snapshot: Snapshot, _ database: Database, version: Version) throws(ScanError) {
    self.version = version
    do {
      var runs: [Run] = []
      var count = 0
      try snapshot.forEachEntry(of: database) { bytes, value in
        let key = try TraceIndexKey(bytes)
        let header = try ChunkHeader(
          reading: value.bytes, key: ChunkKey(.traceIndex, column: UInt32(key.part)),
          owner: key.run)
        if runs.last?.number != key.run || runs.last?.level != key.level {
          runs.append(Run(level: key.level, number: key.run))
        }
        runs[runs.count - 1].parts.append(
          Part(
            ordinal: count, key: key, leastHash: UInt32(truncatingIfNeeded: header.base),
            entryCount: header.entryCount))
        count += 1
      }
      self.runs = runs
      partCount = count
    } catch {
      throw ScanError(error, reading: "trace index")
    }
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

extension TraceIndexDirectory.Run {
  /// The parts that may hold a hash: one, but for a hash that begins in one and goes on in others.
  func parts(of hash: UInt32) -> ArraySlice<TraceIndexDirectory.Part> {
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

  /// The keys of the parts.
  var keys: [[UInt8]] {
    parts.map { KeyLayout.traceIndex(level: level, run: number, part: $0.key.part) }
  }
}
