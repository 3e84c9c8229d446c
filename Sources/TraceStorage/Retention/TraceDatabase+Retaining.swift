import LMDB
import Scanning

/// Bytes of chunks that one transaction removes, unless its first segment has more: each frees
/// pages that LMDB must list.
private let removalByteCount = 64 << 20

/// Segments to be removed together.
private struct PreparedRemoval {
  let drops: [RetentionPlan.Drop]
  let headers: [SegmentHeader]
  let index: PreparedIndex

  /// The first drops of a plan, as many as one transaction removes; nil when there are none.
  init?(_ plan: RetentionPlan, _ snapshot: StorageSnapshot) throws(ScanError) {
    var drops: [RetentionPlan.Drop] = []
    var byteCount = 0
    for drop in plan.drops {
      byteCount += drop.candidate.byteCount
      guard drops.isEmpty || byteCount <= removalByteCount else { break }
      drops.append(drop)
    }
    guard !drops.isEmpty else { return nil }
    self.drops = drops
    let removed = Set(drops.map(\.candidate.segment))
    headers = snapshot.headers.filter { removed.contains($0.segment) }
    index = try PreparedIndex(adding: [], removing: removed, snapshot)
  }
}

extension TraceDatabase {
  /// Removes whole segments, oldest first, until the store keeps within its limits.
  ///
  /// Hot spans are sealed first. At most 64 MiB go in one transaction, and each leaves a sound
  /// store. `isCancelled` is asked between them; what went by then is gone. `progress` is told the
  /// bytes removed so far.
  package func retain(
    _ limits: RetentionLimits, isCancelled: () -> Bool = { false },
    progress: (Int) -> Void = { _ in }
  ) throws(StorageError) -> RetentionReport {
    var report = RetentionReport()
    try seal()
    while !isCancelled() {
      // A change that changes nothing would still be a commit.
      guard !(try plan(limits, try snapshot())).drops.isEmpty else {
        report.isComplete = true
        break
      }
      report.add(try removeOldest(limits))
      progress(report.byteCount)
    }
    report.noteKept(try snapshot())
    return report
  }

  /// What `retain` would remove; nothing is.
  package func retentionPreview(_ limits: RetentionLimits) throws(StorageError) -> RetentionReport {
    let snapshot = try snapshot()
    let plan = try plan(limits, snapshot)
    var report = RetentionReport()
    report.add(plan.drops)
    report.isComplete = true
    report.noteKept(snapshot)
    report.keptSegmentCount -= report.segmentCount
    report.keptSpanCount -= report.spanCount
    return report
  }

  private func removeOldest(
    _ limits: RetentionLimits
  ) throws(StorageError) -> [RetentionPlan.Drop] {
    try change { (snapshot) throws(ScanError) in
      do {
        return try PreparedRemoval(try plan(limits, snapshot), snapshot)
      } catch {
        throw ScanError(error, reading: "the segments")
      }
    } commit: { prepared, state, transaction in
      guard let prepared else { return [] }
      for header in prepared.headers { try self.remove(header, transaction) }
      try prepared.index.commit(&state, transaction, in: self.databases.traceIndex)
      return prepared.drops
    }
  }

  private func plan(
    _ limits: RetentionLimits, _ snapshot: StorageSnapshot
  ) throws(StorageError) -> RetentionPlan {
    let files: EnvironmentStatistics
    do {
      files = try environment.statistics()
    } catch {
      throw StorageError(error, path: path)
    }
    return RetentionPlan(
      snapshot.headers.map { RetentionPlan.Candidate($0) }, usedByteCount: files.usedByteCount,
      hotSpanCount: snapshot.hotSpanCount, limits)
  }
}

extension RetentionPlan.Candidate {
  fileprivate init(_ header: SegmentHeader) {
    self.init(
      segment: header.segment, spanCount: header.rowCount - header.deadRowCount,
      byteCount: header.columnByteCount + header.payloadByteCount,
      greatestStart: header.greatestStart)
  }
}

extension RetentionReport {
  fileprivate mutating func noteKept(_ snapshot: StorageSnapshot) {
    keptSegmentCount = snapshot.headers.count
    hotSpanCount = snapshot.hotSpanCount
    keptSpanCount = snapshot.headers.reduce(hotSpanCount) { $0 + $1.rowCount - $1.deadRowCount }
  }
}
