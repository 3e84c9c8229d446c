import QuerySyntax
import Scanning

extension SegmentReader {
  /// The rows that a query asks of, before its filter: all that count, or, of traces, the one that
  /// stands for each.
  func askedRows() throws(QueryError) -> Bitmap {
    guard query.level == .traces else { return try liveRows() }
    if let knownRepresentatives { return knownRepresentatives }
    let rows = try representatives()
    knownRepresentatives = rows
    return rows
  }

  /// A row for each trace: its root, or else its first span by (start, span id).
  ///
  /// A trace with rows in several segments has it in one of them.
  private func representatives() throws(QueryError) -> Bitmap {
    let relatives = try reading { () throws(ScanError) in try self.relatives() }
    var rows = relatives.settledRoots
    for start in relatives.unsettledTraces.rows {
      try query.check()
      let place = try reading { () throws(ScanError) in
        try self.representative(ofTraceAt: start)
      }
      if let place, place.segment == index { rows.set(Int(place.row)) }
    }
    return rows
  }
}
