import Columns
import Scanning
import TraceModel

/// Puts spans of neighbouring rows together again, column by column: what it takes to find a column
/// is paid once for all rows.
struct SpanAssembly {
  private var reader: RowReader
  private let stretch: RowStretch
  private var spans: [SpanData] = []
  /// Which rows have a value: all, then by the plan's sets of rows, those that were asked for.
  private let all: RowPresence
  private var presences: [RowPresence?]
  private var resources: SharedAttributes
  private var scopes: SharedAttributes
  /// Room for a column's numbers, or its doubles.
  private var numbers: [Int64]
  private var doubles: [Double] = []

  /// The spans of some rows, dead ones included.
  static func spans(
    _ rows: Range<Int>, _ reader: consuming RowReader
  ) throws(ScanError) -> [SpanData] {
    var assembly = SpanAssembly(rows, reader)
    try assembly.readIdentities()
    try assembly.readParents()
    try assembly.reserveAttributes()
    for (part, column) in assembly.reader.plan.parts { try assembly.read(part, column) }
    try assembly.readPayloads()
    assembly.reader.remember()
    for index in assembly.spans.indices {
      assembly.spans[index].resource.attributes = assembly.resources.attributes(of: index)
      assembly.spans[index].scope.attributes = assembly.scopes.attributes(of: index)
    }
    return assembly.spans
  }

  private init(_ rows: Range<Int>, _ reader: consuming RowReader) {
    stretch = RowStretch(rows)
    presences = Array(repeating: nil, count: reader.plan.presences.count)
    self.reader = reader
    all = RowPresence(allOf: stretch)
    numbers = Array(repeating: 0, count: rows.count)
    resources = SharedAttributes(rowCount: rows.count)
    scopes = SharedAttributes(rowCount: rows.count)
    spans.reserveCapacity(rows.count)
  }

  private mutating func readIdentities() throws(ScanError) {
    let plan = reader.plan
    let ids = try numbers(of: plan.spanIDs)
    let starts = try numbers(of: plan.starts)
    let latencies = try numbers(of: plan.latencies)
    let traces = try numbers(of: plan.traceIDs)
    var known: (number: Int64, id: TraceID)?
    for index in 0..<stretch.rows.count {
      guard let number = traces[index], let id = ids[index], let start = starts[index],
        let spanID = SpanID(rawValue: UInt64(bitPattern: id))
      else {
        throw .damaged(
          "segment \(reader.segment.header.segment), row \(stretch.rows.lowerBound + index) "
            + "has no identity")
      }
      if known?.number != number {
        known = (number, try reader.traceID(Int(truncatingIfNeeded: number)))
      }
      guard let known else { continue }
      spans.append(
        SpanData(
          traceID: known.id, spanID: spanID, name: "", start: start,
          end: latencies[index].map { start &+ $0 }))
    }
  }

  /// The parent's id: that of a row above, or one that is in none of them.
  private mutating func readParents() throws(ScanError) {
    let distances = try numbers(of: reader.plan.parentDistances)
    let foreign = try numbers(of: reader.plan.foreignParents)
    for index in spans.indices {
      let distance = Int(truncatingIfNeeded: distances[index] ?? 0)
      if distance <= 0 {
        spans[index].parentID = foreign[index].flatMap {
          SpanID(rawValue: UInt64(bitPattern: $0))
        }
      } else if distance <= index {
        spans[index].parentID = spans[index - distance].spanID
      } else {
        spans[index].parentID = try reader.segment.spanID(
          ofRow: stretch.rows.lowerBound + index - distance)
      }
    }
  }

  private mutating func reserveAttributes() throws(ScanError) {
    let counts = reader.plan.attributeCounts
    var wanted = Array(repeating: counts[presences.count], count: spans.count)
    for number in presences.indices where counts[number] > 0 {
      let presence = try presence(number)
      guard presence.count > 0 else { continue }
      for index in wanted.indices where presence.has(index) { wanted[index] += counts[number] }
    }
    for index in spans.indices { spans[index].attributes.reserveCapacity(wanted[index]) }
  }

  private mutating func readPayloads() throws(ScanError) {
    let payloads = reader.segment.payloads
    guard reader.segment.header.payloadBlockCount > 0 else { return }
    for index in spans.indices {
      let parts = try payloads.parts(ofRow: stretch.rows.lowerBound + index)
      spans[index].events = parts.events
      spans[index].links = parts.links
    }
  }
}

extension SpanAssembly {
  /// Reads a column into its part of the spans.
  private mutating func read(_ part: SpanPart, _ column: SpanPlan.Column) throws(ScanError) {
    let presence = try presence(of: column)
    guard presence.count > 0 else { return }
    if let constant = column.constant {
      return setAll(part, to: constant, presence)
    }
    switch column.entry.summary.form {
    case .codes: try readCodes(part, column, presence)
    case .integers:
      try reader.readNumbers(column, presence, stretch, into: &numbers)
      for index in numbers.indices where presence.has(index) {
        set(part, of: index, to: AttributeValue(numbers[index], column.type))
      }
    case .doubles:
      if doubles.isEmpty { doubles = Array(repeating: 0, count: numbers.count) }
      try reader.readDoubles(column, presence, stretch, into: &doubles)
      for index in doubles.indices where presence.has(index) {
        set(part, of: index, to: .double(doubles[index]))
      }
    case .payload:
      for index in spans.indices where presence.has(index) {
        let row = stretch.rows.lowerBound + index
        if let value = try reader.segment.value(of: column.entry.column, row: row) {
          set(part, of: index, to: value)
        }
      }
    }
  }

