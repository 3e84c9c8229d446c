/// Why a span that was recorded is not stored.
public enum DropReason: String, CaseIterable, Codable, CodingKeyRepresentable, Hashable, Sendable {
  /// The queue was full: the disk is slower than the spans come, or takes none.
  case queueFull
  /// It came after the store was shut down.
  case shutDown
  /// A processor dropped it.
  case processor
  /// A processor threw an error; its span is not stored.
  case processorFailure
  /// Tail sampling left its trace out.
  case sampledOut
  /// It could not be written before the deadline of the shutdown.
  case unwritten
}

/// What became of the spans that a store was given one by one, since it was opened.
public struct RecordingStatistics: Hashable, Codable, Sendable {
  /// Spans that the queue took.
  public internal(set) var acceptedCount = 0
  /// Spans on disk.
  public internal(set) var writtenCount = 0
  /// Copies of spans that were stored while they were open.
  public internal(set) var runningCopyCount = 0
  /// Open spans that are not watched, as too many are: they are stored when they end.
  public internal(set) var unwatchedCount = 0
  /// Spans that are not stored, by reason.
  public internal(set) var droppedCounts: [DropReason: Int] = [:]
  /// Spans that wait, those that are being written included.
  public internal(set) var queuedCount = 0
  /// Bytes of memory that these hold, by estimate.
  public internal(set) var queuedByteCount = 0
  /// Spans of traces that tail sampling has not decided on.
  public internal(set) var undecidedCount = 0
  /// Commits that were made.
  public internal(set) var commitCount = 0
  /// Attempts to commit that failed; the spans wait, and are tried again.
  public internal(set) var failedCommitCount = 0
  /// What the last attempt failed of; nil once one succeeded.
  public internal(set) var failure: String?
  /// Seconds that the last commit took.
  public internal(set) var lastCommitSeconds = 0.0
  /// Seconds that the longest commit took.
  public internal(set) var longestCommitSeconds = 0.0

  /// Spans that are not stored, for whatever reason.
  public var droppedCount: Int { droppedCounts.values.reduce(0, +) }

  /// Nothing recorded.
  public init() {}
}

/// What a shutdown left.
public struct ShutdownReport: Hashable, Sendable {
  /// Spans that could not be written before the deadline.
  public let unwrittenCount: Int
  /// What writing them failed of; nil where the disk did not answer in time.
  public let failure: StoreError?
  /// Everything since the store was opened.
  public let statistics: RecordingStatistics

  /// Whether every span that was not dropped before is on disk.
  public var isComplete: Bool { unwrittenCount == 0 }
}
