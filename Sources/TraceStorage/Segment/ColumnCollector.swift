import ByteCoding
import Scanning
import TraceModel

/// Shreds spans into columns: one builder for each field and attribute met.
struct ColumnCollector {
  private(set) var catalogue: AttributeCatalogue
  private(set) var rowsWithParent: [UInt32] = []
  /// The builders of fields, by number; nil for those not met.
  private var fields = [ColumnBuilder?](repeating: nil, count: Int(ColumnID.firstAttribute))
  /// The builders of attributes, by number.
  private var attributes: [ColumnID: ColumnBuilder] = [:]
  /// The same by the raw value of their scope, then by key and type.
  private var keys = [KeyTable](repeating: KeyTable(), count: AttributeScope.allCases.count + 1)

  private struct KeyTable {
    var names = StringInterner()
    var slots: [KeySlot] = []
  }

  private struct KeySlot {
    /// One for each type, as met.
    var builders: [(type: AttributeType, builder: ColumnBuilder)] = []
    /// The row and builder of the latest value.
    var lastRow = -1
    var lastBuilder: ColumnBuilder?
  }

  init(catalogue: AttributeCatalogue) {
    self.catalogue = catalogue
  }

  /// Every column met, in ascending order.
  var builders: [ColumnBuilder] {
    fields.compactMap { $0 } + attributes.values.sorted { $0.id < $1.id }
  }

  /// Adds the span of a row; rows must come in ascending order.
  ///
  /// `parentRow` is the row above that is the span's parent.
  mutating func add(_ span: SpanData, row: Int, parentRow: Int?) {
    addIdentity(of: span, row)
    addParent(of: span, row, parentRow)
    addHidden(of: span, row)
    for attribute in span.attributes { add(attribute, .span, row) }
    for attribute in span.resource.attributes { add(attribute, .resource, row) }
    for attribute in span.scope.attributes { add(attribute, .instrumentation, row) }
    addEvents(of: span, row)
    addFields(of: span, row)
  }

  private mutating func addIdentity(of span: SpanData, _ row: Int) {
    integer(.spanID, Int64(bitPattern: span.spanID.rawValue), row)
    string(.name, span.name, row)
    string(.scope, span.scope.name.isEmpty ? nil : span.scope.name, row)
    string(.kind, span.kind.name, row)
    integer(.start, span.start, row)
    integer(.latency, span.end.map { $0 &- span.start }, row)
    string(.statusMessage, span.status.message.isEmpty ? nil : span.status.message, row)
  }

  private mutating func addParent(of span: SpanData, _ row: Int, _ parentRow: Int?) {
    builder(HiddenColumn.parentDistance.id, ColumnBuilder.integers)
      .append(parentRow.map { Int64(row - $0) } ?? 0, row: row)
    guard let parent = span.parentID else { return }
    rowsWithParent.append(UInt32(row))
    if parentRow == nil {
      builder(HiddenColumn.foreignParent.id, ColumnBuilder.integers)
        .append(Int64(bitPattern: parent.rawValue), row: row)
    }
  }

  private mutating func addHidden(of span: SpanData, _ row: Int) {
    hidden(.statusCode, Int64(span.status.code.rawValue), row)
    hidden(.flags, Int64(span.flags), row)
    hidden(.traceState, span.traceState, row)
    hidden(.droppedAttributes, Int64(span.droppedAttributesCount), row)
    hidden(.droppedEvents, Int64(span.droppedEventsCount), row)
    hidden(.droppedLinks, Int64(span.droppedLinksCount), row)
    hidden(.resourceDroppedAttributes, Int64(span.resource.droppedAttributesCount), row)
    hidden(.resourceSchemaURL, span.resource.schemaURL, row)
    hidden(.scopeVersion, span.scope.version, row)
    hidden(.scopeDroppedAttributes, Int64(span.scope.droppedAttributesCount), row)
    hidden(.scopeSchemaURL, span.scope.schemaURL, row)
  }

  /// `event.name` lists the names of all events, `event.x` the values of x where it is set.
  private mutating func addEvents(of span: SpanData, _ row: Int) {
    guard !span.events.isEmpty else { return }
    var names: [AttributeValue] = []
    var keys = StringInterner()
    var lists: [[AttributeValue]] = []
    for event in span.events {
      names.append(.string(event.name))
      for attribute in event.attributes where attribute.key != "name" {
        let number = Int(keys.number(of: attribute.key))
        if number == lists.count { lists.append([]) }
        lists[number].append(attribute.value)
      }
    }
    add(Attribute(key: "name", value: .array(names)), .event, row)
    for (key, values) in zip(keys.strings, lists) {
      add(Attribute(key: key, value: .array(values)), .event, row)
    }
  }

