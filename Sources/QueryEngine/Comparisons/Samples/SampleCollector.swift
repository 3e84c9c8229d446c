import Scanning
import TraceModel

/// Reads the rows of populations, segment by segment; used by one thread.
struct SampleCollector: Sendable {
  let program: SampleProgram
  private(set) var segments: [SegmentSamples] = []
  /// Numbers for the values of categories, of attributes and of what tells clusters apart.
  private(set) var categories: [ValueInterner]
  /// Nil of attributes that turned out to have many values.
  private(set) var attributes: [ValueInterner?]
  private(set) var clusters: [ValueInterner]
  /// Whether some row belongs to none.
  private(set) var isPartial: [Bool]

  /// Attributes with more values tell single users or requests apart, and explain nothing.
  static let greatestValueCount = 50

  init(_ program: SampleProgram) {
    self.program = program
    categories = program.categories.map { ValueInterner(type: $0.type) }
    attributes = program.attributes.map { ValueInterner(type: $0.scalar.type) }
    clusters = program.clusters.map { _ in ValueInterner(type: .string) }
    isPartial = program.clusters.map { _ in false }
  }

  var byteCount: Int {
    segments.reduce(0) { sum, segment in sum + segment.sides.reduce(0) { $0 + $1.byteCount } }
      + categories.reduce(0) { $0 + $1.byteCount } + clusters.reduce(0) { $0 + $1.byteCount }
  }

  /// Gives away what was read of the segments.
  mutating func takeSegments() -> [SegmentSamples] {
    defer { segments = [] }
    return segments
  }

  /// Reads the matching rows of a segment.
  ///
  /// The closure is told what is held after each batch.
  mutating func add(
    _ matches: Bitmap, of reader: SegmentReader, _ hold: (Int) throws(QueryError) -> Void
  ) throws(QueryError) {
    var sides: [SideRows] = []
    var rest = matches
    for condition in program.populations {
      var rows = matches
      try reader.keepAny(condition, in: &rows)
      rest.subtract(rows)
      sides.append(SideRows(rows, of: program))
    }
    let heldCount = byteCount
    let sharedCodes = try reader.sharedTraceCodes()
    for place in sides.indices {
      let filledCount = sides[..<place].reduce(0) { $0 + $1.byteCount }
      try fill(&sides[place], Set(sharedCodes), of: reader) { (byteCount) throws(QueryError) in
        try hold(heldCount + filledCount + byteCount)
      }
    }
    endSegment()
    let inSides = sides.reduce(0) { $0 + $1.rowCount }
    let (all, rests) = (matches.setCount, rest.setCount)
    segments.append(
      SegmentSamples(
        segment: reader.index, sides: sides, restCount: rests,
        sharedCount: inSides - (all - rests)))
  }

  private mutating func endSegment() {
    for index in categories.indices { categories[index].endSegment() }
    for index in attributes.indices { attributes[index]?.endSegment() }
    for index in clusters.indices { clusters[index].endSegment() }
  }

  private mutating func fill(
    _ side: inout SideRows, _ sharedCodes: Set<UInt32>, of reader: SegmentReader,
    _ hold: (Int) throws(QueryError) -> Void
  ) throws(QueryError) {
    guard !side.matches.isEmpty else { return }
    // What was known is of another side's rows.
    reader.conditions = KnownConditions()
    reader.conditions.matches = side.matches
    var traces = TraceRuns(sharedCodes)
    var list = RowList()
    while list.next(of: side.matches, limit: Limits.batchRowCount) {
      try reader.query.check()
      let rows = list.rows
      try traces.add(rows, of: reader, to: &side)
      try add(rows, of: reader, to: &side, traces.rowTraces)
      side.rowCount += rows.count
      try hold(side.byteCount + traces.byteCount)
    }
    try traces.finish(&side, reader)
  }

  private mutating func add(
    _ rows: [UInt32], of reader: SegmentReader, to side: inout SideRows, _ rowTraces: [Int]
  ) throws(QueryError) {
    for (place, value) in program.numbers.enumerated() {
      let (numbers, validity) = try reader.evaluate(value, rows: rows).sampleNumbers()
      side.numbers[place].append(numbers, validity)
    }
    for (place, value) in program.categories.enumerated() {
      let values = try reader.evaluate(value, rows: rows)
      side.categories[place].append(try categories[place].identify(values), values.presence)
    }
    for place in program.attributes.indices { try addAttribute(place, rows, reader, to: &side) }
    for (place, cluster) in program.clusters.enumerated() {
      guard let field = cluster.field, !(isPartial[place] && program.dropsPartialClusters)
      else { continue }
      let values = try reader.read(ColumnReference(field), rows: rows)
      if values.presence != nil { isPartial[place] = true }
      let numbers = try clusters[place].identify(values)
      addClusters(place, numbers, values.presence, rowTraces, to: &side)
    }
    if let key = program.pairing {
      let values = try reader.evaluate(key, rows: rows).boxed()
      let isInput = key == .column(ColumnReference(.input))
      side.pairKeys.append(
        values.map { $0.pairKey(isInput: isInput) }, values.map { $0 != .null })
    }
  }

