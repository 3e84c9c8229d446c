import TestSupport
import Columns
import Scanning
import TraceModel

/// A span of a test store: plain values, from which both columns and expectations are made.
struct TestSpan {
  var traceID: TraceID
  var spanID: SpanID
  var parentID: SpanID?
  /// First-class fields of text, payloads included.
  var texts: [Field: String] = [:]
  /// First-class fields of whole numbers, whatever their unit; `start` among them.
  var numbers: [Field: Int64] = [:]
  /// With which sampling kept the span.
  var samplingProbability: Double?
  var attributes: [AttributeName: AttributeValue] = [:]
  /// Erased or superseded: in the segment, and not in any answer.
  var isDead = false
  /// What the oracle found: the spans that are its root and its parent, one each or none.
  var relatives: [String: [TestSpan]] = [:]
  /// What the oracle found of its place in the trace, by the field's name.
  var tree: [String: OracleValue] = [:]
  var place: NaivePlace?
  /// Whether some span has whole retries and some other has fractions or text.
  var mixesRetries = false

  var start: Int64 { numbers[.start] ?? 0 }
}

struct AttributeName: Hashable {
  var scope: AttributeScope
  var key: String
}

extension AttributeType {
  init(of value: AttributeValue) {
    self =
      switch value {
      case .string: .string
      case .boolean: .boolean
      case .integer: .integer
      case .double: .double
      case .array: .array
      case .map, .bytes, .empty: .other
      }
  }
}

/// A store in memory, in the shapes that a real one lends.
struct MemorySource: ScanSource {
  private(set) var segments: [MemorySegment]
  /// Of each segment; nil where it counts as not sealed.
  private(set) var identities: [SegmentIdentity?]
  let attributeColumns: [AttributeColumn]
  /// Whether traces without rows elsewhere are called shared, too, as a source may.
  private let isCautious: Bool
  /// Where the rows of each trace are.
  private var fragments: [TraceID: [TraceRows]]

  /// The seed chooses among the shapes that a segment may have: widths of codes and offsets, order
  /// of dictionaries, slack in bounds.
  ///
  /// Segments that prune tell which texts may meet a need.
  init(
    _ segments: [[TestSpan]], seed: UInt64 = 1, identities: [SegmentIdentity?] = [],
    prunesTexts: Bool = true
  ) {
    var generator = SeededGenerator(seed: seed)
    let columns = MemorySource.catalogue(segments.joined().map { $0 })
    attributeColumns = columns
    isCautious = Bool.random(using: &generator)
    let sorted = segments.enumerated().map { place, spans in
      let segment = MemorySegment(
        spans, attributes: columns, prunesTexts: prunesTexts, using: &generator)
      return (segment, place < identities.count ? identities[place] : nil)
    }.sorted { ($0.0.startRange?.lowerBound ?? 0) < ($1.0.startRange?.lowerBound ?? 0) }
    self.segments = sorted.map(\.0)
    self.identities = sorted.map(\.1)
    fragments = Self.fragments(of: self.segments)
  }

  private static func fragments(of segments: [MemorySegment]) -> [TraceID: [TraceRows]] {
    let places = segments.enumerated().flatMap { index, segment in
      segment.traces.map { ($0.id, TraceRows(segment: index, rows: $0.rows)) }
    }
    return Dictionary(grouping: places, by: \.0).mapValues { $0.map(\.1) }
  }

  /// The same columns with some of the segments.
  func keeping(_ isKept: (SegmentIdentity?) -> Bool) -> MemorySource {
    var source = self
    let places = identities.indices.filter { isKept(identities[$0]) }
    source.segments = places.map { segments[$0] }
    source.identities = places.map { identities[$0] }
    source.fragments = Self.fragments(of: source.segments)
    return source
  }

  private static func catalogue(_ spans: [TestSpan]) -> [AttributeColumn] {
    var columns: [AttributeColumn] = []
    for span in spans {
      for (name, value) in span.attributes.sorted(by: { $0.key.key < $1.key.key }) {
        let type = AttributeType(of: value)
        let isKnown = columns.contains {
          $0.scope == name.scope && $0.key == name.key && $0.type == type
        }
        guard !isKnown else { continue }
        let id = ColumnID(rawValue: ColumnID.firstAttribute + UInt32(columns.count))
        columns.append(AttributeColumn(id: id, scope: name.scope, key: name.key, type: type))
      }
    }
    return columns
  }

  var segmentCount: Int { segments.count }

  func segment(at index: Int) throws(ScanError) -> any ScanSegment { segments[index] }

  func startRange(ofSegmentAt index: Int) -> ClosedRange<Int64>? { segments[index].startRange }

  func identity(ofSegmentAt index: Int) -> SegmentIdentity? { identities[index] }

  func columns(of key: String, in scope: AttributeScope) -> [AttributeColumn] {
    let columns = attributeColumns.filter { $0.key == key && $0.scope == scope }
      .sorted { $0.type.rawValue < $1.type.rawValue }
    return scope == .score ? columns.reversed() : columns
  }

  func sharedTraces(ofSegmentAt index: Int) throws(ScanError) -> [UInt32] {
    segments[index].traces.filter { isCautious || (fragments[$0.id]?.count ?? 0) > 1 }
      .map { UInt32($0.rows.lowerBound) }
  }

  func fragments(ofTraceAt row: Int, inSegmentAt index: Int) throws(ScanError) -> [TraceRows] {
    let trace = segments[index].trace(ofRow: row)
    return trace.flatMap { fragments[$0] } ?? []
  }
}