  private mutating func addFields(of span: SpanData, _ row: Int) {
    let fields = SpanFields(span)
    string(.service, fields.service, row)
    string(.stage, fields.stage, row)
    string(.status, fields.status, row)
    string(.errorType, fields.errorType, row)
    string(.model, fields.model, row)
    string(.requestModel, fields.requestModel, row)
    string(.provider, fields.provider, row)
    string(.finishReason, fields.finishReason, row)
    string(.promptName, fields.promptName, row)
    string(.promptVersion, fields.promptVersion, row)
    string(.templateHash, fields.template.map(templateHash), row)
    string(.sessionID, fields.sessionID, row)
    string(.userID, fields.userID, row)
    string(.environment, fields.environment, row)
    integer(.timeToFirstToken, fields.timeToFirstToken, row)
    integer(.inputTokens, fields.inputTokens, row)
    integer(.outputTokens, fields.outputTokens, row)
    integer(.cachedTokens, fields.cachedTokens, row)
    integer(.reasoningTokens, fields.reasoningTokens, row)
    integer(.totalTokens, fields.totalTokens, row)
    integer(.cost, fields.cost, row)
    payload(.input, bytes: .inputBytes, fields.input, span, row)
    payload(.output, bytes: .outputBytes, fields.output, span, row)
  }

  /// A payload field is a column of its own where its text was put together; where it is an
  /// attribute's text, the attribute's column becomes payload and the field's text names it.
  private mutating func payload(
    _ field: Field, bytes: Field, _ payload: SpanFields.Payload?, _ span: SpanData, _ row: Int
  ) {
    switch payload {
    case nil: return
    case .assembled(let text):
      string(field, PayloadReference.text.marker + text, row)
      integer(bytes, Int64(text.utf8.count), row)
    case .attribute(let key):
      guard case .string(let text)? = span.attributes.value(of: key) else { return }
      let column = catalogue.column(of: key, in: .span, type: .string)
      attributes[column.id]?.isPayloadSource = true
      string(field, PayloadReference.column.marker + String(column.id.rawValue), row)
      integer(bytes, Int64(text.utf8.count), row)
    }
    fields[Int(field.rawValue)]?.isPayloadSource = true
  }

  private mutating func integer(_ field: Field, _ value: Int64?, _ row: Int) {
    guard let value else { return }
    builder(ColumnID(field), ColumnBuilder.integers).append(value, row: row)
  }

  private mutating func string(_ field: Field, _ value: String?, _ row: Int) {
    guard let value else { return }
    builder(ColumnID(field), ColumnBuilder.strings).append(value, row: row)
  }

  private mutating func hidden(_ column: HiddenColumn, _ value: Int64, _ row: Int) {
    guard value != 0 else { return }
    builder(column.id, ColumnBuilder.integers).append(value, row: row)
  }

  private mutating func hidden(_ column: HiddenColumn, _ value: String, _ row: Int) {
    guard !value.isEmpty else { return }
    builder(column.id, ColumnBuilder.strings).append(value, row: row)
  }

  private mutating func builder(
    _ id: ColumnID, _ make: (ColumnID) -> ColumnBuilder
  ) -> ColumnBuilder {
    if let known = fields[Int(id.rawValue)] { return known }
    let new = make(id)
    fields[Int(id.rawValue)] = new
    return new
  }

  private mutating func add(_ attribute: Attribute, _ scope: AttributeScope, _ row: Int) {
    let table = Int(scope.rawValue)
    let number = Int(keys[table].names.number(of: attribute.key))
    if number == keys[table].slots.count { keys[table].slots.append(KeySlot()) }
    let builder = builder(of: attribute, scope, number)
    if keys[table].slots[number].lastRow == row {
      keys[table].slots[number].lastBuilder?.removeLast()
    }
    builder.append(attribute.value, row: row)
    keys[table].slots[number].lastRow = row
    keys[table].slots[number].lastBuilder = builder
  }

  private mutating func builder(
    of attribute: Attribute, _ scope: AttributeScope, _ number: Int
  ) -> ColumnBuilder {
    let type = AttributeType(of: attribute.value)
    let table = Int(scope.rawValue)
    if let known = keys[table].slots[number].builders.first(where: { $0.type == type }) {
      return known.builder
    }
    let id = catalogue.column(of: attribute.key, in: scope, type: type).id
    let new = ColumnBuilder.attribute(id, type: type)
    precondition(attributes[id] == nil, "two attributes share a column")
    attributes[id] = new
    keys[table].slots[number].builders.append((type, new))
    return new
  }
}

/// The stored hash of a prompt's template: 16 hexadecimal digits of XXH64 of its UTF-8.
private func templateHash(_ template: String) -> String {
  hexadecimalDigits(xxHash64(template))
}

/// How a payload field's stored text is meant.
enum PayloadReference: Character {
  /// The rest is the text.
  case text = "="
  /// The rest is the number of the attribute column that has the text.
  case column = "@"

  var marker: String { String(rawValue) }
}
