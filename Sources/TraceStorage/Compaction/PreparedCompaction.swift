import LMDB
import Scanning
import TraceModel

/// A merge, ready to be stored.
struct PreparedCompaction {
  /// The segments that go, as they were when their spans were read.
  let removed: [SegmentHeader]
  let segments: PreparedSegments
  let spanCount: Int
  /// The counters that the numbers of the new segment and run come from.
  private let state: StoreState

  /// Reads the spans of the best merge there is, and encodes them; nil when none is worthwhile,
  /// or when `isCancelled` says so, which is asked between blocks of rows, as `didRead` is told the
  /// spans read so far.
  ///
  /// Memory: the spans of one segment, and their encoding.
  init?(
    _ policy: CompactionPolicy, _ snapshot: StorageSnapshot, isCancelled: () -> Bool,
    didRead: (Int) -> Void
  ) throws(ScanError) {
    let sizes = snapshot.database.decodedSizes
    sizes.keep(Set(snapshot.headers.map(\.segment)))
    while true {
      let candidates = snapshot.headers.map {
        CompactionCandidate($0, decodedByteCount: sizes[$0.segment])
      }
      guard let plan = CompactionPlan(candidates, policy) else { return nil }
      var reading = CompactionReading(limit: policy.byteLimit)
      switch try reading.read(plan, snapshot, isCancelled, didRead) {
      case .cancelled: return nil
      // The sizes are known now, so that the next plan is another one.
      case .tooLarge: continue
      case .read: break
      }
      removed = reading.headers
      spanCount = reading.spans.count
      state = snapshot.state
      segments = try PreparedSegments(
        reading.spans, snapshot.catalogue, removing: Set(removed.map(\.segment)), snapshot)
      for segment in segments.encoded {
        sizes.note(reading.byteCount, of: segment.header.segment)
      }
      return
    }
  }

  /// Whether the store still has what the merge rests on.
  ///
  /// Batches that were appended since are no hindrance, rows of the merged segments that died are:
  /// their headers have changed. Where another segment or run was stored, the numbers are taken.
  func holds(
    _ now: StoreState, _ transaction: borrowing WriteTransaction,
    _ databases: TraceDatabase.Databases
  ) throws -> Bool {
    guard now.nextSegment == state.nextSegment, now.nextIndexRun == state.nextIndexRun else {
      return false
    }
    for header in removed {
      let stored = try transaction.value(for: header.key, in: databases.segmentDirectory)
      guard stored == header.stored else { return false }
    }
    return true
  }
}

/// The spans of a merge's segments, as they are read.
private struct CompactionReading {
  enum Outcome {
    case read, cancelled, tooLarge
  }

  /// Rows that are decoded between two looks at `isCancelled`.
  private static let blockRowCount = 2_048

  let limit: Int
  private(set) var spans: [SpanData] = []
  private(set) var headers: [SegmentHeader] = []
  private(set) var byteCount = 0

  init(limit: Int) {
    self.limit = limit
  }

  mutating func read(
    _ plan: CompactionPlan, _ snapshot: StorageSnapshot, _ isCancelled: () -> Bool,
    _ didRead: (Int) -> Void
  ) throws(ScanError) -> Outcome {
    let isAlone = plan.members.count == 1
    for member in plan.members {
      guard let segment = try snapshot.sealedSegment(member.segment) else { continue }
      headers.append(segment.header)
      let before = byteCount
      for first in stride(from: 0, to: segment.rowCount, by: Self.blockRowCount) {
        if isCancelled() { return .cancelled }
        try add(first..<min(first + Self.blockRowCount, segment.rowCount), of: segment, snapshot)
        didRead(spans.count)
        guard byteCount > limit, !isAlone else { continue }
        // Of a segment that was read in part, at least what was read is known.
        snapshot.database.decodedSizes.note(
          max(byteCount - before, member.byteCount), of: member.segment)
        return .tooLarge
      }
      snapshot.database.decodedSizes.note(byteCount - before, of: member.segment)
    }
    return .read
  }

  private mutating func add(
    _ rows: Range<Int>, of segment: StoredSegment, _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    let live = Set(try segment.liveRows(in: rows))
    guard !live.isEmpty else { return }
    let block = try segment.spans(ofRows: rows, catalogue: snapshot.catalogue)
    for (row, span) in zip(rows, block) where live.contains(row) {
      spans.append(span)
      byteCount += span.approximateByteCount
    }
  }
}
