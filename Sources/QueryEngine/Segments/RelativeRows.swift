import Columns
import Scanning
import TraceModel

/// Where the relatives of some rows are.
struct RelativeRows {
  /// In place of a row where the relative is in another segment, or there is none.
  static let none = UInt32.max

  /// A relative in another segment, and for which of the rows.
  struct Place {
    var index: Int
    var row: UInt32
  }

  /// The relatives' rows in the same segment.
  var rows: [UInt32]
  /// Those in other segments, by segment.
  var elsewhere: [Int: [Place]] = [:]

  fileprivate mutating func put(_ relative: RowPlace?, at index: Int, in segment: Int) {
    guard let relative else { return rows[index] = Self.none }
    if relative.segment == segment {
      rows[index] = relative.row
    } else {
      rows[index] = Self.none
      elsewhere[relative.segment, default: []].append(Place(index: index, row: relative.row))
    }
  }
}

/// A row of a segment of the source.
struct RowPlace: Hashable {
  var segment: Int
  var row: UInt32
}

/// The spans of one trace by their ids.
struct TraceMembers {
  /// The trace's first row in the segment that asks.
  var start: UInt32
  var places: [Int64: RowPlace] = [:]
}

extension SegmentReader {
  /// The relatives of some rows, which ascend.
  ///
  /// O(rows), but for the unsettled: those cost a look-up of their trace and its rows, once.
  func relativeRows(
    _ relation: Relation, of rows: [UInt32]
  ) throws(ScanError) -> RelativeRows {
    switch relation {
    case .root: try roots(of: rows)
    case .parent: try parents(of: rows)
    }
  }

  private func roots(of rows: [UInt32]) throws(ScanError) -> RelativeRows {
    let relatives = try relatives()
    let starts = firstRows(ofTracesOf: rows.span, starts: relatives.traceStarts.words.span)
    var result = RelativeRows(rows: starts)
    guard !relatives.unsettledTraces.isEmpty else { return result }
    for index in starts.indices where relatives.unsettledTraces[Int(starts[index])] {
      result.put(try root(ofTraceAt: starts[index]), at: index, in: self.index)
    }
    return result
  }

  /// The root of a trace that is not settled.
  private func root(ofTraceAt start: UInt32) throws(ScanError) -> RowPlace? {
    if let known = resolvedRoots[start] { return known }
    var candidates: [RowPlace] = []
    try forEachFragment(ofTraceAt: start) { (reader, rows) throws(ScanError) in
      for row in rows where try reader.isRoot(row) {
        candidates.append(RowPlace(segment: reader.index, row: UInt32(row)))
      }
    }
    let root = try earliest(of: candidates)
    resolvedRoots[start] = .some(root)
    return root
  }

