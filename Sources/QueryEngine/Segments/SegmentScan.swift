import QuerySyntax
import Scanning
import TraceModel

/// Goes through segments of a source and hands over the rows that pass a filter.
///
/// Each segment stands alone, so the threads of a query share the segments among themselves, with
/// a scan each; `SegmentScan.run` adds up what they counted.
struct SegmentScan: Sendable {
  let source: any ScanSource
  let filter: Predicate
  private let conjuncts: [Predicate]
  let timeRange: TimeRange
  let control: QueryControl
  let meter: MemoryMeter
  let level: QueryLevel
  var notices: Notices
  /// Whether the rows are gone over once more, and everything about them was counted before.
  var isRepeated = false
  private(set) var census: FieldCensus
  private(set) var statistics = QueryResult.Statistics()
  /// Told by the caller's thread alone.
  var times = StepTimes()
  /// Nil unless the query is to be analysed.
  var steps: StepRecorder?

  init(
    of source: any ScanSource, for plan: LogicalPlan, notices: Notices, control: QueryControl,
    meter: MemoryMeter
  ) {
    self.source = source
    filter = plan.filter
    conjuncts = plan.filter.conjuncts
    timeRange = plan.timeRange
    self.control = control
    self.meter = meter
    self.notices = notices
    level = plan.level
    census = FieldCensus(of: plan.comparedColumns, level: plan.level)
  }

  /// The segments to visit, ascending: those that may have rows in the time range.
  ///
  /// The others are counted as ruled out.
  mutating func candidates() -> [Int] {
    guard let bounds = timeRange.bounds else {
      countOutsideTime(source.segmentCount)
      return []
    }
    let candidates = (0..<source.segmentCount).filter {
      source.startRange(ofSegmentAt: $0)?.overlaps(bounds) ?? false
    }
    countOutsideTime(source.segmentCount - candidates.count)
    return candidates
  }

  /// The same for going over the rows again.
  func candidatesAgain() -> [Int] {
    var scan = self
    return scan.candidates()
  }

  private mutating func countOutsideTime(_ count: Int) {
    statistics.segmentsPruned += count
    statistics.segmentsOutsideTime += count
  }

  /// Notes how many threads share a pass over the rows.
  mutating func countPass(_ threadCount: Int) {
    statistics.threadCount = max(statistics.threadCount, threadCount)
    if isRepeated { statistics.passCount += 1 }
  }

  /// The same scan with nothing counted yet.
  var cleared: SegmentScan {
    var scan = self
    scan.census = census.cleared
    scan.statistics = QueryResult.Statistics()
    scan.steps = steps.map { _ in StepRecorder() }
    return scan
  }

  /// Adds what a scan of other segments counted.
  mutating func add(_ other: SegmentScan) {
    census.add(other.census)
    statistics.add(other.statistics)
    if let recorded = other.steps { steps?.add(recorded) }
  }

  /// Adds what was read of a segment's rows once it was known which are shown.
  mutating func countFetched(_ reader: SegmentReader) { statistics.add(reader.counters) }

  /// Adds what an earlier query found in a segment.
  mutating func addRemembered(_ partial: SegmentPartial) {
    census.add(partial.census)
    statistics.segmentsRemembered += 1
    statistics.rowsMatched += partial.rowsMatched
    if partial.sawUndefined { notices.sawUndefined = true }
  }

  /// Hands over the matching rows of one of the candidates, when there are any.
  ///
  /// The bound is what more has to be true of the rows that are handed over. With `countsAll`,
  /// rows that fail it still count as matches.
  mutating func visit(
    _ index: Int, bound: Predicate = .always, countsAll: Bool = false,
    _ body: (SegmentReader, Bitmap) throws(QueryError) -> Void
  ) throws(QueryError) {
    try control.check()
    let reader = try openSegment(at: index)
    defer { statistics.add(reader.counters) }
    guard let rows = try matches(in: reader, bound: countsAll ? .always : bound) else {
      statistics.segmentsPruned += isRepeated ? 0 : 1
      return
    }
    let matchCount = rows.setCount
    if !isRepeated {
      statistics.segmentsRead += 1
      statistics.rowsScanned += rows.bitCount
      statistics.rowsMatched += matchCount
    }
    guard matchCount > 0 else { return }
    let start = startStep(in: reader)
    if countsAll, bound != .always {
      var kept = rows
      try reader.keep(try reader.bind(bound), in: &kept)
      if !kept.isEmpty { try body(reader, kept) }
    } else {
      try body(reader, rows)
    }
    endStep(isRepeated ? .repeated : .intake, since: start, reader) {
      $0.rowsIn = matchCount
      $0.segmentCount = 1
    }
  }

