import QuerySyntax
import Scanning
import TraceModel

/// Sessions or scores as the rows of segments in memory, made for one query.
struct LevelSource: ScanSource {
  private let segments: [OverlaidSegment]

  var segmentCount: Int { segments.count }
  var attributeColumns: [AttributeColumn] { [] }

  func segment(at index: Int) throws(ScanError) -> any ScanSegment { segments[index] }

  func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? { segments[index].startRange }

  func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32] { [] }

  func fragments(
    ofTraceAt row: Int, inSegmentAt index: Int
  ) throws(ScanError) -> [TraceRows] { [] }

  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] { [] }
}

extension LevelSource {
  /// The rows of a level: a store's own for spans and traces.
  static func rows(
    of level: QueryLevel, in source: any ScanSource, options: QueryOptions, meter: MemoryMeter,
    control: QueryControl
  ) throws(QueryError) -> any ScanSource {
    var table: LevelTable
    switch level {
    case .spans, .traces: return source
    case .sessions:
      table = try LevelTable.sessions(of: source, options: options, meter: meter, control: control)
    case .scores: table = try LevelTable.scores(of: source, control: control)
    }
    return LevelSource(segments: try table.segments(control, meter))
  }
}
