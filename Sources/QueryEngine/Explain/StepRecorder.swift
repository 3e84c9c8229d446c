/// What one step of a query was given, what it gave, read and took.
///
/// What is read of payloads belongs here, too, once readers count it.
struct StepCounters: Hashable, Sendable {
  var rowsIn = 0
  var rowsOut = 0
  /// Segments that the step worked on.
  var segmentCount = 0
  var blocksRead = 0
  var blocksPruned = 0
  var blocksSkipped = 0
  var byteCount = 0
  /// Added up over the threads that shared the step.
  var duration = Duration.zero
  /// The earliest place among the conditions of a segment at which it was evaluated.
  var place = Int.max

  mutating func add(_ other: StepCounters) {
    rowsIn += other.rowsIn
    rowsOut += other.rowsOut
    segmentCount += other.segmentCount
    blocksRead += other.blocksRead
    blocksPruned += other.blocksPruned
    blocksSkipped += other.blocksSkipped
    byteCount += other.byteCount
    duration += other.duration
    place = min(place, other.place)
  }
}

/// Keeps account of a query's steps, for `explain analyze`; of a query that is not explained,
/// there is none.
struct StepRecorder: Sendable {
  enum Step: Hashable, Sendable {
    /// Counting what lacks a compared field.
    case census
    /// The time range, where a segment reaches beyond it.
    case time
    /// One of the conditions that the filter joins by `and`.
    case condition(Int)
    /// What the rows have to be beside the filter, to be among the first.
    case bound
    /// Taking in the rows that match: groups and aggregates, or the first rows of an order.
    case intake
    /// Going over the rows again.
    case repeated
    /// A step of the plan's, by its place.
    case planned(Int)
    /// Reading what is shown.
    case fetch
  }

  private(set) var counters: [Step: StepCounters] = [:]

  subscript(_ step: Step) -> StepCounters {
    get { counters[step] ?? StepCounters() }
    set { counters[step] = newValue }
  }

  mutating func add(_ other: StepRecorder) {
    for (step, counters) in other.counters { self[step].add(counters) }
  }
}

/// The moment at which a step began, and what had been read by then.
struct StepStart {
  private let moment = ContinuousClock.now
  private let statistics: QueryResult.Statistics

  init(_ statistics: QueryResult.Statistics) {
    self.statistics = statistics
  }

  init(_ reader: SegmentReader) {
    statistics = QueryResult.Statistics(reader.counters)
  }

  /// What happened since.
  func counters(upTo now: QueryResult.Statistics) -> StepCounters {
    var counters = StepCounters()
    counters.blocksRead =
      now.blocksRead - statistics.blocksRead + now.valueBlocksRead - statistics.valueBlocksRead
    counters.blocksPruned = now.blocksPruned - statistics.blocksPruned
    counters.blocksSkipped = now.blocksSkipped - statistics.blocksSkipped
    counters.byteCount = now.blockByteCount - statistics.blockByteCount
    counters.duration = ContinuousClock.now - moment
    return counters
  }

  /// What happened in a segment since.
  func counters(of reader: SegmentReader) -> StepCounters {
    counters(upTo: QueryResult.Statistics(reader.counters))
  }
}

extension QueryResult.Statistics {
  fileprivate init(_ counters: BlockCounters) {
    self.init()
    add(counters)
  }
}
