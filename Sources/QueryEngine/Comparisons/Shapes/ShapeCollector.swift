import Drift
import Scanning
import TraceModel

/// Goes through the traces of populations, whole; used by one thread.
struct ShapeCollector: Sendable {
  private(set) var labels: SpanLabels
  private(set) var table: FormTable
  /// Of each side.
  private(set) var ownTimes: [OwnTimes]
  /// The form of each trace, segment by segment, where traces are told apart.
  private(set) var forms: [SegmentForms] = []
  /// Traces that have rows on several sides.
  private(set) var sharedCount = 0
  private let program: ShapeProgram

  /// Of traces whose ids are told by their codes in a segment.
  struct SegmentForms: Sendable {
    var segment: Int32
    var traces: [(side: Int, code: UInt32, form: Int)] = []
  }

  init(_ program: ShapeProgram) {
    self.program = program
    labels = SpanLabels(program.attributeColumns)
    table = FormTable(sideCount: program.matches.count)
    ownTimes = program.matches.map { _ in OwnTimes() }
  }

  var byteCount: Int {
    table.byteCount + forms.reduce(0) { $0 + $1.traces.count * 24 } + labels.texts.count * 64
  }

  /// Takes in the traces whose first matching row is in a segment.
  mutating func add(_ reader: SegmentReader) throws(QueryError) {
    let program = program
    let trees = try reader.trees()
    let sides = program.sides(ofSegment: reader.index, rowCount: reader.segment.rowCount)
    try add(trees.ordered, in: reader) { trace, found in
      guard !trees.scatteredRows[trace.lowerBound] else { return }
      for row in trace { found.add(sides[row]) }
    }
    guard trees.scattered.count > 0 else { return }
    let places = trees.scattered.rowPlaces
    try add(trees.scattered, in: reader) { trace, found in
      for position in trace { found.add(places[position].flatMap { program.side(of: $0) }) }
      let owner = trace.compactMap { position in
        places[position].flatMap { program.side(of: $0) == nil ? nil : $0.segment }
      }.min()
      if owner != reader.index { found = FoundSides() }
    }
  }

  /// The sides that a trace has rows on.
  private struct FoundSides {
    /// By position in the trace.
    var sides: [Int?] = []
    var first: Int?
    var isShared = false

    mutating func add(_ side: Int?) {
      sides.append(side)
      guard let side else { return }
      if let first, first != side { isShared = true }
      first = first ?? side
    }
  }

  private mutating func add(
    _ forest: SpanForest, in reader: SegmentReader,
    _ find: (Range<Int>, inout FoundSides) -> Void
  ) throws(QueryError) {
    let spans = try reader.shapeSpans(of: forest, &labels, withTimes: program.splitsLatency)
    let codes = program.tellsTraces ? try reader.traceCodes(of: forest) : []
    var told = SegmentForms(segment: Int32(reader.index))
    defer { forms.append(told) }
    for (number, trace) in forest.traces.enumerated() {
      if number % Limits.vectorRowCount == 0 { try reader.query.check() }
      var found = FoundSides()
      find(trace, &found)
      guard let side = found.first else { continue }
      guard !found.isShared else {
        sharedCount += 1
        continue
      }
      let form = table.identify(spans.nodes(of: trace, forest))
      try table.count(form, side: side, start: spans.starts[trace.lowerBound]) {
        () throws(QueryError) in try reader.traceID(of: trace, forest)
      }
      if program.tellsTraces {
        guard let code = codes[number] else {
          throw .storage(.damaged("a trace without rows in its segment"))
        }
        told.traces.append((side, code, form))
      }
      if program.splitsLatency { addTimes(of: trace, forest, spans, found.sides, side) }
    }
  }

  /// Splits the latencies of a trace's rows by the stages of the spans below them.
  private mutating func addTimes(
    of trace: Range<Int>, _ forest: SpanForest, _ spans: ShapeSpans, _ sides: [Int?], _ side: Int
  ) {
    // How many rows of the side each span is part of.
    var holders = [Int](repeating: 0, count: trace.count)
    for position in trace {
      let place = position - trace.lowerBound
      let parent = forest.parents[position]
      if parent != SpanForest.none { holders[place] = holders[Int(parent) - trace.lowerBound] }
      if sides[place] != nil, let latency = spans.latencies?[position] {
        holders[place] += 1
        ownTimes[side].add(latency: latency)
      }
      guard holders[place] > 0, let time = spans.ownTime(of: position) else { continue }
      ownTimes[side].add(
        ownTime: time, times: holders[place], of: spans.stages[Int(spans.stageOf[position])])
    }
  }
}

/// What the traces of populations are looked through for.
struct ShapeProgram: Sendable {
  /// Of each side, its rows in each segment that has some.
  var matches: [[Int: Bitmap]]
  var attributeColumns: [AttributeColumn]
  /// Whether latencies are split by stages.
  var splitsLatency: Bool
  /// Whether each trace's form is wanted.
  var tellsTraces: Bool

  /// The segments that have rows of some side, ascending.
  var segments: [Int] { Set(matches.flatMap(\.keys)).sorted() }

  /// The side of each row of a segment.
  func sides(ofSegment segment: Int, rowCount: Int) -> [Int?] {
    var sides = [Int?](repeating: nil, count: rowCount)
    for (side, matches) in matches.enumerated() {
      for row in matches[segment]?.rows ?? [] { sides[Int(row)] = side }
    }
    return sides
  }

  func side(of place: RowPlace) -> Int? {
    matches.firstIndex { $0[place.segment]?[Int(place.row)] ?? false }
  }
}
