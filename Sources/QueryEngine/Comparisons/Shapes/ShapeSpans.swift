import Drift
import Scanning
import TraceModel

/// What the shape of a trace tells of the spans of a forest, by position.
struct ShapeSpans {
  var labels: [Int32]
  var errors: Bitmap
  var starts: [Int64]
  /// Only where latencies are split.
  var latencies: SpanNumbers?
  var ownTimes: TreeValues?
  /// The place of each span's stage among `stages`.
  var stageOf: [UInt32] = []
  var stages: [String] = []

  func ownTime(of position: Int) -> Int64? {
    guard let ownTimes, ownTimes.isValid(position), case .integers(let times) = ownTimes.numbers
    else { return nil }
    return times[position]
  }

  /// The form of a trace.
  func nodes(of trace: Range<Int>, _ forest: SpanForest) -> [ShapeInput.Node] {
    var nodes: [ShapeInput.Node] = []
    nodes.reserveCapacity(trace.count)
    for position in trace {
      let parent = forest.parents[position]
      let depth =
        parent == SpanForest.none ? 0 : nodes[Int(parent) - trace.lowerBound].depth + 1
      nodes.append(
        ShapeInput.Node(label: labels[position], depth: depth, isError: errors[position]))
    }
    return nodes
  }
}

extension SegmentReader {
  func shapeSpans(
    of forest: SpanForest, _ labels: inout SpanLabels, withTimes: Bool
  ) throws(QueryError) -> ShapeSpans {
    var numbers = [Int32](repeating: 0, count: forest.count)
    for part in forest.parts {
      let reader = try neighbourReader(at: part.segment)
      let found = try labels.labels(of: part.rows, in: reader)
      for index in found.indices { numbers[part.position(at: index)] = found[index] }
    }
    var spans = ShapeSpans(
      labels: numbers, errors: try self.spans(where: .status, is: "error", in: forest),
      starts: try self.numbers(of: .start, in: forest).numbers)
    guard withTimes else { return spans }
    spans.latencies = try self.numbers(of: .latency, in: forest)
    spans.ownTimes = try values(of: .selfTime, in: forest)
    try findStages(of: forest, into: &spans)
    return spans
  }

  private func findStages(
    of forest: SpanForest, into spans: inout ShapeSpans
  ) throws(QueryError) {
    var interner = ValueInterner(type: .string)
    spans.stageOf = Array(repeating: 0, count: forest.count)
    for part in forest.parts {
      let reader = try neighbourReader(at: part.segment)
      let found = try interner.identify(
        try reader.read(ColumnReference(.stage), rows: part.rows))
      for index in found.indices { spans.stageOf[part.position(at: index)] = found[index] }
      interner.endSegment()
    }
    spans.stages = (0..<interner.count).map { ComparisonRunner.label(interner.value($0)) }
  }

  /// The id of a trace of a forest.
  func traceID(of trace: Range<Int>, _ forest: SpanForest) throws(QueryError) -> TraceID {
    let place = try self.place(of: trace, forest)
    guard case .string(let text) = try dictionary(of: ColumnID(.traceID)).value(of: place.code),
      let id = TraceID(text)
    else { throw .storage(.damaged("a trace id that is none")) }
    return id
  }

  /// Where the id of a trace with rows in this segment is.
  func place(
    of trace: Range<Int>, _ forest: SpanForest
  ) throws(QueryError) -> SideSample.TracePlace {
    guard let row = ownRow(of: trace, forest),
      case .codes(let codes, _) = try read(.traceID, rows: [row]).storage, let code = codes.first
    else { throw .storage(.damaged("a trace without rows in its segment")) }
    return SideSample.TracePlace(segment: Int32(index), code: code)
  }

  /// The code of each trace of a forest; nil of traces without rows in this segment.
  func traceCodes(of forest: SpanForest) throws(QueryError) -> [UInt32?] {
    var codes = [UInt32?](repeating: nil, count: forest.traces.count)
    guard let part = forest.parts.first(where: { $0.segment == index }),
      case .codes(let held, _) = try read(.traceID, rows: part.rows).storage
    else { return codes }
    var traceOf = [Int32](repeating: 0, count: forest.count)
    for (number, trace) in forest.traces.enumerated() {
      for position in trace { traceOf[position] = Int32(number) }
    }
    for index in held.indices { codes[Int(traceOf[part.position(at: index)])] = held[index] }
    return codes
  }

  private func ownRow(of trace: Range<Int>, _ forest: SpanForest) -> UInt32? {
    guard let part = forest.parts.first(where: { $0.segment == index }) else { return nil }
    guard let positions = part.positions else { return UInt32(trace.lowerBound) }
    return positions.firstIndex { trace.contains(Int($0)) }.map { part.rows[$0] }
  }
}

extension SpanForest {
  /// Where each position's span is.
  var rowPlaces: [RowPlace?] {
    var places = [RowPlace?](repeating: nil, count: count)
    for part in parts {
      for index in part.rows.indices {
        places[part.position(at: index)] = RowPlace(segment: part.segment, row: part.rows[index])
      }
    }
    return places
  }
}
