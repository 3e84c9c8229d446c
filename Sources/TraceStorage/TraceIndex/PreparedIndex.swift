import LMDB
import Scanning
import TraceModel

/// A change of the trace index, ready to be stored: new runs, and the keys of those that they
/// replace.
struct PreparedIndex {
  /// A run as bytes.
  private struct Run {
    var level: UInt8
    var number: UInt32
    var parts: [[UInt8]]
  }

  private var runs: [Run] = []
  private var removedKeys: [[UInt8]] = []
  /// The number that the next run gets.
  private(set) var nextRun: UInt32

  /// No change.
  init(_ state: StoreState) {
    nextRun = state.nextIndexRun
  }

  /// The postings of new segments as a run, merged with the runs of the levels that they fill.
  ///
  /// Runs of which more than half are postings of segments that are gone are written anew without
  /// these. The segments `removed` go in the same transaction.
  init(
    adding added: [TracePosting], removing removed: Set<UInt32>, _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    self.init(snapshot.state)
    var traceCounts: [UInt32: Int] = [:]
    for header in snapshot.headers where !removed.contains(header.segment) {
      traceCounts[header.segment] = header.traceCount
    }
    let index = try snapshot.traceIndex()
    let merge = added.isEmpty ? (level: 0, runs: []) : index.directory.runsToMerge()
    if !added.isEmpty {
      var postings = added
      for run in merge.runs {
        postings.append(contentsOf: try index.postings(of: run) { traceCounts[$0] != nil })
      }
      replace(merge.runs, by: postings, level: merge.level)
    }
    guard !removed.isEmpty else { return }
    let merged = Set(merge.runs.map(\.number))
    for run in index.directory.runs where !merged.contains(run.number) {
      guard try index.isMostlyDead(run, traceCounts) else { continue }
      let live = try index.postings(of: run) { traceCounts[$0] != nil }
      replace([run], by: live, level: run.level)
    }
  }

  private mutating func replace(
    _ old: [TraceIndexDirectory.Run], by postings: [TracePosting], level: UInt8
  ) {
    removedKeys.append(contentsOf: old.flatMap(\.keys))
    guard !postings.isEmpty else { return }
    let sorted = postings.sorted {
      ($0.hash, $0.segment, $0.firstRow) < ($1.hash, $1.segment, $1.firstRow)
    }
    runs.append(
      Run(level: level, number: nextRun, parts: TraceIndexPart.encode(sorted, run: nextRun)))
    nextRun += 1
  }
}

extension PreparedIndex {
  func commit(
    _ state: inout StoreState, _ transaction: borrowing WriteTransaction, in database: Database
  ) throws {
    for key in removedKeys { _ = try transaction.delete(key, in: database) }
    for run in runs {
      for (number, part) in run.parts.enumerated() {
        let key = KeyLayout.traceIndex(level: run.level, run: run.number, part: UInt16(number))
        try transaction.put(part, for: key, in: database)
      }
    }
    state.nextIndexRun = nextRun
  }
}
