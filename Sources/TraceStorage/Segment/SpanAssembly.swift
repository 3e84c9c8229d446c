import Columns
import Scanning
import TraceModel

/// Puts spans of neighbouring rows together again, column by column: what it takes to find a column
/// is paid once for all rows, and the rows of a trace have their values in the same places of many
/// columns.
struct SpanAssembly {
  private let segment: StoredSegment
  private let rows: Range<Int>
  private(set) var spans: [SpanData] = []
  /// By set of rows, where each row's value stands among the stored values of its block; nil where
  /// it has none.
  private var places: [PresenceSet?: [Int?]] = [:]

  /// Spans with all but their attributes.
  init(_ segment: StoredSegment, rows: Range<Int>) throws(ScanError) {
    self.segment = segment
    self.rows = rows
    try readIdentities()
    try readParents()
    try readTexts()
    try readCounts()
    for index in spans.indices {
      let parts = try segment.payloads.parts(ofRow: rows.lowerBound + index)
      spans[index].events = parts.events
      spans[index].links = parts.links
    }
  }

  /// Adds an attribute where its column has a value.
  mutating func read(_ attribute: AttributeColumn) throws(ScanError) {
    let values = try values(of: attribute.id, type: attribute.type)
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let sent = Attribute(key: attribute.key, value: value)
      switch attribute.scope {
      case .span: spans[index].attributes.append(sent)
      case .resource: spans[index].resource.attributes.append(sent)
      case .instrumentation: spans[index].scope.attributes.append(sent)
      case .event, .score: break
      }
    }
  }

  private mutating func readIdentities() throws(ScanError) {
    let traces = try integers(of: ColumnID(.traceID))
    let ids = try integers(of: ColumnID(.spanID))
    let starts = try integers(of: ColumnID(.start))
    let latencies = try integers(of: ColumnID(.latency))
    var known: (number: Int64, id: TraceID)?
    for index in 0..<rows.count {
      guard let number = traces[index], let id = ids[index], let start = starts[index],
        let spanID = SpanID(rawValue: UInt64(bitPattern: id))
      else {
        throw .damaged(
          "segment \(segment.header.segment), row \(rows.lowerBound + index) has no identity")
      }
      if known?.number != number { known = (number, try segment.traceID(Int(number))) }
      guard let known else { continue }
      spans.append(
        SpanData(
          traceID: known.id, spanID: spanID, name: "", start: start,
          end: latencies[index].map { start &+ $0 }))
    }
  }

  /// The parent's id: that of a row above, or one that is in none of them.
  private mutating func readParents() throws(ScanError) {
    let distances = try integers(of: HiddenColumn.parentDistance.id)
    let foreign = try integers(of: HiddenColumn.foreignParent.id)
    for index in spans.indices {
      let distance = Int(truncatingIfNeeded: distances[index] ?? 0)
      if distance <= 0 {
        spans[index].parentID = foreign[index].flatMap {
          SpanID(rawValue: UInt64(bitPattern: $0))
        }
      } else if distance <= index {
        spans[index].parentID = spans[index - distance].spanID
      } else {
        spans[index].parentID = try segment.spanID(ofRow: rows.lowerBound + index - distance)
      }
    }
  }

  private mutating func readTexts() throws(ScanError) {
    try readText(ColumnID(.name)) { $0.name = $1 }
    try readText(ColumnID(.kind)) { (span, name) in
      span.kind = SpanKind.allCases.first { $0.name == name } ?? .unspecified
    }
    try readText(HiddenColumn.traceState.id) { $0.traceState = $1 }
    try readText(ColumnID(.statusMessage)) { $0.status.message = $1 }
    try readText(HiddenColumn.resourceSchemaURL.id) { $0.resource.schemaURL = $1 }
    try readText(ColumnID(.scope)) { $0.scope.name = $1 }
    try readText(HiddenColumn.scopeVersion.id) { $0.scope.version = $1 }
    try readText(HiddenColumn.scopeSchemaURL.id) { $0.scope.schemaURL = $1 }
  }

  private mutating func readCounts() throws(ScanError) {
    try readCount(.flags) { $0.flags = $1 }
    try readCount(.droppedAttributes) { $0.droppedAttributesCount = $1 }
    try readCount(.droppedEvents) { $0.droppedEventsCount = $1 }
    try readCount(.droppedLinks) { $0.droppedLinksCount = $1 }
    try readCount(.statusCode) { (span, code) in
      span.status.code = SpanStatus.Code(rawValue: UInt8(truncatingIfNeeded: code)) ?? .unset
    }
    try readCount(.resourceDroppedAttributes) { $0.resource.droppedAttributesCount = $1 }
    try readCount(.scopeDroppedAttributes) { $0.scope.droppedAttributesCount = $1 }
  }

  private mutating func readText(
    _ column: ColumnID, _ set: (inout SpanData, String) -> Void
  ) throws(ScanError) {
    for (index, value) in try values(of: column, type: .string).enumerated() {
      if case .string(let text)? = value { set(&spans[index], text) }
    }
  }

  private mutating func readCount(
    _ column: HiddenColumn, _ set: (inout SpanData, UInt32) -> Void
  ) throws(ScanError) {
    for (index, number) in try integers(of: column.id).enumerated() {
      if let number { set(&spans[index], UInt32(truncatingIfNeeded: number)) }
    }
  }
}

