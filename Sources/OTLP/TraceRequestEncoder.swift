package import TraceModel

/// Writes spans as an `ExportTraceServiceRequest` in OTLP's JSON encoding.
///
/// What `TraceRequestDecoder` reads from the text equals the spans that were written, but for
/// their order, and for what OTLP cannot say: a time before 1970 becomes 1970.
package struct TraceRequestEncoder {
  private var message = MessageWriter()

  /// The message of these spans, compact, without a line feed.
  ///
  /// Spans of one resource and scope come together, in the order in which each was first seen.
  package static func encode(_ spans: [SpanData]) -> [UInt8] {
    var encoder = TraceRequestEncoder()
    encoder.message.object { message in
      message.list(.resourceSpans, grouped(spans, by: \.resource)) { message, spans in
        message.object { $0.write(resourceSpans: spans) }
      }
    }
    return encoder.message.json.bytes
  }

  /// Groups spans that share a key, the groups and their spans in the order sent.
  fileprivate static func grouped<Key: Hashable>(
    _ spans: [SpanData], by key: (SpanData) -> Key
  ) -> [[SpanData]] {
    var places: [Key: Int] = [:]
    var groups: [[SpanData]] = []
    for span in spans {
      let place = places[key(span), default: groups.count]
      if place == groups.count {
        places[key(span)] = place
        groups.append([])
      }
      groups[place].append(span)
    }
    return groups
  }
}

extension MessageWriter {
  fileprivate mutating func write(resourceSpans spans: [SpanData]) {
    if let resource = spans.first?.resource {
      object(.resource) { message in
        message.write(attributes: resource.attributes)
        message.write(.droppedAttributesCount, resource.droppedAttributesCount)
      }
      write(.schemaUrl, resource.schemaURL)
    }
    list(.scopeSpans, TraceRequestEncoder.grouped(spans, by: \.scope)) { message, spans in
      message.object { $0.write(scopeSpans: spans) }
    }
  }

  private mutating func write(scopeSpans spans: [SpanData]) {
    if let scope = spans.first?.scope {
      object(.scope) { message in
        message.write(.name, scope.name)
        message.write(.version, scope.version)
        message.write(attributes: scope.attributes)
        message.write(.droppedAttributesCount, scope.droppedAttributesCount)
      }
      write(.schemaUrl, scope.schemaURL)
    }
    list(.spans, spans) { message, span in message.object { $0.write(span) } }
  }

  private mutating func write(_ span: SpanData) {
    write(.traceId, span.traceID.description)
    write(.spanId, span.spanID.description)
    if let parentID = span.parentID { write(.parentSpanId, parentID.description) }
    write(.traceState, span.traceState)
    write(.flags, span.flags)
    write(.name, span.name)
    write(.kind, UInt32(span.kind.rawValue))
    write(.startTimeUnixNano, time: span.start)
    if let end = span.end { write(.endTimeUnixNano, time: end) }
    write(attributes: span.attributes)
    write(.droppedAttributesCount, span.droppedAttributesCount)
    list(.events, span.events) { message, event in message.object { $0.write(event) } }
    write(.droppedEventsCount, span.droppedEventsCount)
    list(.links, span.links) { message, link in message.object { $0.write(link) } }
    write(.droppedLinksCount, span.droppedLinksCount)
    object(.status) { message in
      message.write(.message, span.status.message)
      message.write(.code, UInt32(span.status.code.rawValue))
    }
  }

  private mutating func write(_ event: SpanEvent) {
    write(.timeUnixNano, time: event.time)
    write(.name, event.name)
    write(attributes: event.attributes)
    write(.droppedAttributesCount, event.droppedAttributesCount)
  }

  private mutating func write(_ link: SpanLink) {
    write(.traceId, link.traceID.description)
    write(.spanId, link.spanID.description)
    write(.traceState, link.traceState)
    write(.flags, link.flags)
    write(attributes: link.attributes)
    write(.droppedAttributesCount, link.droppedAttributesCount)
  }
}

// MARK: - Attributes

extension MessageWriter {
  private mutating func write(attributes: [Attribute]) {
    list(.attributes, attributes) { message, attribute in message.write(attribute) }
  }

  private mutating func write(_ attribute: Attribute) {
    object { message in
      message.begin(.key)
      message.json.append(attribute.key)
      message.object(.value) { $0.write(attribute.value) }
    }
  }

  private mutating func write(_ value: AttributeValue) {
    switch value {
    case .string(let text):
      begin(.stringValue)
      json.append(text)
    case .boolean(let value):
      begin(.boolValue)
      json.append(json: value ? "true" : "false")
    case .integer(let number):
      begin(.intValue)
      json.append(String(number))
    case .double(let number):
      begin(.doubleValue)
      json.append(number)
    case .bytes(let data):
      begin(.bytesValue)
      json.append(base64: data)
    case .array(let elements):
      object(.arrayValue) { message in
        message.list(.values, elements) { message, element in
          message.object { $0.write(element) }
        }
      }
    case .map(let members):
      object(.kvlistValue) { message in
        message.list(.values, members) { message, member in message.write(member) }
      }
    case .empty: break
    }
  }
}
