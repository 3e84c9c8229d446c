import LMDB
import Scanning

/// What a compaction did.
package struct CompactionReport: Hashable, Sendable {
  /// Segments that were merged away, and those that came of them.
  package var removedSegmentCount = 0
  package var writtenSegmentCount = 0
  /// Spans in these.
  package var spanCount = 0
  /// Rows that no longer counted, gone now.
  package var deadRowCount = 0
  /// Whether nothing worthwhile is left; false where it was cancelled, or where other writers were
  /// faster too often.
  package var isComplete = false

  package init() {}

  fileprivate mutating func add(_ step: PreparedCompaction) {
    removedSegmentCount += step.removed.count
    writtenSegmentCount += step.segments.encoded.count
    spanCount += step.spanCount
    deadRowCount += step.removed.reduce(0) { $0 + $1.deadRowCount }
  }
}

extension TraceDatabase {
  /// Merges small segments into larger ones and leaves out rows that no longer count, until the
  /// policy finds nothing worthwhile.
  ///
  /// Each merge is prepared off the write lock and is one transaction; answers are the same before
  /// and after it, and whoever holds an older snapshot goes on reading that. Other writers go
  /// before: a merge that they overtake is prepared again a few times, and then left.
  ///
  /// `isCancelled` is asked every few thousand rows; what is merged by then stays so. `progress` is
  /// told as often how many spans were taken up, and how many will be in all.
  package func compact(
    _ policy: CompactionPolicy, isCancelled: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StorageError) -> CompactionReport {
    guard !isReadOnly else { throw .readOnly }
    defer { joinNewSegments() }
    var report = CompactionReport()
    let expected = try expectedSpanCount(of: policy)
    progress(0, expected)
    while !isCancelled() {
      let outcome = try changeAtLeisure { (snapshot) throws(ScanError) in
        try PreparedCompaction(policy, snapshot, isCancelled: isCancelled) { count in
          progress(report.spanCount + count, max(expected, report.spanCount + count))
        }
      } holds: { prepared, state, transaction in
        try prepared.holds(state, transaction, self.databases)
      } commit: { prepared, state, transaction in
        try self.commit(prepared, &state, transaction)
      }
      switch outcome {
      case .committed(let step): report.add(step)
      case .nothingToDo:
        report.isComplete = !isCancelled()
        return report
      case .overtaken: return report
      }
    }
    return report
  }

  private func expectedSpanCount(of policy: CompactionPolicy) throws(StorageError) -> Int {
    let candidates = try snapshot().headers.map {
      CompactionCandidate($0, decodedByteCount: decodedSizes[$0.segment])
    }
    return CompactionPlan.sequence(candidates, policy).reduce(0) { $0 + $1.rowCount }
  }

  private func commit(
    _ prepared: PreparedCompaction, _ state: inout StoreState,
    _ transaction: borrowing WriteTransaction
  ) throws -> PreparedCompaction {
    for header in prepared.removed { try remove(header, transaction) }
    try commit(prepared.segments, &state, transaction)
    return prepared
  }

  /// Removes a segment and the scores joined to it, all but its postings in the trace index.
  func remove(_ header: SegmentHeader, _ transaction: borrowing WriteTransaction) throws {
    let first = KeyLayout.segment(header.segment)
    let end = header.segment == .max ? nil : KeyLayout.segment(header.segment + 1)
    for database in [databases.segments, databases.payloads, databases.joinedScores] {
      _ = try transaction.deleteRange(in: database, from: first, below: end)
    }
    _ = try transaction.delete(header.key, in: databases.segmentDirectory)
  }
}
