import TraceStorage

/// Sizes and counts of a store.
public struct StoreStatistics: Hashable, Sendable {
  /// Spans, each identity once.
  public var spanCount: Int
  /// Spans that are durable but not sealed into a segment yet.
  public var hotSpanCount: Int
  /// Stored rows that a later copy replaced.
  public var deadRowCount: Int
  /// Sealed segments.
  public var segmentCount: Int
  /// Traces; one that lies in several segments counts once for each.
  public var traceFragmentCount: Int
  /// Bytes of columns.
  public var columnByteCount: Int
  /// Bytes of compressed payloads.
  public var payloadByteCount: Int
  /// Bytes of the data file.
  public var fileByteCount: Int
  /// Those of the file's bytes that hold something.
  public var usedByteCount: Int
  /// Those that hold nothing, and are used again before the file grows.
  public var freeByteCount: Int
  /// Attributes ever seen, each once for each type of value.
  public var attributeColumnCount: Int
  /// Scores, those that no longer count included.
  public var scoreCount: Int
  /// Bytes of the scores.
  public var scoreByteCount: Int
  /// The first and the last start of a span, in nanoseconds since 1970 UTC; nil without spans.
  public var startRange: ClosedRange<Int64>?
}

/// What a check of a whole store found.
public struct VerificationReport: Hashable, Sendable {
  /// What does not add up, a sentence each; only the first hundred.
  public var problems: [String]
  /// How many problems there are in all.
  public var problemCount: Int
  /// Segments read.
  public var segmentCount: Int
  /// Chunks read, their checksums compared.
  public var chunkCount: Int
  /// Bytes of these.
  public var byteCount: Int
  /// Spans that count.
  public var spanCount: Int
}

extension Store {
  /// Sizes and counts, as of now.
  ///
  /// O(segments).
  public func statistics() throws(StoreError) -> StoreStatistics {
    let found = try translating { () throws(StorageError) in try database.statistics() }
    return StoreStatistics(
      spanCount: found.spanCount, hotSpanCount: found.hotSpanCount,
      deadRowCount: found.deadRowCount, segmentCount: found.segmentCount,
      traceFragmentCount: found.traceFragmentCount, columnByteCount: found.columnByteCount,
      payloadByteCount: found.payloadByteCount, fileByteCount: found.fileByteCount,
      usedByteCount: found.usedByteCount, freeByteCount: found.freeByteCount,
      attributeColumnCount: found.attributeColumnCount,
      scoreCount: found.scoreCount, scoreByteCount: found.scoreByteCount,
      startRange: found.startRange)
  }

  /// Reads everything and compares it with its checksums and with what else must hold.
  ///
  /// O(bytes).
  ///
  /// - Parameter progress: told the segments done and the segments there are.
  /// - Returns: what was read, and the problems found.
  /// - Throws: `StoreError.unavailable`; damage is reported, not thrown.
  public func verify(
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StoreError) -> VerificationReport {
    let found = try translating { () throws(StorageError) in
      try database.check(progress: progress)
    }
    return VerificationReport(
      problems: found.problems, problemCount: found.problemCount,
      segmentCount: found.segmentCount, chunkCount: found.chunkCount,
      byteCount: found.byteCount, spanCount: found.spanCount)
  }
}