extension SpanAssembly {
  /// The whole numbers of the rows.
  private mutating func integers(of column: ColumnID) throws(ScanError) -> [Int64?] {
    guard let entry = segment.directory[column] else {
      return Array(repeating: nil, count: rows.count)
    }
    let places = try places(in: entry)
    let stored = try segment.storedValues(of: entry)
    var values: [Int64?] = []
    for (row, place) in zip(rows, places) {
      values.append(place.map { stored.integer(inBlock: row / BlockLimits.rowCount, at: $0) })
    }
    return values
  }

  /// The values of the rows, whatever the column's form.
  private mutating func values(
    of column: ColumnID, type: AttributeType
  ) throws(ScanError) -> [AttributeValue?] {
    guard let entry = segment.directory[column] else { return [] }
    switch entry.summary.form {
    case .payload: return try payloads(of: entry)
    case .codes: return try dictionaryValues(of: entry)
    case .doubles: return try doubles(of: entry)
    case .integers:
      return try integers(of: column).map { number in
        number.map { type == .boolean ? .boolean($0 != 0) : .integer($0) }
      }
    }
  }

  private mutating func doubles(
    of entry: ColumnDirectory.Entry
  ) throws(ScanError) -> [AttributeValue?] {
    let places = try places(in: entry)
    let stored = try segment.storedValues(of: entry)
    var values: [AttributeValue?] = []
    for (row, place) in zip(rows, places) {
      values.append(
        place.map { .double(stored.double(inBlock: row / BlockLimits.rowCount, at: $0)) })
    }
    return values
  }

  private mutating func dictionaryValues(
    of entry: ColumnDirectory.Entry
  ) throws(ScanError) -> [AttributeValue?] {
    let codes = try integers(of: entry.column)
    let dictionary = try segment.dictionary(of: entry.column)
    var last: (code: Int64, value: AttributeValue?)?
    var values: [AttributeValue?] = []
    for code in codes {
      guard let code else {
        values.append(nil)
        continue
      }
      if last?.code != code {
        let number = UInt32(truncatingIfNeeded: code)
        guard number < .max else { throw .damaged("code \(code) of a dictionary") }
        last = (code, try dictionary.values(of: number..<number + 1).first)
      }
      values.append(last?.value)
    }
    return values
  }

  private mutating func payloads(
    of entry: ColumnDirectory.Entry
  ) throws(ScanError) -> [AttributeValue?] {
    let places = try places(in: entry)
    var values: [AttributeValue?] = []
    for (row, place) in zip(rows, places) {
      values.append(place == nil ? nil : try segment.value(of: entry.column, row: row))
    }
    return values
  }

  private mutating func places(
    in entry: ColumnDirectory.Entry
  ) throws(ScanError) -> [Int?] {
    if let known = places[entry.presence] { return known }
    var found: [Int?] = []
    for row in rows { found.append(try segment.place(of: row, in: entry)) }
    places[entry.presence] = found
    return found
  }
}
