import Columns
import Scanning

/// A segment during a scan, and what was decoded of it.
///
/// Used by one thread.
final class SegmentReader {
  /// The segment with the columns that were made for it.
  private(set) var segment: any ScanSegment
  private let stored: any ScanSegment
  /// What the segment is one of.
  let source: any ScanSource
  /// The segment's place in the source.
  let index: Int
  let notices: Notices
  /// What ends the query, and what it may hold.
  let query: QueryShare
  /// Where the relatives of the segment's spans are, once that was asked.
  private(set) var knownRelatives: SegmentRelatives?
  /// Segments that have relatives of this one's spans.
  private var neighbours: [Int: SegmentReader] = [:]
  /// The roots found so far of traces that are not settled, by the traces' first rows.
  var resolvedRoots: [UInt32: RowPlace?] = [:]
  /// The trace whose spans were looked up last: rows are asked in order.
  var traceMembers: TraceMembers?
  private var dictionaries: [ColumnID: SegmentDictionary] = [:]
  /// Room for the block that is decoded at the moment.
  var scratch = BlockScratch()
  /// What is known of conditions that are computed with.
  var conditions = KnownConditions()
  /// What the conditions evaluated so far have cost.
  var counters = BlockCounters()
  /// The rows that stand for traces, once they were asked for.
  var knownRepresentatives: Bitmap?
  /// The trees of the segment's traces, once they were asked for.
  var knownTrees: SegmentTrees?
  /// The trees that few rows were last asked of.
  var fewTrees: (rows: [UInt32], forest: SpanForest)?
  /// Tree fields whose columns were made; of some, no row has a value.
  var providedFields: Set<TreeField> = []
  private var madeColumns: [MemoryColumn] = []
  private var memory: MemoryShare
  private var heldByteCount = 0

  /// Opens a segment of a source.
  init(
    ofSegmentAt index: Int, in source: any ScanSource, notices: Notices, query: QueryShare
  ) throws(ScanError) {
    stored = try source.segment(at: index)
    segment = stored
    self.query = query
    memory = MemoryShare(of: query.meter)
    self.source = source
    self.index = index
    self.notices = notices
  }

  deinit { memory.release() }

  /// Lays a column over the segment's own.
  func add(_ column: MemoryColumn) throws(QueryError) {
    try hold(column.byteCount)
    madeColumns.append(column)
    segment = OverlaidSegment(stored, with: madeColumns)
  }

  /// Notes that the reader holds more.
  func hold(_ byteCount: Int) throws(QueryError) {
    heldByteCount += byteCount
    try memory.hold(heldByteCount, doing: "following the trees of traces")
  }

  /// Gives some of it back.
  func release(_ byteCount: Int) {
    heldByteCount -= byteCount
    memory.release(downTo: heldByteCount)
  }

  func relatives() throws(ScanError) -> SegmentRelatives {
    if let knownRelatives { return knownRelatives }
    let relatives = try SegmentRelatives(of: self)
    knownRelatives = relatives
    return relatives
  }

  /// Another segment of the source, or this one.
  func neighbour(at index: Int) throws(ScanError) -> SegmentReader {
    if index == self.index { return self }
    if let known = neighbours[index] { return known }
    let new = try SegmentReader(
      ofSegmentAt: index, in: source, notices: notices, query: query)
    neighbours[index] = new
    return new
  }

  /// The first rows of the traces that may have rows in other segments, ascending.
  func sharedTraces() throws(ScanError) -> [UInt32] {
    let rows = try source.sharedTraces(ofSegmentAt: index)
    if let last = rows.last, Int(last) >= segment.rowCount {
      throw .damaged("no row \(last) in the segment")
    }
    return rows
  }

  func dictionary(of column: ColumnID) -> SegmentDictionary {
    if let dictionary = dictionaries[column] { return dictionary }
    let count = segment.summary(of: column)?.distinctCount ?? 0
    let dictionary = SegmentDictionary(
      of: column, in: segment, source.identity(ofSegmentAt: index), count: count)
    dictionaries[column] = dictionary
    return dictionary
  }
}
