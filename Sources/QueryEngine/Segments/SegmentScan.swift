import Scanning
import TraceModel

/// Goes through the segments of a source and hands over the rows that pass a filter.
///
/// Each segment stands alone, so several threads could deal the segments among themselves, with
/// a scan each.
struct SegmentScan {
  let source: any ScanSource
  let filter: Predicate
  let timeRange: TimeRange
  let isCancelled: @Sendable () -> Bool
  let notices: Notices
  private(set) var census: FieldCensus
  private(set) var statistics = QueryResult.Statistics()

  init(
    of source: any ScanSource, for plan: LogicalPlan, notices: Notices,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.source = source
    filter = plan.filter
    timeRange = plan.timeRange
    self.isCancelled = isCancelled
    self.notices = notices
    census = FieldCensus(of: plan.comparedColumns)
  }

  /// Hands over each segment that has matching rows, with these; from the last segment to the
  /// first for whoever keeps the newest rows only.
  mutating func forEachSegment(
    newestFirst: Bool = false, _ body: (SegmentReader, Bitmap) throws(QueryError) -> Void
  ) throws(QueryError) {
    let count = source.segmentCount
    for step in 0..<count {
      if isCancelled() { throw .cancelled }
      let index = newestFirst ? count - 1 - step : step
      guard let (reader, rows) = try matches(inSegmentAt: index) else {
        statistics.segmentsPruned += 1
        continue
      }
      statistics.segmentsRead += 1
      statistics.rowsScanned += rows.bitCount
      let matchCount = rows.setCount
      guard matchCount > 0 else { continue }
      statistics.rowsMatched += matchCount
      try body(reader, rows)
    }
  }

  /// The rows of a segment that pass; nil when the segment was ruled out unread.
  private mutating func matches(
    inSegmentAt index: Int
  ) throws(QueryError) -> (SegmentReader, Bitmap)? {
    guard let bounds = timeRange.bounds, let starts = source.startRange(ofSegmentAt: index),
      bounds.overlaps(starts)
    else { return nil }
    let reader = try openSegment(at: index)
    let time: SegmentPredicate =
      bounds.lowerBound <= starts.lowerBound && starts.upperBound <= bounds.upperBound
      ? .always : .integers(ColumnID(.start), IntegerRanges(bounds))
    try census.count(reader, within: time)
    let predicate = SegmentPredicate.conjunction([time, try reader.bind(filter)])
    if case .never = predicate { return nil }
    var rows = try reader.liveRows()
    try reader.keep(predicate, in: &rows)
    return (reader, rows)
  }

  func openSegment(at index: Int) throws(QueryError) -> SegmentReader {
    do {
      return SegmentReader(try source.segment(at: index), index: index, notices: notices)
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
