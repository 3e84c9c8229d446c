import Columns
import Scanning
import TraceModel

/// The rows of a segment by what scores may be about.
struct SegmentTargets {
  let segment: StoredSegment
  let traceHighs: [UInt64]
  let traceLows: [UInt64]
  /// The first row of each trace, then the number of rows.
  let firstRows: [Int]
  let spanIDs: [UInt64]
  private let hasParent: ParentRows
  /// Nil when all rows count.
  private let liveRows: Bitmap?
  /// Sessions of rows; nil where no score is about a session.
  private let sessions: SessionRows?

  /// O(rows).
  init(_ segment: StoredSegment, withSessions: Bool) throws(ScanError) {
    self.segment = segment
    (traceHighs, traceLows) = try segment.traceWords()
    spanIDs = try segment.integers(of: ColumnID(.spanID), absent: 0)
      .map { UInt64(bitPattern: $0) }
    let codes = try segment.integers(of: ColumnID(.traceID), absent: -1)
    var firstRows: [Int] = []
    firstRows.reserveCapacity(traceHighs.count + 1)
    for row in codes.indices where row == 0 || codes[row] != codes[row - 1] {
      firstRows.append(row)
    }
    guard firstRows.count == traceHighs.count else {
      throw .damaged("segment \(segment.header.segment): traces of another number than rows have")
    }
    firstRows.append(segment.rowCount)
    self.firstRows = firstRows
    hasParent = try ParentRows(segment)
    if let live = try segment.liveRows() {
      liveRows = Bitmap(words: live.indices.map { live[$0] }, count: segment.rowCount)
    } else {
      liveRows = nil
    }
    sessions = withSessions ? try SessionRows(segment) : nil
  }

  var traceCount: Int { traceHighs.count }

  func rows(ofTrace number: Int) -> Range<Int> { firstRows[number]..<firstRows[number + 1] }

  func hash(ofTrace number: Int) -> UInt64 {
    scoreHash(traceHigh: traceHighs[number], traceLow: traceLows[number])
  }

  /// A root span has no parent; that of a trace sees the trace's scores.
  func isRoot(_ row: Int) -> Bool { !hasParent.contains(row) }

  /// Whether a row still counts.
  ///
  /// Rows that do not are joined all the same, so that what is joined depends on nothing that
  /// changes.
  func isLive(_ row: Int) -> Bool { liveRows?[row] ?? true }

  /// The session of a row; nil also where no score is about a session.
  func session(ofRow row: Int) throws(ScanError) -> String? { try sessions?.session(ofRow: row) }

  /// The traces that have a root span of one of some sessions.
  func traces(of wanted: Set<ByteText>) throws(ScanError) -> [Int] {
    var found: [Int] = []
    for number in 0..<traceCount {
      for row in rows(ofTrace: number) where isRoot(row) {
        guard let session = try session(ofRow: row), wanted.contains(ByteText(session)) else {
          continue
        }
        found.append(number)
        break
      }
    }
    return found
  }
}

extension StoredSegment {
  /// Halves of the ids of all traces.
  func traceWords() throws(ScanError) -> ([UInt64], [UInt64]) {
    let high = try chunks.required(ChunkKey(.traceHigh))
    let low = try chunks.required(ChunkKey(.traceLow))
    guard high.header.entryCount == header.traceCount, low.header.entryCount == header.traceCount
    else { throw .damaged("segment \(header.segment): trace ids of another number") }
    let highs = Swift.Span<UInt64>(_bytes: high.body)
    let lows = Swift.Span<UInt64>(_bytes: low.body)
    return (highs.indices.map { highs[$0] }, lows.indices.map { lows[$0] })
  }
}

/// Which rows have a parent, read from the set of rows alone.
private enum ParentRows {
  case all
  case none
  case some(Bitmap)

  init(_ segment: StoredSegment) throws(ScanError) {
    guard let entry = segment.directory[ColumnID(.parentID)] else {
      self = .none
      return
    }
    guard let set = entry.presence else {
      self = .all
      return
    }
    let chunk = try segment.chunks.required(set.key)
    var bitmap = Bitmap(count: segment.rowCount)
    if set.isList {
      let rows = Swift.Span<UInt32>(_bytes: chunk.body)
      for index in rows.indices {
        guard rows[index] < segment.rowCount else { throw segment.missing(entry.column) }
        bitmap[Int(rows[index])] = true
      }
    } else {
      let stored = Swift.Span<UInt64>(_bytes: chunk.body)
      guard let words = Bitmap(words: stored.indices.map { stored[$0] }, count: segment.rowCount)
      else { throw segment.missing(entry.column) }
      bitmap = words
    }
    self = .some(bitmap)
  }

  func contains(_ row: Int) -> Bool {
    switch self {
    case .all: true
    case .none: false
    case .some(let rows): rows[row]
    }
  }
}

/// The sessions of a segment's rows.
private struct SessionRows {
  private let segment: StoredSegment
  private var codes: [Int64] = []
  private var texts: [String] = []
  /// Long ids made the column a payload.
  private let isPayload: Bool

  init(_ segment: StoredSegment) throws(ScanError) {
    self.segment = segment
    let summary = segment.directory[ColumnID(.sessionID)]?.summary
    isPayload = summary?.form == .payload
    guard let summary, !isPayload else { return }
    texts = try segment.texts(of: ColumnID(.sessionID), count: summary.distinctCount)
    codes = try segment.integers(of: ColumnID(.sessionID), absent: -1)
  }

  func session(ofRow row: Int) throws(ScanError) -> String? {
    guard !isPayload else { return try segment.text(of: ColumnID(.sessionID), row: row) }
    guard !codes.isEmpty, codes[row] >= 0 else { return nil }
    guard codes[row] < texts.count else { throw segment.missing(ColumnID(.sessionID)) }
    return texts[Int(codes[row])]
  }
}
