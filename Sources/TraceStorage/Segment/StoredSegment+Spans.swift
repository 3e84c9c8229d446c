import Columns
import Scanning
import TraceModel

extension StoredSegment {
  /// Puts spans of some rows together again.
  ///
  /// O(columns · rows), dead rows included.
  ///
  /// Attributes come back by name, in the order of their columns: OTLP gives their order no
  /// meaning, and columns do not keep it.
  func spans(
    ofRows rows: Range<Int>, catalogue: AttributeCatalogue
  ) throws(ScanError) -> [SpanData] {
    var spans: [SpanData] = []
    for row in rows { spans.append(try bareSpan(row)) }
    for entry in directory.entries {
      guard entry.column.rawValue >= ColumnID.firstAttribute else { continue }
      guard let attribute = catalogue[entry.column] else { throw missing(entry.column) }
      if attribute.scope == .event { continue }
      for row in rows {
        guard let value = try value(of: entry.column, type: attribute.type, row: row) else {
          continue
        }
        spans[row - rows.lowerBound].add(
          Attribute(key: attribute.key, value: value), in: attribute.scope)
      }
    }
    return spans
  }

  /// What tells a span apart, and when it ended.
  func identity(ofRow row: Int) throws(ScanError) -> (id: SpanID, end: Int64?)? {
    guard let number = try integer(.spanID, row), let start = try integer(.start, row),
      let id = SpanID(rawValue: UInt64(bitPattern: number))
    else { return nil }
    return (id, try integer(.latency, row).map { start &+ $0 })
  }

  /// A span without its attributes.
  private func bareSpan(_ row: Int) throws(ScanError) -> SpanData {
    guard let number = try integer(.spanID, row), let start = try integer(.start, row),
      let identity = SpanID(rawValue: UInt64(bitPattern: number))
    else { throw .damaged("segment \(header.segment), row \(row) has no identity") }
    var span = SpanData(
      traceID: try traceID(try traceNumber(ofRow: row)), spanID: identity,
      name: try string(ColumnID(.name), row) ?? "", start: start,
      end: try integer(.latency, row).map { start &+ $0 })
    span.parentID = try parent(ofRow: row)
    let kind = try string(ColumnID(.kind), row)
    span.kind = SpanKind.allCases.first { $0.name == kind } ?? .unspecified
    span.traceState = try string(HiddenColumn.traceState.id, row) ?? ""
    span.flags = try count(.flags, row)
    span.droppedAttributesCount = try count(.droppedAttributes, row)
    span.droppedEventsCount = try count(.droppedEvents, row)
    span.droppedLinksCount = try count(.droppedLinks, row)
    let code =
      SpanStatus.Code(rawValue: UInt8(truncatingIfNeeded: try count(.statusCode, row))) ?? .unset
    span.status = SpanStatus(code: code, message: try string(ColumnID(.statusMessage), row) ?? "")
    span.resource.droppedAttributesCount = try count(.resourceDroppedAttributes, row)
    span.resource.schemaURL = try string(HiddenColumn.resourceSchemaURL.id, row) ?? ""
    span.scope.name = try string(ColumnID(.scope), row) ?? ""
    span.scope.version = try string(HiddenColumn.scopeVersion.id, row) ?? ""
    span.scope.droppedAttributesCount = try count(.scopeDroppedAttributes, row)
    span.scope.schemaURL = try string(HiddenColumn.scopeSchemaURL.id, row) ?? ""
    let details = try details(ofRow: row)
    span.events = details.events
    span.links = details.links
    return span
  }

  private func integer(_ field: Field, _ row: Int) throws(ScanError) -> Int64? {
    try integer(ColumnID(field), row)
  }

  private func count(_ column: HiddenColumn, _ row: Int) throws(ScanError) -> UInt32 {
    UInt32(truncatingIfNeeded: try integer(column.id, row) ?? 0)
  }

  private func integer(_ column: ColumnID, _ row: Int) throws(ScanError) -> Int64? {
    guard let place = try place(of: row, in: column) else { return nil }
    return try values(of: column).integer(inBlock: row / BlockLimits.rowCount, at: place)
  }

  /// The parent's id: that of a row above, or one that is in none of them.
  private func parent(ofRow row: Int) throws(ScanError) -> SpanID? {
    let distance = try integer(HiddenColumn.parentDistance.id, row) ?? 0
    guard distance > 0 else {
      let foreign = try integer(HiddenColumn.foreignParent.id, row)
      return foreign.flatMap { SpanID(rawValue: UInt64(bitPattern: $0)) }
    }
    guard distance <= row else {
      throw .damaged("segment \(header.segment): row \(row) has a parent before row 0")
    }
    let id = try integer(.spanID, row - Int(distance))
    return id.flatMap { SpanID(rawValue: UInt64(bitPattern: $0)) }
  }

  private func string(_ column: ColumnID, _ row: Int) throws(ScanError) -> String? {
    guard case .string(let text)? = try value(of: column, type: .string, row: row) else {
      return nil
    }
    return text
  }

  private func value(
    of column: ColumnID, type: AttributeType, row: Int
  ) throws(ScanError) -> AttributeValue? {
    guard let entry = directory[column], let place = try place(of: row, in: column) else {
      return nil
    }
    if entry.summary.form == .payload { return try text(of: column, row: row).map { .string($0) } }
    let values = try values(of: column)
    let block = row / BlockLimits.rowCount
    switch entry.summary.form {
    case .codes:
      let code = values.integer(inBlock: block, at: place)
      return try dictionaryValue(UInt32(truncatingIfNeeded: code), in: column)
    case .doubles: return .double(values.double(inBlock: block, at: place))
    case .integers, .payload:
      let number = values.integer(inBlock: block, at: place)
      return type == .boolean ? .boolean(number != 0) : .integer(number)
    }
  }

  /// Where a row's value stands among the stored values of its block; nil when it has none.
  ///
  /// Looks the row up in a list of rows, where a scan would lay the list out: a trace touches few
  /// rows of every column.
  private func place(of row: Int, in column: ColumnID) throws(ScanError) -> Int? {
    guard let entry = directory[column] else { return nil }
    let start = row / BlockLimits.rowCount * BlockLimits.rowCount
    guard let set = entry.presence else { return row - start }
    guard !set.isList else {
      let rows = try chunks.required(set.key)
      guard let found = lastEntry(notAbove: row, in: rows), found.first == row else { return nil }
      guard let before = lastEntry(notAbove: start - 1, in: rows) else { return found.index }
      return found.index - before.index - 1
    }
    guard let validity = try validity(of: column) else { return nil }
    guard validity[row / 64] >> UInt64(row % 64) & 1 != 0 else { return nil }
    var place = 0
    for word in start / 64..<row / 64 { place += validity[word].nonzeroBitCount }
    return place + (validity[row / 64] & ((1 << UInt64(row % 64)) - 1)).nonzeroBitCount
  }
}

extension SpanData {
  fileprivate mutating func add(_ attribute: Attribute, in scope: AttributeScope) {
    switch scope {
    case .span: attributes.append(attribute)
    case .resource: resource.attributes.append(attribute)
    case .instrumentation: self.scope.attributes.append(attribute)
    case .event, .score: break
    }
  }
}
