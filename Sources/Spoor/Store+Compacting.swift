import TraceStorage

/// How much a compaction does.
public enum CompactionEffort: Sendable {
  /// What pays beside other work: a store does as much by itself while it is open for writing.
  case moderate
  /// Whatever makes later queries faster or the store smaller.
  case thorough

  var policy: CompactionPolicy {
    switch self {
    case .moderate: .background
    case .thorough: .thorough
    }
  }
}

/// What a compaction did.
public struct CompactionReport: Hashable, Sendable {
  /// Segments that were merged away.
  public var removedSegmentCount: Int
  /// Segments that came of them.
  public var writtenSegmentCount: Int
  /// Spans that were written anew.
  public var spanCount: Int
  /// Rows of replaced spans that went.
  public var replacedRowCount: Int
  /// Whether nothing worthwhile is left; false where it was cancelled, or where other writers kept
  /// being faster.
  public var isComplete: Bool
}

extension Store {
  /// Merges small segments into larger ones, so that the parts of a trace that came at different
  /// times lie together, and leaves out rows of spans that were replaced.
  ///
  /// No answer changes. Readers and writers go on meanwhile; each merge is one transaction. The
  /// file does not get smaller, but what is free in it is used again; `backup(to:compacting:)`
  /// makes a smaller copy. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - effort: how much to do.
  ///   - isCancelled: asked every few thousand rows; what was merged by then stays so.
  ///   - progress: told as often how many spans were taken up, and how many will be in all.
  /// - Returns: what was merged.
  /// - Throws: `StoreError.readOnly`, `.unavailable`, `.damaged`; whole merges may have been made.
  @discardableResult
  public func compact(
    _ effort: CompactionEffort = .thorough, isCancelled: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> CompactionReport {
    let report = try translating { () throws(StorageError) in
      try database.compact(effort.policy, isCancelled: isCancelled, progress: progress)
    }
    return CompactionReport(
      removedSegmentCount: report.removedSegmentCount,
      writtenSegmentCount: report.writtenSegmentCount, spanCount: report.spanCount,
      replacedRowCount: report.deadRowCount, isComplete: report.isComplete)
  }
}