  /// The span that stands for a trace: its root, or its first by (start, span id); nil where no row
  /// of it counts.
  func representative(ofTraceAt start: UInt32) throws(ScanError) -> RowPlace? {
    if let root = try root(ofTraceAt: start) { return root }
    var places: [RowPlace] = []
    try forEachFragment(ofTraceAt: start) { (reader, rows) throws(ScanError) in
      let segment = reader.segment
      let live = try segment.liveRows()
      for row in rows {
        if let live, live[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
        places.append(RowPlace(segment: reader.index, row: UInt32(row)))
      }
    }
    return try earliest(of: places)
  }

  /// Whether a row counts and has no parent id.
  ///
  /// Of segments that are asked for a few rows only, no more is read.
  private func isRoot(_ row: Int) throws(ScanError) -> Bool {
    if let knownRelatives { return knownRelatives.roots[row] }
    let (segment, bit) = (segment, UInt64(row % 64))
    if let live = try segment.liveRows(), live[row / 64] >> bit & 1 == 0 { return false }
    if segment.summary(of: .parentDistance) != nil,
      try integer(of: .parentDistance, row: row) != 0
    {
      return false
    }
    guard segment.summary(of: .foreignParent) != nil else { return true }
    guard let foreign = try segment.validity(of: .foreignParent) else { return false }
    return foreign[row / 64] >> bit & 1 == 0
  }

  /// The first by (start, span id).
  private func earliest(of places: [RowPlace]) throws(ScanError) -> RowPlace? {
    guard places.count > 1 else { return places.first }
    var first: (place: RowPlace, start: Int64, id: UInt64)?
    for place in places {
      let reader = try neighbour(at: place.segment)
      let start = try reader.integer(of: .start, row: Int(place.row))
      let id = UInt64(bitPattern: try reader.integer(of: .spanID, row: Int(place.row)))
      if let first, (first.start, first.id) <= (start, id) { continue }
      first = (place, start, id)
    }
    return first?.place
  }

  private func parents(of rows: [UInt32]) throws(ScanError) -> RelativeRows {
    let relatives = try relatives()
    let segment = segment
    var result = RelativeRows(rows: rows)
    guard segment.summary(of: .parentDistance) != nil else {
      for index in rows.indices { result.rows[index] = RelativeRows.none }
      try resolveParents(of: rows, relatives, in: &result)
      return result
    }
    let distances = gatherCodes(
      try segment.values(of: .parentDistance), rows: rows.span, &scratch)
    for index in rows.indices {
      guard distances[index] <= rows[index] else {
        throw .damaged("row \(rows[index]) has a parent before row 0")
      }
      result.rows[index] =
        distances[index] == 0 ? RelativeRows.none : rows[index] - distances[index]
    }
    try resolveParents(of: rows, relatives, in: &result)
    return result
  }

  /// Finds the parents that are no row above, or one that no longer counts.
  private func resolveParents(
    of rows: [UInt32], _ relatives: SegmentRelatives, in result: inout RelativeRows
  ) throws(ScanError) {
    for index in rows.indices where relatives.withForeignParent[Int(rows[index])] {
      let id = try integer(of: .foreignParent, row: Int(rows[index]))
      result.put(try member(id, ofTraceOf: rows[index]), at: index, in: self.index)
    }
    let segment = segment
    guard let live = try segment.liveRows() else { return }
    for index in rows.indices {
      let parent = result.rows[index]
      guard parent != RelativeRows.none, live[Int(parent >> 6)] >> UInt64(parent & 63) & 1 == 0
      else { continue }
      let id = try integer(of: ColumnID(.spanID), row: Int(parent))
      result.put(try member(id, ofTraceOf: rows[index]), at: index, in: self.index)
    }
  }

  /// The span with an id in a row's trace.
  private func member(_ id: Int64, ofTraceOf row: UInt32) throws(ScanError) -> RowPlace? {
    let starts = try relatives().traceStarts
    let start = firstRows(ofTracesOf: [row].span, starts: starts.words.span)[0]
    if let known = traceMembers, known.start == start { return known.places[id] }
    var members = TraceMembers(start: start)
    try forEachFragment(ofTraceAt: start) { (reader, rows) throws(ScanError) in
      let list = rows.map { UInt32($0) }
      let segment = reader.segment
      let ids = gatherIntegers(
        try segment.values(of: ColumnID(.spanID)), rows: list.span, &reader.scratch)
      let live = try segment.liveRows()
      for (row, id) in zip(list, ids) {
        if let live, live[Int(row >> 6)] >> UInt64(row & 63) & 1 == 0 { continue }
        members.places[id] = RowPlace(segment: reader.index, row: row)
      }
    }
    traceMembers = members
    return members.places[id]
  }

  /// Goes through the rows of a trace, in this segment and in others.
  private func forEachFragment(
    ofTraceAt start: UInt32, _ body: (SegmentReader, Range<Int>) throws(ScanError) -> Void
  ) throws(ScanError) {
    let relatives = try relatives()
    try body(self, relatives.rows(ofTraceAt: Int(start)))
    guard relatives.sharedTraces[Int(start)] else { return }
    for fragment in try source.fragments(ofTraceAt: Int(start), inSegmentAt: index)
    where fragment.segment != index {
      let reader = try neighbour(at: fragment.segment)
      guard fragment.rows.upperBound <= reader.segment.rowCount else {
        throw .damaged("a trace reaches past its segment")
      }
      try body(reader, fragment.rows)
    }
  }

  /// A stored whole number, which the row has.
  private func integer(of column: ColumnID, row: Int) throws(ScanError) -> Int64 {
    let segment = segment
    let values = try segment.values(of: column)
    return values.integer(inBlock: row / BlockLimits.rowCount, at: values.place(ofRow: row))
  }

  private func integer(of field: Field, row: Int) throws(ScanError) -> Int64 {
    try integer(of: ColumnID(field), row: row)
  }
}
