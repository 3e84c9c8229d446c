import Spoor
import TestSupport
import TraceModel
import TraceStorage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func openForWriting(_ path: String) throws -> TraceDatabase {
  try TraceDatabase.open(path, OpenOptions(readOnly: false, createIfMissing: true))
}

/// How batches are stored.
enum Manner: String {
  /// One by one in hot batches.
  case append
  /// Each as a segment.
  case load
  /// Hot batches, sealed after every third.
  case seal
  /// Each as a segment, and segments merged after every third.
  case merge
  /// Each as a segment; the oldest go, so that the batches of `keptBatchCount` are left.
  case retain
  /// All of it, by the batch's number.
  case mixed
  /// In hot batches that are sealed, and segments that are merged, beside the writing.
  case background
  /// One by one through the queue, and then flushed.
  case record

  static let keptBatchCount = 4

  init(_ word: String) {
    guard let manner = Manner(rawValue: word) else { fail("\(word) is no manner") }
    self = manner
  }

  func store(_ batch: Int, of batches: NumberedBatches, in opened: OpenedStore) throws {
    let store = opened.database
    let spans = batches.batch(batch)
    switch self {
    case .append: _ = try store.append(spans)
    case .load: _ = try store.load(spans)
    case .seal:
      _ = try store.append(spans)
      if batch % 3 == 2 { try store.seal() }
    case .merge:
      _ = try store.load(spans)
      if batch % 3 == 2 { _ = try store.compact(.thorough) }
    case .retain:
      _ = try store.load(spans)
      let limit = Self.keptBatchCount * NumberedBatches.spanCount + 1
      _ = try store.retain(RetentionLimits(spanCount: limit))
    case .mixed:
      if batch % 3 == 0 { _ = try store.load(spans) } else { _ = try store.append(spans) }
      if batch % 7 == 6 { try store.seal() }
    case .background: try opened.store.append(spans)
    case .record:
      for span in spans { opened.store.record(span) }
      try opened.store.flushBlocking()
    }
  }
}

/// A store with its work in the background, which goes on for appends to the store alone.
struct OpenedStore {
  let database: TraceDatabase
  let store: Store

  /// Batches that are sealed together.
  private static let sealedBatchCount = 3

  init(_ path: String) throws {
    var options = OpenOptions(readOnly: false, createIfMissing: true)
    options.hotRowCount = Self.sealedBatchCount * (NumberedBatches.spanCount + 1)
    database = try TraceDatabase.open(path, options)
    var recording = RecordingSettings()
    // Until it is flushed: a batch must not come in two commits.
    recording.commitWindow = .seconds(60)
    store = Store(database, compactsInBackground: true, recording: recording)
  }
}

/// Stores numbered batches, and says so after each, once it is on disk.
func write(_ arguments: Arguments) throws {
  let store = try OpenedStore(arguments[0])
  let batches = NumberedBatches(writer: UInt64(arguments.number(1)))
  let first = arguments.number(2)
  let manner = Manner(arguments[4])
  say("opened")
  for batch in first..<first + arguments.number(3) {
    try manner.store(batch, of: batches, in: store)
    say("stored \(batch)")
  }
}

func open(_ arguments: Arguments) throws {
  _ = try openForWriting(arguments[0])
  say("opened")
}

/// Merges whatever others store until its input ends, then what is left.
func compact(_ arguments: Arguments) throws {
  let store = try openForWriting(arguments[0])
  say("compacting")
  var removedCount = 0
  while !inputHasEnded() {
    removedCount += try store.compact(.thorough).removedSegmentCount
  }
  removedCount += try store.compact(.thorough).removedSegmentCount
  say("merged \(removedCount)")
}

/// Holds a snapshot until it is killed.
func hold(_ arguments: Arguments) throws {
  let store = try TraceDatabase.open(arguments[0], OpenOptions(readOnly: true))
  let snapshot = try store.snapshot()
  say("holding")
  withExtendedLifetime(snapshot) { while true { _ = pause() } }
}
