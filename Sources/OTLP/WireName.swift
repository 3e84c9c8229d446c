/// The names of OTLP/JSON's fields, as `opentelemetry-proto` 1.11 spells them in lowerCamelCase.
enum WireName: String, CaseIterable, Sendable {
  case resourceSpans, resourceLogs, resourceMetrics, resourceProfiles
  case resource, scopeSpans, scope, spans, schemaUrl
  case attributes, droppedAttributesCount, name, version
  case traceId, spanId, parentSpanId, traceState, flags, kind
  case startTimeUnixNano, endTimeUnixNano
  case events, droppedEventsCount, links, droppedLinksCount, status
  case timeUnixNano, code, message
  case key, value
  case stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue, values

  /// Both spellings that Protobuf's JSON mapping has readers accept: `traceId` and `trace_id`.
  static let table: NameTable<WireName> = {
    var table = NameTable<WireName>(capacity: 2 * allCases.count)
    for name in allCases {
      table.insert(name.rawValue.utf8Span.span, name)
      if name.snakeCase != name.rawValue { table.insert(name.snakeCase.utf8Span.span, name) }
    }
    return table
  }()

  private var snakeCase: String {
    rawValue.reduce(into: "") { text, character in
      text += character.isUppercase ? "_" + character.lowercased() : String(character)
    }
  }
}
