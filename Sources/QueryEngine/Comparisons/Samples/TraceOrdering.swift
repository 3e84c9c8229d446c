import Scanning
import TraceModel

/// Puts the traces that segments have of one population into the order of their samples, and says
/// where each row goes.
struct TraceOrdering {
  /// Where each trace's id is, in the order of the sample.
  private(set) var places: [SideSample.TracePlace] = []
  /// How many rows each trace has.
  private(set) var rowCounts: [Int] = []
  /// Of each part, the place of each of its traces in the order.
  private(set) var ranks: [[Int32]] = []
  /// Of each part, the place of each of its rows in the sample.
  private(set) var rowPlaces: [[UInt32]] = []
  private(set) var firstStart: Int64?

  /// Puts traces in order; the closure reads the ids of those that need them for that.
  init(
    _ parts: [(segment: Int, rows: SideRows)],
    readIDs: ([SideSample.TracePlace]) throws(QueryError) -> [TraceID]
  ) throws(QueryError) {
    var traces = FoundTraces()
    for (segment, rows) in parts { ranks.append(traces.add(rows, ofSegment: segment)) }
    let order = try traces.ordered(readIDs)
    var rankOfTrace = [Int32](repeating: 0, count: order.count)
    for (rank, trace) in order.enumerated() { rankOfTrace[trace] = Int32(rank) }
    firstStart = order.first.map { traces.starts[$0] }
    places = order.map { traces.places[$0] }
    rowCounts = order.map { traces.rowCounts[$0] }
    for part in ranks.indices { ranks[part] = ranks[part].map { rankOfTrace[Int($0)] } }
    placeRows(of: parts, scattered: Set(traces.scattered.map { Int(rankOfTrace[$0]) }))
  }

  private mutating func placeRows(
    of parts: [(segment: Int, rows: SideRows)], scattered: Set<Int>
  ) {
    var next: [UInt32] = []
    next.reserveCapacity(rowCounts.count)
    var count: UInt32 = 0
    for rows in rowCounts {
      next.append(count)
      count += UInt32(rows)
    }
    let firsts = next
    var merging: [Int: [ScatteredRow]] = [:]
    for (part, (_, rows)) in parts.enumerated() {
      var places: [UInt32] = []
      places.reserveCapacity(rows.rowCount)
      for (trace, rank) in ranks[part].enumerated() {
        let (first, rowCount) = (places.count, Int(rows.traceRowCounts[trace]))
        let base = next[Int(rank)]
        for row in 0..<rowCount {
          var place = UInt32(row)
          if let moved = rows.order?[first + row], moved != SideRows.unmoved { place = moved }
          places.append(base + place)
        }
        next[Int(rank)] += UInt32(rowCount)
        guard scattered.contains(Int(rank)), let shared = rows.shared[trace] else { continue }
        for row in 0..<rowCount {
          merging[Int(rank), default: []].append(
            ScatteredRow(
              start: shared.starts[row], spanID: shared.spanIDs[row], part: part,
              row: first + row))
        }
      }
      rowPlaces.append(places)
    }
    for (rank, rows) in merging {
      let sorted = rows.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) }
      for (place, row) in sorted.enumerated() {
        rowPlaces[row.part][row.row] = firsts[rank] + UInt32(place)
      }
    }
  }
}

/// A row of a trace that has rows in several segments.
private struct ScatteredRow {
  var start: Int64
  var spanID: UInt64
  var part: Int
  var row: Int
}

/// The traces of one population, each once.
private struct FoundTraces {
  /// When the first of each trace's rows started.
  private(set) var starts: [Int64] = []
  private(set) var places: [SideSample.TracePlace] = []
  private(set) var rowCounts: [Int] = []
  /// Those with rows in several parts.
  private(set) var scattered: Set<Int> = []
  /// Of the traces that may have some, by id.
  private var known: [TraceID: Int] = [:]

  /// The number of each of a part's traces.
  mutating func add(_ rows: SideRows, ofSegment segment: Int) -> [Int32] {
    rows.traceCodes.indices.map { trace in
      let place = SideSample.TracePlace(
        segment: Int32(segment), code: rows.traceCodes[trace])
      let (start, rowCount) = (rows.traceStarts[trace], Int(rows.traceRowCounts[trace]))
      let id = rows.shared.isEmpty ? nil : rows.shared[trace]?.id
      if let id, let number = known[id] {
        starts[number] = min(starts[number], start)
        rowCounts[number] += rowCount
        scattered.insert(number)
        return Int32(number)
      }
      if let id { known[id] = starts.count }
      starts.append(start)
      places.append(place)
      rowCounts.append(rowCount)
      return Int32(starts.count - 1)
    }
  }

  /// By (start, id); ids are read of traces that started at the same moment.
  func ordered(
    _ readIDs: ([SideSample.TracePlace]) throws(QueryError) -> [TraceID]
  ) throws(QueryError) -> [Int] {
    var order = Array(starts.indices)
    order.sort { (starts[$0], $0) < (starts[$1], $1) }
    var first = 0
    var tied: [Range<Int>] = []
    while first < order.count {
      var end = first + 1
      while end < order.count && starts[order[end]] == starts[order[first]] { end += 1 }
      if end - first > 1 { tied.append(first..<end) }
      first = end
    }
    let ids = try readIDs(tied.flatMap { $0.map { places[order[$0]] } })
    var place = 0
    for range in tied {
      let members = zip(order[range], ids[place..<place + range.count])
        .sorted { $0.1 < $1.1 }
      place += range.count
      for (offset, member) in members.enumerated() {
        order[range.lowerBound + offset] = member.0
      }
    }
    return order
  }
}