  /// A trace's session is that of one of its rows: of several, the first by its text.
  private func addClusters(
    _ place: Int, _ numbers: [UInt32], _ presence: [Bool]?, _ rowTraces: [Int],
    to side: inout SideRows
  ) {
    side.clusters[place].grow(to: side.traceCodes.count, with: nil)
    for index in numbers.indices where presence?[index] ?? true {
      let (trace, number) = (rowTraces[index], numbers[index])
      if let known = side.clusters[place][trace], known != number {
        let (one, other) = (clusters[place].value(Int(known)), clusters[place].value(Int(number)))
        if Value.order(one, other) < 0 { continue }
      }
      side.clusters[place][trace] = number
    }
  }

  private mutating func addAttribute(
    _ place: Int, _ rows: [UInt32], _ reader: SegmentReader, to side: inout SideRows
  ) throws(QueryError) {
    guard attributes[place] != nil else { return }
    let attribute = program.attributes[place]
    if case .column(let column) = attribute.scalar, reader.hasManyValues(column) {
      return drop(place, in: &side)
    }
    let values = try reader.evaluate(attribute.scalar, rows: rows)
    if attribute.role == .hour {
      guard case .codes(var codes) = side.attributes[place] else { return }
      side.attributes[place] = .codes([])
      codes.append(contentsOf: try values.asIntegers().numbers.map(hourOfDay))
      side.attributes[place] = .codes(codes)
      return
    }
    guard let numbers = try attributes[place]?.identify(values),
      let count = attributes[place]?.count, count <= Self.greatestValueCount
    else { return drop(place, in: &side) }
    switch side.attributes[place] {
    case .codes(var codes):
      side.attributes[place] = .codes([])
      codes.append(contentsOf: numbers.map { UInt8(truncatingIfNeeded: $0) })
      side.attributes[place] = .codes(codes)
    case .counts(var counts):
      counts.grow(to: count, with: 0)
      for number in numbers { counts[Int(number)] += 1 }
      side.attributes[place] = .counts(counts)
    }
  }

  private mutating func drop(_ place: Int, in side: inout SideRows) {
    attributes[place] = nil
    side.attributes[place] = .counts([])
    for segment in segments.indices {
      for index in segments[segment].sides.indices {
        segments[segment].sides[index].attributes[place] = .counts([])
      }
    }
  }
}

/// The hour of the day, from 0 to 23, of an instant.
private func hourOfDay(_ instant: Int64) -> UInt8 {
  let day: Int64 = 86_400_000_000_000
  let rest = instant % day
  return UInt8((rest < 0 ? rest + day : rest) / 3_600_000_000_000)
}

extension SegmentReader {
  /// Keeps the rows of which a condition is true, stopping in between where that takes long.
  fileprivate func keepAny(_ condition: Predicate, in rows: inout Bitmap) throws(QueryError) {
    let bound = try bind(condition)
    if bound.cost < Limits.slowPredicateCost {
      try keep(bound, in: &rows)
    } else {
      try keepSlowly(bound, in: &rows)
    }
  }

  /// Whether a column has more values than are worth telling apart, or long ones.
  fileprivate func hasManyValues(_ column: ColumnReference) -> Bool {
    column.storedColumns.contains {
      guard let summary = segment.summary(of: $0) else { return false }
      return summary.form == .payload
        || summary.distinctCount > SampleCollector.greatestValueCount
    }
  }
}

extension ColumnReference {
  fileprivate var storedColumns: [ColumnID] {
    switch source {
    // Instants are no categories; their hours are.
    case .field(.start): []
    case .field(let field): [ColumnID(field)]
    case .attribute(let columns): columns.map(\.id)
    case .related, .tree, .level: []
    }
  }
}

extension RowValues {
  /// Numbers without their unit, true as 1 and false as 0, and which rows have one.
  fileprivate func sampleNumbers() throws(QueryError) -> ([Double], [Bool]?) {
    switch storage {
    case .integers(let numbers): return (numbers.map { Double($0) }, validity)
    case .doubles(let numbers): return (numbers, validity)
    case .codes, .values:
      let values = try boxed()
      let numbers = values.map(\.sampleNumber)
      return (numbers.map { $0 ?? 0 }, numbers.map { $0 != nil })
    }
  }
}

extension Value {
  fileprivate func pairKey(isInput: Bool) -> UInt64 {
    if isInput, case .string(let text) = self { inputHash(text) } else { sketchHash }
  }

  fileprivate var sampleNumber: Double? {
    switch self {
    case .double(let number): number
    case .boolean(let flag): flag ? 1 : 0
    default: wholeNumber.map { Double($0) }
    }
  }
}
