import Columns
import Scanning
import TraceModel

/// Checks one segment, from its bytes: nothing remembered is trusted.
struct SegmentCheck {
  private let snapshot: StorageSnapshot
  private let header: SegmentHeader
  private let index: TraceIndex?

  init(_ snapshot: StorageSnapshot, _ header: SegmentHeader, _ index: TraceIndex?) {
    self.snapshot = snapshot
    self.header = header
    self.index = index
  }

  func run(_ report: inout CheckReport) {
    report.segmentCount += 1
    do {
      let databases = snapshot.database.databases
      let chunks = SegmentChunks(
        segment: header.segment,
        source: .mapped(
          snapshot.transaction, segments: databases.segments, payloads: databases.payloads),
        memory: SegmentMemory())
      let segment = try StoredSegment(
        header: header, chunks: chunks, catalogue: snapshot.catalogue)
      for entry in segment.directory.entries { checkColumn(entry, of: segment, &report) }
      attempt(&report) { (report) throws(ScanError) in try checkLiveRows(segment, &report) }
      attempt(&report) { (report) throws(ScanError) in try checkTraces(segment, &report) }
      attempt(&report) { (report) throws(ScanError) in try checkPayloads(segment, &report) }
    } catch {
      note("\(error)", &report)
    }
  }

  private func note(_ problem: String, _ report: inout CheckReport) {
    report.note("segment \(header.segment): \(problem)")
  }

  private func attempt(
    _ report: inout CheckReport, _ body: (inout CheckReport) throws(ScanError) -> Void
  ) {
    do throws(ScanError) {
      try body(&report)
    } catch {
      note("\(error)", &report)
    }
  }

  private func checkLiveRows(
    _ segment: StoredSegment, _ report: inout CheckReport
  ) throws(ScanError) {
    var dead = 0
    if let live = try segment.liveRows() {
      var alive = 0
      for word in live.indices { alive += live[word].nonzeroBitCount }
      dead = segment.rowCount - alive
    }
    report.spanCount += segment.rowCount - dead
    if dead != header.deadRowCount {
      note("\(dead) rows are dead, not \(header.deadRowCount)", &report)
    }
  }

  private func checkColumn(
    _ entry: ColumnDirectory.Entry, of segment: StoredSegment, _ report: inout CheckReport
  ) {
    attempt(&report) { (report) throws(ScanError) in
      if entry.column.rawValue >= ColumnID.firstAttribute, snapshot.catalogue[entry.column] == nil {
        note("column \(entry.column.rawValue) is not in the catalogue", &report)
      }
      let nulls = try nullCount(of: entry.column, in: segment)
      if nulls != entry.summary.nullCount {
        note(
          "column \(entry.column.rawValue) has \(nulls) nulls, not \(entry.summary.nullCount)",
          &report)
      }
      switch entry.summary.form {
      case .codes: try checkCodes(entry, of: segment, &report)
      case .integers: try checkIntegers(entry, of: segment, &report)
      case .doubles: _ = try segment.values(of: entry.column)
      case .payload: break
      }
    }
  }

  private func nullCount(
    of column: ColumnID, in segment: StoredSegment
  ) throws(ScanError) -> Int {
    guard let validity = try segment.validity(of: column) else { return 0 }
    var present = 0
    for word in validity.indices { present += validity[word].nonzeroBitCount }
    return segment.rowCount - present
  }

  private func checkCodes(
    _ entry: ColumnDirectory.Entry, of segment: StoredSegment, _ report: inout CheckReport
  ) throws(ScanError) {
    let codes = try segment.values(of: entry.column).allIntegers()
    let validity = try segment.validity(of: entry.column)
    let known = 0..<Int64(entry.summary.distinctCount)
    for row in codes.indices where !known.contains(codes[row]) {
      if let validity, validity[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
      return note("row \(row) of column \(entry.column.rawValue) has no such code", &report)
    }
    for code in 0..<entry.summary.distinctCount {
      _ = try segment.dictionaryValue(UInt32(code), in: entry.column)
    }
  }

  private func checkIntegers(
    _ entry: ColumnDirectory.Entry, of segment: StoredSegment, _ report: inout CheckReport
  ) throws(ScanError) {
    let values = try segment.values(of: entry.column).allIntegers()
    let validity = try segment.validity(of: entry.column)
    guard let range = entry.summary.range else { return }
    for row in 0..<segment.rowCount where !range.contains(values[row]) {
      if let validity, validity[row / 64] >> UInt64(row % 64) & 1 == 0 { continue }
      return note("row \(row) of column \(entry.column.rawValue) is out of bounds", &report)
    }
  }

  /// Traces stand in order, cover all rows, and are found by the index.
  private func checkTraces(
    _ segment: StoredSegment, _ report: inout CheckReport
  ) throws(ScanError) {
    let starts = try segment.values(of: ColumnID(.start)).allIntegers()
    let spans = try segment.values(of: ColumnID(.spanID)).allIntegers()
    var last: (start: Int64, id: TraceID)?
    var nextRow = 0
    for number in 0..<header.traceCount {
      let trace = try segment.traceID(number)
      let rows = try segment.rows(ofTrace: number)
      if rows.lowerBound != nextRow { note("trace \(trace) leaves rows out", &report) }
      nextRow = rows.upperBound
      var least = Int64.max
      var identities: Set<Int64> = []
      for row in rows {
        least = min(least, starts[row])
        identities.insert(spans[row])
      }
      if identities.count != rows.count { note("trace \(trace) repeats a span", &report) }
      if let last, (last.start, last.id) >= (least, trace) {
        note("trace \(trace) is out of order", &report)
      }
      last = (least, trace)
      report.traceFragmentCount += 1
      let wanted = TracePosting(
        hash: TracePosting.hash(of: trace), segment: header.segment,
        firstRow: UInt32(rows.lowerBound))
      if let index, try !index.postings(of: trace).contains(wanted) {
        note("trace \(trace) is not in the index", &report)
      }
    }
    if nextRow != segment.rowCount { note("the traces do not cover all rows", &report) }
  }

  private func checkPayloads(
    _ segment: StoredSegment, _ report: inout CheckReport
  ) throws(ScanError) {
    var check = PayloadCheck(segment)
    try check.run { note($0, &report) }
  }
}
