import ByteCoding
import Columns
import LMDB
import Scanning

/// Columns of scores to be stored beside segments.
///
/// They follow from the scores and the segments, and can be made anew at any time.
struct PreparedJoins {
  private(set) var columns: [EncodedScoreColumns] = []
  /// Segments that are gone, whose columns are still there.
  private(set) var orphans: [UInt32] = []

  /// Nothing to store.
  init() {}

  /// The columns of the segments that new scores are about, and of those that were not joined yet.
  init(
    _ touched: TouchedTraces, _ join: inout ScoreJoin, _ catalogue: AttributeCatalogue,
    _ state: ScoreState, _ snapshot: StorageSnapshot
  ) throws(ScanError) {
    let traces = try touched.bySegment(of: snapshot)
    let joined = try snapshot.joinedSegments()
    orphans = joined.subtracting(snapshot.headers.map(\.segment)).sorted()
    for header in snapshot.headers {
      let isJoined = joined.contains(header.segment)
      var numbers = traces[header.segment] ?? []
      guard !isJoined || touched.hasSessions || !numbers.isEmpty else { continue }
      let targets = try SegmentTargets(
        try snapshot.sealedSegment(header), withSessions: state.sessionScoreCount > 0)
      if isJoined {
        numbers.formUnion(try touched.sessionTraces(of: targets))
      } else {
        numbers = Set(0..<targets.traceCount)
      }
      guard !isJoined || !numbers.isEmpty else { continue }
      let new = try join.columns(of: targets, traces: numbers.sorted(), catalogue)
      let all =
        isJoined
        ? try snapshot.keptColumns(of: header, without: targets.rows(of: numbers), new) : new
      columns.append(
        EncodedScoreColumns(
          all, segment: header.segment, rowCount: header.rowCount, version: state.nextArrival))
    }
  }

  /// The columns of the segments that were not joined yet.
  init(missingIn snapshot: StorageSnapshot) throws(ScanError) {
    let state = try snapshot.scoreState()
    let joined = try snapshot.joinedSegments()
    orphans = joined.subtracting(snapshot.headers.map(\.segment)).sorted()
    for header in snapshot.headers where !joined.contains(header.segment) {
      columns.append(try snapshot.joinAll(try snapshot.sealedSegment(header), state))
    }
  }
}

extension SegmentTargets {
  /// The rows of some traces.
  fileprivate func rows(of traces: Set<Int>) -> Bitmap {
    var rows = Bitmap(count: segment.rowCount)
    for number in traces {
      for row in self.rows(ofTrace: number) { rows[row] = true }
    }
    return rows
  }
}

extension StorageSnapshot {
  /// The segments that have columns of scores, though there may be no column.
  func joinedSegments() throws(ScanError) -> Set<UInt32> {
    do {
      var segments: Set<UInt32> = []
      try transaction.forEachEntry(of: database.databases.joinedScores) { key, _ in
        var reader = OrderedKeyReader(key)
        segments.insert(try reader.readUInt32())
      }
      return segments
    } catch {
      throw ScanError(error, reading: "scores of segments")
    }
  }

  /// New columns, with the stored cells of the rows that did not change.
  fileprivate func keptColumns(
    of header: SegmentHeader, without changed: Bitmap, _ new: [ScoreColumn]
  ) throws(ScanError) -> [ScoreColumn] {
    guard let stored = try joinedScores(of: header) else { return new }
    var columns = new
    for kept in try stored.scoreColumns(without: changed, catalogue) {
      if let place = columns.firstIndex(where: { $0.id == kept.id }) {
        columns[place] = columns[place].merged(with: kept)
      } else {
        columns.append(kept)
      }
    }
    return columns
  }
}
