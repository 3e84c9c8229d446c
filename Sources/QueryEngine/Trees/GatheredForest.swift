import Columns
import Scanning
import TraceModel

extension SegmentReader {
  /// The trees of the traces of some rows, which ascend, from all their rows in all segments; nil
  /// where these are more than a limit.
  ///
  /// For traces whose rows do not lie as their trees do, and for the traces of few rows.
  func gatheredForest(
    ofTracesOf rows: [UInt32], rowLimit: Int = .max
  ) throws(QueryError) -> SpanForest? {
    var gathering = Gathering()
    var end = 0
    var rowCount = 0
    for row in rows where Int(row) >= end {
      let fragments = try reading { () throws(ScanError) in try self.fragments(ofTraceOf: row) }
      guard let own = fragments.first(where: { $0.segment == index && $0.rows.contains(Int(row)) })
      else { throw .storage(.damaged("row \(row) is not among its trace's rows")) }
      end = own.rows.upperBound
      rowCount += fragments.reduce(0) { $0 + $1.rows.count }
      guard rowCount <= rowLimit else { return nil }
      gathering.add(fragments)
      try query.check()
    }
    for (segment, fragments) in gathering.fragments.sorted(by: { $0.key < $1.key }) {
      let reader = try neighbourReader(at: segment)
      try reading { () throws(ScanError) in
        try reader.gather(fragments, into: &gathering.spans)
      }
    }
    try hold(rowCount * 2 * MemoryLayout<ScatteredTrace.Span>.stride)
    defer { release(rowCount * 2 * MemoryLayout<ScatteredTrace.Span>.stride) }
    var builder = ForestBuilder()
    for spans in gathering.spans {
      try query.check()
      builder.append(ScatteredTrace(spans))
    }
    return builder.forest()
  }

  /// All rows of a row's trace.
  private func fragments(ofTraceOf row: UInt32) throws(ScanError) -> [TraceRows] {
    if let knownRelatives {
      let starts = knownRelatives.traceStarts.words.span
      let start = Int(firstRows(ofTracesOf: [row].span, starts: starts)[0])
      if !knownRelatives.sharedTraces[start] {
        return [TraceRows(segment: index, rows: knownRelatives.rows(ofTraceAt: start))]
      }
    }
    return try source.fragments(ofTraceAt: Int(row), inSegmentAt: index)
  }

  /// Adds the spans of this segment's rows of some traces to those of the traces.
  fileprivate func gather(
    _ fragments: [Gathering.Fragment], into spans: inout [[ScatteredTrace.Span]]
  ) throws(ScanError) {
    let fragments = fragments.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
    let rows = fragments.flatMap { $0.rows.map { UInt32($0) } }
    guard Int(rows.last ?? 0) < segment.rowCount else {
      throw .damaged("a trace reaches past its segment")
    }
    let segment = segment
    let starts = gatherIntegers(
      try segment.values(of: ColumnID(.start)), rows: rows.span, &scratch)
    let ids = gatherIntegers(
      try segment.values(of: ColumnID(.spanID)), rows: rows.span, &scratch)
    let distances = try parentDistances(of: rows)
    let foreignIDs = try foreignParents(of: rows)
    let live = try liveFlags(of: rows)
    var place = 0
    for fragment in fragments {
      let first = place
      for row in fragment.rows {
        defer { place += 1 }
        if let live, !live[place] { continue }
        let distance = Int(distances[place])
        guard place - distance >= first else {
          throw .damaged("row \(row) has a parent before its trace")
        }
        let parent = distance > 0 ? ids[place - distance] : foreignIDs[UInt32(row)]
        spans[fragment.trace].append(
          ScatteredTrace.Span(
            start: starts[place], id: UInt64(bitPattern: ids[place]),
            parentID: parent.map { UInt64(bitPattern: $0) },
            place: RowPlace(segment: index, row: UInt32(row))))
      }
    }
  }

  /// How many rows above each row its parent is; 0 where it is none of these.
  func parentDistances(of rows: [UInt32]) throws(ScanError) -> [UInt32] {
    let segment = segment
    guard segment.summary(of: .parentDistance) != nil else {
      return Array(repeating: 0, count: rows.count)
    }
    var distances = gatherCodes(
      try segment.values(of: .parentDistance), rows: rows.span, &scratch)
    if let flags = try readValidity(.parentDistance, rows) {
      for index in flags.indices where !flags[index] { distances[index] = 0 }
    }
    return distances
  }

  /// Whether each row counts; nil when all do.
  private func liveFlags(of rows: [UInt32]) throws(ScanError) -> [Bool]? {
    let segment = segment
    guard let words = try segment.liveRows() else { return nil }
    return gatherBits(words, rows: rows.span)
  }

  /// The ids of the parents that are none of the rows above, by row.
  private func foreignParents(of rows: [UInt32]) throws(ScanError) -> [UInt32: Int64] {
    let segment = segment
    guard segment.summary(of: .foreignParent) != nil else { return [:] }
    var held = rows
    if let flags = try readValidity(.foreignParent, rows) {
      held = rows.indices.filter { flags[$0] }.map { rows[$0] }
    }
    let ids = gatherIntegers(
      try segment.values(of: .foreignParent), rows: held.span, &scratch)
    return Dictionary(uniqueKeysWithValues: zip(held, ids))
  }
}

/// The rows and the spans of traces, by their numbers.
private struct Gathering {
  struct Fragment {
    var trace: Int
    var rows: Range<Int>
  }

  /// By segment.
  private(set) var fragments: [Int: [Fragment]] = [:]
  /// By trace.
  var spans: [[ScatteredTrace.Span]] = []

  mutating func add(_ rows: [TraceRows]) {
    for part in rows {
      fragments[part.segment, default: []].append(
        Fragment(trace: spans.count, rows: part.rows))
    }
    spans.append([])
  }
}

/// Puts the trees of traces one behind the other.
private struct ForestBuilder {
  private var parents: [UInt32] = []
  private var starts: [Int] = []
  private var roots: [Int] = []
  private var orphans: [SpanForest.Orphan] = []
  private var places: [(place: RowPlace, position: UInt32)] = []

  mutating func append(_ trace: ScatteredTrace) {
    let first = parents.count
    trace.forEachInPreorder { span, parent, isOrphan in
      let position = parents.count
      parents.append(parent.map { UInt32(first + $0) } ?? SpanForest.none)
      if span.parentID == nil { roots.append(position) }
      if isOrphan, let id = span.parentID {
        orphans.append(
          SpanForest.Orphan(position: UInt32(position), parentID: Int64(bitPattern: id)))
      }
      places.append((span.place, UInt32(position)))
    }
    if parents.count > first { starts.append(first) }
  }

  func forest() -> SpanForest {
    var starts = Bitmap(bitCount: parents.count, isSet: false)
    for position in self.starts { starts.set(position) }
    var roots = Bitmap(bitCount: parents.count, isSet: false)
    for position in self.roots { roots.set(position) }
    let sorted = places.sorted {
      ($0.place.segment, $0.place.row) < ($1.place.segment, $1.place.row)
    }
    var parts: [SpanForest.Part] = []
    for (place, position) in sorted {
      if parts.last?.segment != place.segment {
        parts.append(SpanForest.Part(segment: place.segment, rows: [], positions: []))
      }
      parts[parts.count - 1].rows.append(place.row)
      parts[parts.count - 1].positions?.append(position)
    }
    return SpanForest(
      parents: parents, traceStarts: starts, roots: roots, orphans: orphans, parts: parts)
  }
}
