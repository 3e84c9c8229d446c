import ByteCoding
import LMDB
import Scanning
import Synchronization
import TraceModel

/// The trace-id index of one snapshot.
///
/// A segment's traces are a run of level 0; eight runs of a level merge into one of the next.
/// So a look-up asks few runs, and a posting is rewritten about once a level. Parts are opened, and
/// their checksums compared, when a look-up first needs them.
final class TraceIndex: Sendable {
  let directory: TraceIndexDirectory
  private let snapshot: Snapshot
  private let database: Database
  /// The parts whose checksums were compared: they never change.
  private let verified: VerifiedParts
  /// The parts by their ordinals, once they are open.
  private let opened: Mutex<[OpenTraceIndexPart?]>

  init(
    _ directory: TraceIndexDirectory, _ snapshot: Snapshot, _ database: Database,
    verified: VerifiedParts
  ) {
    self.directory = directory
    self.snapshot = snapshot
    self.database = database
    self.verified = verified
    opened = Mutex(Array(repeating: nil, count: directory.partCount))
  }

  /// Where the fragments of a trace may begin: compare the ids found there.
  ///
  /// Postings of segments that were dropped may be among them. O(runs).
  func postings(of trace: TraceID) throws(ScanError) -> [TracePosting] {
    let hash = TracePosting.hash(of: trace)
    var found: [TracePosting] = []
    for run in directory.runs {
      for part in run.parts(of: hash) {
        found.append(contentsOf: try open(part).postings(of: hash))
      }
    }
    return found
  }

  /// The postings of a run of the segments that `isLive` says are there, by hash.
  func postings(
    of run: TraceIndexDirectory.Run, where isLive: (UInt32) -> Bool
  ) throws(ScanError) -> [TracePosting] {
    var postings: [TracePosting] = []
    for part in run.parts {
      for posting in try open(part).allPostings() where isLive(posting.segment) {
        postings.append(posting)
      }
    }
    return postings
  }

  /// Whether more than half of a run's postings are of segments that are gone.
  ///
  /// Every trace of a segment has one posting, all of them in one run, so that the traces of the
  /// segments that a run names and the store still has are its live postings.
  ///
  /// O(segments of the run), once its parts are open.
  func isMostlyDead(
    _ run: TraceIndexDirectory.Run, _ traceCounts: [UInt32: Int]
  ) throws(ScanError) -> Bool {
    var segments: Set<UInt32> = []
    for part in run.parts { segments.formUnion(try open(part).segments()) }
    let liveCount = segments.reduce(0) { $0 + (traceCounts[$1] ?? 0) }
    return 2 * liveCount < run.parts.reduce(0) { $0 + $1.entryCount }
  }

  /// A part, opened once a snapshot.
  func open(_ part: TraceIndexDirectory.Part) throws(ScanError) -> OpenTraceIndexPart {
    if let known = opened.withLock({ $0[part.ordinal] }) { return known }
    let new = try load(part.key)
    opened.withLock { $0[part.ordinal] = new }
    return new
  }

  private func load(_ key: TraceIndexKey) throws(ScanError) -> OpenTraceIndexPart {
    let stored = KeyLayout.traceIndex(level: key.level, run: key.run, part: key.part)
    do {
      guard let value = try snapshot.value(for: stored, in: database) else {
        throw ScanError.damaged("part \(key.part) of run \(key.run) is missing")
      }
      let chunk = try LoadedChunk(
        value, key: ChunkKey(.traceIndex, column: UInt32(key.part)), owner: key.run,
        isVerified: verified.contains(key))
      verified.insert(key)
      return try OpenTraceIndexPart(chunk)
    } catch {
      throw ScanError(error, reading: "trace index")
    }
  }
}

/// A key of the trace index.
struct TraceIndexKey: Hashable, Sendable {
  var level: UInt8
  var run: UInt32
  var part: UInt16

  init(_ bytes: [UInt8]) throws(ByteCodingError) {
    var reader = OrderedKeyReader(bytes)
    level = try reader.readUInt8()
    run = try reader.readUInt32()
    part = try reader.readUInt16()
  }
}
