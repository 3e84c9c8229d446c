/// What becomes of a span that ends while the queue is full.
public enum BackPressure: Hashable, Sendable {
  /// The span that ends now is dropped.
  case dropNewest
  /// The spans that wait longest are dropped, as many as make room.
  case dropOldest
  /// The caller's thread waits for room; the span is dropped when it has waited so long.
  ///
  /// Under this policy alone can a slow disk hold up a caller. Not for threads of Swift's
  /// cooperative pool, which must not be blocked.
  case wait(atMost: Duration)
}

/// What a commit survives; the levels are named for what they promise.
///
/// All of them keep the store whole: what may be missing after a power failure are the last commits.
/// Two stores of one folder in one process share the stronger of their levels.
public enum Durability: Hashable, Sendable {
  /// What was committed is there after a crash of the process, of the system, and a power failure.
  case survivesPowerLoss
  /// What was committed is there after a crash of the process; after a power failure the last
  /// commits may be missing.
  ///
  /// Commits wait for the disk once instead of twice. `flush` waits until the disk has everything.
  case survivesProcessExit
}

/// How a store takes spans as they end: ``Store/record(_:)``.
public struct RecordingSettings: Sendable {
  /// Spans that may wait to be written.
  public var queueSpanCount = 65_536
  /// Bytes of memory that they may hold together, by estimate.
  public var queueByteCount = 64 << 20
  /// Spans that are committed together at most; so many waiting are committed at once.
  public var batchSpanCount = 8_192
  /// How long the first of them waits for others.
  ///
  /// A span that ended is lost if the process dies within this time, and the time of a commit.
  public var commitWindow = Duration.milliseconds(100)
  /// What becomes of a span that ends while the queue is full.
  public var backPressure = BackPressure.dropNewest
  /// What a commit survives.
  public var durability = Durability.survivesPowerLoss
  /// What spans go through before the first byte of them is stored, in this order.
  ///
  /// They see spans that are appended and loaded as well.
  public var processors: [any SpanProcessor] = []
  /// How long a span has to be open before it is stored as running.
  ///
  /// It is stored again after twice this time, four times, and so on, until it ends.
  public var runningAfter = Duration.seconds(1)
  /// Which traces are kept, decided when they are over; nil keeps all.
  public var tailSampling: TailSampling?

  /// The defaults, as the properties tell them.
  public init() {}
}