  /// The rows of a segment that pass; nil when the segment was ruled out unread.
  private mutating func matches(
    in reader: SegmentReader, bound: Predicate
  ) throws(QueryError) -> Bitmap? {
    guard let bounds = timeRange.bounds,
      let starts = source.startRange(ofSegmentAt: reader.index)
    else { return nil }
    let time: SegmentPredicate =
      bounds.lowerBound <= starts.lowerBound && starts.upperBound <= bounds.upperBound
      ? .always : .integers(ColumnID(.start), IntegerRanges(bounds))
    if !isRepeated {
      let start = startStep(in: reader)
      try census.count(reader, within: time)
      endStep(.census, since: start, reader) { $0.segmentCount = 1 }
    }
    guard let conditions = try conditions(of: reader, time, bound) else { return nil }
    var rows = try reader.askedRows()
    for (place, part) in conditions.parts.enumerated() {
      let start = startStep(in: reader)
      let rowsIn = start == nil ? 0 : rows.setCount
      try keep(part.predicate, of: reader, in: &rows)
      endStep(part.step, since: start, reader) {
        $0.rowsIn = rowsIn
        $0.rowsOut = rows.setCount
        $0.segmentCount = 1
        $0.place = place
      }
    }
    return rows
  }

  /// Binds all conditions to a segment; nil when one of them rules it out.
  private mutating func conditions(
    of reader: SegmentReader, _ time: SegmentPredicate, _ bound: Predicate
  ) throws(QueryError) -> SegmentConditions? {
    var conditions = SegmentConditions()
    var isPossible = conditions.add(time, .time)
    if isPossible { isPossible = conditions.add(try reader.bind(bound), .bound) }
    for (number, conjunct) in conjuncts.enumerated() where isPossible {
      let start = startStep(in: reader)
      isPossible = conditions.add(try reader.bind(conjunct), .condition(number))
      endStep(.condition(number), since: start, reader) { _ in }
    }
    guard isPossible else { return nil }
    conditions.sortByCost()
    return conditions
  }

  /// Keeps the rows of which a condition is true; where that takes long, some rows at a time, and
  /// the query may be stopped in between.
  ///
  /// A condition on stored columns takes a segment of 131,072 rows far less than a millisecond.
  private func keep(
    _ part: SegmentPredicate, of reader: SegmentReader, in rows: inout Bitmap
  ) throws(QueryError) {
    if part.cost < Limits.slowPredicateCost {
      try reader.keep(part, in: &rows)
    } else {
      try reader.keepSlowly(part, in: &rows)
    }
  }

  func openSegment(at index: Int) throws(QueryError) -> SegmentReader {
    do {
      return try SegmentReader(
        ofSegmentAt: index, in: source, notices: notices,
        query: QueryShare(control: control, meter: meter, level: level))
    } catch {
      throw .storage(error)
    }
  }

  /// The first and last start of the spans within a time range; nil when there are none.
  func extent(of range: TimeRange) throws(QueryError) -> ClosedRange<Int64>? {
    guard let bounds = range.bounds else { return nil }
    var extent: ClosedRange<Int64>?
    for index in 0..<source.segmentCount {
      guard let starts = source.startRange(ofSegmentAt: index), starts.overlaps(bounds)
      else { continue }
      if let extent, extent.lowerBound <= starts.lowerBound, starts.upperBound <= extent.upperBound
      {
        continue
      }
      guard let found = try openSegment(at: index).starts(within: bounds) else { continue }
      extent =
        extent.map {
          min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound)
        } ?? found
    }
    return extent
  }
}

extension SegmentReader {
  /// Keeps the rows of which a condition is true, some at a time; in between the query may stop.
  func keepSlowly(
    _ predicate: SegmentPredicate, in rows: inout Bitmap
  ) throws(QueryError) {
    var kept = Bitmap(bitCount: rows.bitCount, isSet: false)
    var word = 0
    while word < rows.words.count {
      try query.check()
      var slice = Bitmap(bitCount: rows.bitCount, isSet: false)
      var rowCount = 0
      while word < rows.words.count && rowCount < Limits.vectorRowCount {
        slice.words[word] = rows.words[word]
        rowCount += rows.words[word].nonzeroBitCount
        word += 1
      }
      guard rowCount > 0 else { break }
      try keep(predicate, in: &slice)
      kept.formUnion(slice)
    }
    rows = kept
  }

  /// The rows that still count.
  func liveRows() throws(QueryError) -> Bitmap {
    let segment = segment
    do {
      return Bitmap(bitCount: segment.rowCount, copying: try segment.liveRows())
    } catch {
      throw .storage(error)
    }
  }

  /// The first and last start of the live rows within bounds.
  fileprivate func starts(
    within bounds: ClosedRange<Int64>
  ) throws(QueryError) -> ClosedRange<Int64>? {
    var rows = try liveRows()
    try keep(.integers(ColumnID(.start), IntegerRanges(bounds)), in: &rows)
    var range: ClosedRange<Int64>?
    var word = 0
    while word < rows.words.count {
      var batch: [UInt32] = []
      word = rows.appendRows(to: &batch, fromWord: word, limit: Limits.batchRowCount)
      guard case .integers(let starts) = try read(.start, rows: batch).storage,
        let first = starts.min(), let last = starts.max()
      else { continue }
      range = range.map { min($0.lowerBound, first)...max($0.upperBound, last) } ?? first...last
    }
    return range
  }
}

extension ColumnReference {
  static let start = ColumnReference(.start)
  static let latency = ColumnReference(.latency)
  static let status = ColumnReference(.status)
  static let traceID = ColumnReference(.traceID)
  static let spanID = ColumnReference(.spanID)

  init(_ field: Field) {
    self.init(source: .field(field), name: field.name)
  }
}
