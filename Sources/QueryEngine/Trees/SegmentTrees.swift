import Columns
import Scanning
import TraceModel

/// The trees of a segment's traces.
///
/// Rows lie in preorder, so that most trees are there to be read. Those of scattered traces are put
/// together span by span: traces with rows in other segments, with rows that no longer count, or
/// with a parent below its child, as in a cycle.
struct SegmentTrees {
  /// A position a row.
  ///
  /// Of the rows of scattered traces it says nothing.
  let ordered: SpanForest
  /// All rows of scattered traces.
  let scatteredRows: Bitmap
  let scattered: SpanForest

  var byteCount: Int {
    ordered.byteCount + scattered.byteCount + scatteredRows.words.count * 8
  }
}

extension SegmentReader {
  /// The trees of all traces of the segment, found once.
  func trees() throws(QueryError) -> SegmentTrees {
    if let knownTrees { return knownTrees }
    let relatives = try reading { () throws(ScanError) in try self.relatives() }
    let starts = try reading { () throws(ScanError) in try self.scatteredTraces(relatives) }
    var scatteredRows = starts
    fillTraces(
      &scatteredRows.words, from: relatives.traceStarts.words.span, rowCount: starts.bitCount)
    let scattered = try gatheredForest(ofTracesOf: starts.rows)
    let ordered = try reading { () throws(ScanError) in
      try self.orderedForest(relatives, without: scatteredRows)
    }
    let empty = Bitmap(bitCount: 0, isSet: false)
    let trees = SegmentTrees(
      ordered: ordered, scatteredRows: scatteredRows,
      scattered: scattered
        ?? SpanForest(parents: [], traceStarts: empty, roots: empty, orphans: [], parts: []))
    try hold(trees.byteCount)
    knownTrees = trees
    return trees
  }

  /// The first rows of the traces whose rows do not lie as their trees do.
  private func scatteredTraces(_ relatives: SegmentRelatives) throws(ScanError) -> Bitmap {
    let starts = relatives.traceStarts.words.span
    var scattered = relatives.sharedTraces
    let segment = segment
    if let live = try segment.liveRows() {
      var dead = Bitmap(bitCount: segment.rowCount, isSet: true)
      dead.subtract(live)
      for start in firstRows(ofTracesOf: dead.rows.span, starts: starts) {
        scattered.set(Int(start))
      }
    }
    let rows = relatives.withForeignParent.rows
    guard !rows.isEmpty else { return scattered }
    let ids = gatherIntegers(
      try segment.values(of: .foreignParent), rows: rows.span, &scratch)
    var wanted: [UInt32: Set<Int64>] = [:]
    let owners = firstRows(ofTracesOf: rows.span, starts: starts)
    for (start, id) in zip(owners, ids) where !scattered[Int(start)] {
      wanted[start, default: []].insert(id)
    }
    let traces = wanted.keys.sorted().map { relatives.rows(ofTraceAt: Int($0)) }
    let members = traces.flatMap { $0.map { UInt32($0) } }
    let memberIDs = gatherIntegers(
      try segment.values(of: ColumnID(.spanID)), rows: members.span, &scratch)
    var place = 0
    for rows in traces {
      let missing = wanted[UInt32(rows.lowerBound)] ?? []
      let end = place + rows.count
      if memberIDs[place..<end].contains(where: { missing.contains($0) }) {
        scattered.set(rows.lowerBound)
      }
      place = end
    }
    return scattered
  }

  private func orderedForest(
    _ relatives: SegmentRelatives, without scattered: Bitmap
  ) throws(ScanError) -> SpanForest {
    let segment = segment
    let rows = (0..<segment.rowCount).map { UInt32($0) }
    var parents = try parentDistances(of: rows)
    for row in parents.indices {
      let distance = parents[row]
      guard distance <= rows[row] else {
        throw .damaged("row \(row) has a parent before row 0")
      }
      parents[row] = distance == 0 ? SpanForest.none : rows[row] - distance
    }
    var foreign = relatives.withForeignParent
    foreign.subtract(scattered)
    let orphans = foreign.rows
    let ids =
      orphans.isEmpty
      ? []
      : gatherIntegers(
        try segment.values(of: .foreignParent), rows: orphans.span, &scratch)
    return SpanForest(
      parents: parents, traceStarts: relatives.traceStarts, roots: relatives.roots,
      orphans: zip(orphans, ids).map { SpanForest.Orphan(position: $0, parentID: $1) },
      parts: [SpanForest.Part(segment: index, rows: rows, positions: nil)])
  }
}
