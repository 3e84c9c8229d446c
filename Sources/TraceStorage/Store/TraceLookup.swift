import Scanning
package import TraceModel

/// Rows of a sealed segment that belong to one trace.
struct TraceFragment {
  var segment: StoredSegment
  var rows: Range<Int>
}

extension StorageSnapshot {
  /// The spans of a trace, live ones only, in the order of (start, span id); empty when the store
  /// has none.
  ///
  /// A key look-up in the trace index, then the trace's rows: O(runs + columns · rows).
  package func spans(of trace: TraceID) throws(StorageError) -> [SpanData] {
    do {
      var spans: [SpanData] = []
      for fragment in try fragments(of: trace) {
        let found = try fragment.segment.spans(ofRows: fragment.rows, catalogue: catalogue)
        let live = try fragment.segment.live(found, of: fragment.rows)
        if spans.isEmpty { spans = live } else { spans += live }
      }
      spans += hot.spans(of: trace)
      spans.sort { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
      return spans
    } catch {
      throw StorageError(error)
    }
  }

  /// The ids of traces that begin with some hexadecimal digits, at most `limit`, ascending; none
  /// when the text is something else.
  ///
  /// Reads every segment's table of traces.
  package func traces(
    startingWith digits: String, limit: Int
  ) throws(StorageError) -> [TraceID] {
    guard let prefix = TraceIDPrefix(digits) else { return [] }
    do {
      var found: Set<TraceID> = []
      for header in headers {
        let segment = try sealedSegment(header)
        for number in 0..<header.traceCount {
          let id = try segment.traceID(number)
          if prefix.begins(id) { found.insert(id) }
        }
      }
      for trace in hot.traceIDs where prefix.begins(trace) { found.insert(trace) }
      return Array(found.sorted().prefix(limit))
    } catch {
      throw StorageError(error)
    }
  }

  /// Where a trace's sealed rows are.
  ///
  /// The index's hashes are compared with the ids themselves.
  func fragments(of trace: TraceID) throws(ScanError) -> [TraceFragment] {
    var fragments: [TraceFragment] = []
    for posting in try traceIndex().postings(of: trace) {
      // A posting outlives its segment until its run is merged.
      guard let segment = try sealedSegment(posting.segment) else { continue }
      let row = Int(posting.firstRow)
      guard row < segment.rowCount else {
        throw .damaged("the trace index points past segment \(posting.segment)")
      }
      let found = try segment.trace(ofRow: row)
      guard try segment.traceID(found.number) == trace else { continue }
      fragments.append(TraceFragment(segment: segment, rows: found.rows))
    }
    return fragments
  }
}

extension StoredSegment {
  /// Those of some rows that still count.
  func liveRows(in rows: Range<Int>) throws(ScanError) -> [Int] {
    guard let live = try liveRows() else { return Array(rows) }
    return rows.filter { live[$0 / 64] >> UInt64($0 % 64) & 1 != 0 }
  }

  /// The spans of those of some rows that still count.
  fileprivate func live(
    _ spans: [SpanData], of rows: Range<Int>
  ) throws(ScanError) -> [SpanData] {
    guard header.deadRowCount > 0 else { return spans }
    return try liveRows(in: rows).map { spans[$0 - rows.lowerBound] }
  }
}
