extension QueryResult {
  /// What the query read.
  public struct Statistics: Hashable, Sendable {
    /// Segments that were read.
    public var segmentsRead = 0
    /// Segments that were ruled out unread: by their times, by what they hold, or because a limit
    /// left nothing of them to show.
    public var segmentsPruned = 0
    /// Of those, the ones outside the time range.
    public var segmentsOutsideTime = 0
    /// Segments whose part of the answer an earlier query had found.
    public var segmentsRemembered = 0
    /// Blocks of 2,048 rows of a column that conditions looked into, also to count what lacks a
    /// value.
    public var blocksRead = 0
    /// Blocks of which their headers said enough for a condition.
    public var blocksPruned = 0
    /// Blocks that a condition passed by, because no row of them was left.
    public var blocksSkipped = 0
    /// Bytes of the blocks that conditions looked into.
    public var conditionByteCount = 0
    /// Blocks that values of matching rows were read from, for groups, aggregates, orders and
    /// output; one that a condition looked into before counts again.
    public var valueBlocksRead = 0
    /// Bytes of these; texts of dictionaries and payloads are not among them.
    public var valueByteCount = 0
    /// Groups of rows that indexes of words were asked about, once for each condition on text.
    public var textGroupCount = 0
    /// Of these groups, those whose texts were not read, because their words decided.
    public var textGroupsPruned = 0
    /// Compressed frames of payloads that conditions on text read.
    public var payloadFramesRead = 0
    /// All frames of the segments with such conditions.
    public var payloadFrameCount = 0
    /// Rows of the segments read.
    public var rowsScanned = 0
    /// Rows that passed the filter, those of remembered segments among them.
    ///
    /// Where a limit ruled rows out, they are not among them, and how many those are depends on
    /// which thread came first.
    public var rowsMatched = 0
    /// Threads that shared the segments.
    public var threadCount = 1
    /// How often the matching rows were gone over: more than once for exact percentiles whose
    /// values did not fit into memory, or turned out to lie elsewhere than the first ones did.
    public var passCount = 1
    /// The most memory that was held at a time, beside the store's own pages.
    public var peakByteCount = 0

    /// Nothing read.
    public init() {}

    /// Segments there are.
    public var segmentCount: Int { segmentsRead + segmentsPruned + segmentsRemembered }

    /// Bytes of all blocks that were looked into.
    public var blockByteCount: Int { conditionByteCount + valueByteCount }

    /// Adds what was read of other segments.
    package mutating func add(_ other: Statistics) {
      segmentsRead += other.segmentsRead
      segmentsPruned += other.segmentsPruned
      segmentsOutsideTime += other.segmentsOutsideTime
      segmentsRemembered += other.segmentsRemembered
      blocksRead += other.blocksRead
      blocksPruned += other.blocksPruned
      blocksSkipped += other.blocksSkipped
      conditionByteCount += other.conditionByteCount
      valueBlocksRead += other.valueBlocksRead
      valueByteCount += other.valueByteCount
      textGroupCount += other.textGroupCount
      textGroupsPruned += other.textGroupsPruned
      payloadFramesRead += other.payloadFramesRead
      payloadFrameCount += other.payloadFrameCount
      rowsScanned += other.rowsScanned
      rowsMatched += other.rowsMatched
    }

    /// Adds what a segment's reader came by.
    mutating func add(_ counters: BlockCounters) {
      blocksRead += counters.readCount
      blocksPruned += counters.prunedCount
      blocksSkipped += counters.skippedCount
      conditionByteCount += counters.readByteCount
      valueBlocksRead += counters.gatheredCount
      valueByteCount += counters.gatheredByteCount
      textGroupCount += counters.textGroupCount
      textGroupsPruned += counters.prunedTextGroupCount
      payloadFramesRead += counters.frameReadCount
      payloadFrameCount += counters.frameCount
    }
  }
}