  /// A dictionary's value is decoded once for all neighbours that have it.
  private mutating func readCodes(
    _ part: SpanPart, _ column: SpanPlan.Column, _ presence: RowPresence
  ) throws(ScanError) {
    try reader.readNumbers(column, presence, stretch, into: &numbers)
    if presence.count == numbers.count, numbers.allSatisfy({ $0 == numbers[0] }) {
      return setAll(part, to: try reader.value(ofCode: numbers[0], in: column), presence)
    }
    var last: (code: Int64, value: AttributeValue)?
    for index in numbers.indices where presence.has(index) {
      if let last, last.code == numbers[index] {
        set(part, of: index, to: last.value)
        continue
      }
      let value = try reader.value(ofCode: numbers[index], in: column)
      set(part, of: index, to: value)
      last = (numbers[index], value)
    }
  }

  private mutating func setAll(
    _ part: SpanPart, to value: AttributeValue, _ presence: RowPresence
  ) {
    if presence.count == spans.count {
      switch part {
      case .resourceAttribute(let key):
        return resources.appendToAll(Attribute(key: key, value: value))
      case .scopeAttribute(let key):
        return scopes.appendToAll(Attribute(key: key, value: value))
      default: break
      }
    }
    for index in spans.indices where presence.has(index) { set(part, of: index, to: value) }
  }

  private mutating func set(_ part: SpanPart, of index: Int, to value: AttributeValue) {
    switch part {
    case .attribute(let key):
      spans[index].attributes.append(Attribute(key: key, value: value))
    case .resourceAttribute(let key):
      resources.append(Attribute(key: key, value: value), to: index)
    case .scopeAttribute(let key):
      scopes.append(Attribute(key: key, value: value), to: index)
    default: spans[index].set(part, to: value)
    }
  }

  private mutating func presence(of column: SpanPlan.Column) throws(ScanError) -> RowPresence {
    guard let number = column.presence else { return all }
    return try presence(number)
  }

  private mutating func presence(_ number: Int) throws(ScanError) -> RowPresence {
    if let known = presences[number] { return known }
    let new = try reader.presence(number, stretch)
    presences[number] = new
    return new
  }

  /// The numbers of a column, for what is computed with.
  private mutating func numbers(of column: SpanPlan.Column?) throws(ScanError) -> [Int64?] {
    guard let column else { return Array(repeating: nil, count: numbers.count) }
    let presence = try presence(of: column)
    if presence.count > 0 {
      try reader.readNumbers(column, presence, stretch, into: &numbers)
    }
    return numbers.indices.map { presence.has($0) ? numbers[$0] : nil }
  }
}

extension SpanData {
  /// Sets a part that is no attribute.
  fileprivate mutating func set(_ part: SpanPart, to value: AttributeValue) {
    switch value {
    case .string(let text): set(part, to: text)
    case .integer(let number): set(part, to: UInt32(truncatingIfNeeded: number))
    default: break
    }
  }

  private mutating func set(_ part: SpanPart, to text: String) {
    switch part {
    case .name: name = text
    case .kind: kind = SpanKind.allCases.first { $0.name == text } ?? .unspecified
    case .traceState: traceState = text
    case .statusMessage: status.message = text
    case .resourceSchemaURL: resource.schemaURL = text
    case .scopeName: scope.name = text
    case .scopeVersion: scope.version = text
    case .scopeSchemaURL: scope.schemaURL = text
    default: break
    }
  }

  private mutating func set(_ part: SpanPart, to number: UInt32) {
    switch part {
    case .flags: flags = number
    case .statusCode:
      status.code = SpanStatus.Code(rawValue: UInt8(truncatingIfNeeded: number)) ?? .unset
    case .droppedAttributes: droppedAttributesCount = number
    case .droppedEvents: droppedEventsCount = number
    case .droppedLinks: droppedLinksCount = number
    case .resourceDroppedAttributes: resource.droppedAttributesCount = number
    case .scopeDroppedAttributes: scope.droppedAttributesCount = number
    default: break
    }
  }
}

/// The attributes of each row's resource or scope, one array for all as long as they agree: spans of
/// a trace share theirs as a rule.
private struct SharedAttributes {
  private let rowCount: Int
  private var common: [Attribute] = []
  /// By row, once rows differ.
  private var own: [[Attribute]] = []

  init(rowCount: Int) {
    self.rowCount = rowCount
  }

  mutating func appendToAll(_ attribute: Attribute) {
    guard !own.isEmpty else { return common.append(attribute) }
    for index in own.indices { own[index].append(attribute) }
  }

  mutating func append(_ attribute: Attribute, to index: Int) {
    if own.isEmpty { own = Array(repeating: common, count: rowCount) }
    own[index].append(attribute)
  }

  func attributes(of index: Int) -> [Attribute] { own.isEmpty ? common : own[index] }
}
