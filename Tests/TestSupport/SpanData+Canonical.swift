package import TraceModel

extension SpanData {
  /// Bytes that tell two spans apart exactly where a store must.
  ///
  /// Attributes of the span, its resource and its scope go by name, each name once with its last
  /// value, since a store keeps them so; everything else in the order sent. Doubles go by their
  /// bits. Written apart from the store's own codec, which a test must not trust.
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }
}

extension AttributeValue {
  /// Bytes that tell two values apart, doubles by their bits.
  package var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }
}

extension [Attribute] {
  /// The attributes by name, each name once with its last value.
  package var lastByName: [Attribute] {
    var last: [String: AttributeValue] = [:]
    for attribute in self { last[attribute.key] = attribute.value }
    return last.map { Attribute(key: $0.key, value: $0.value) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

private struct CanonicalWriter {
  var bytes: [UInt8] = []

  mutating func write(_ span: SpanData) {
    write(span.traceID)
    write(span.spanID.rawValue)
    write(span.parentID?.rawValue ?? 0)
    write(span.traceState)
    write(UInt64(span.flags))
    write(span.name)
    write(UInt64(span.kind.rawValue))
    write(UInt64(bitPattern: span.start))
    write(UInt64(span.end == nil ? 0 : 1))
    write(UInt64(bitPattern: span.end ?? 0))
    write(span.attributes.lastByName)
    write(UInt64(span.droppedAttributesCount))
    write(UInt64(span.events.count))
    for event in span.events { write(event) }
    write(UInt64(span.droppedEventsCount))
    write(UInt64(span.links.count))
    for link in span.links { write(link) }
    write(UInt64(span.droppedLinksCount))
    write(UInt64(span.status.code.rawValue))
    write(span.status.message)
    write(span.resource)
    write(span.scope)
  }

  private mutating func write(_ event: SpanEvent) {
    write(UInt64(bitPattern: event.time))
    write(event.name)
    write(event.attributes)
    write(UInt64(event.droppedAttributesCount))
  }

  private mutating func write(_ link: SpanLink) {
    write(link.traceID)
    write(link.spanID.rawValue)
    write(link.traceState)
    write(UInt64(link.flags))
    write(link.attributes)
    write(UInt64(link.droppedAttributesCount))
  }

  private mutating func write(_ resource: Resource) {
    write(resource.attributes.lastByName)
    write(UInt64(resource.droppedAttributesCount))
    write(resource.schemaURL)
  }

  private mutating func write(_ scope: InstrumentationScope) {
    write(scope.name)
    write(scope.version)
    write(scope.attributes.lastByName)
    write(UInt64(scope.droppedAttributesCount))
    write(scope.schemaURL)
  }

  private mutating func write(_ attributes: [Attribute]) {
    write(UInt64(attributes.count))
    for attribute in attributes {
      write(attribute.key)
      write(attribute.value)
    }
  }

  mutating func write(_ value: AttributeValue) {
    switch value {
    case .empty: bytes.append(0)
    case .string(let text):
      bytes.append(1)
      write(text)
    case .boolean(let flag): bytes.append(flag ? 3 : 2)
    case .integer(let number):
      bytes.append(4)
      write(UInt64(bitPattern: number))
    case .double(let number):
      bytes.append(5)
      write(number.bitPattern)
    case .bytes(let data):
      bytes.append(6)
      write(UInt64(data.count))
      bytes.append(contentsOf: data)
    case .array(let values):
      bytes.append(7)
      write(UInt64(values.count))
      for value in values { write(value) }
    case .map(let attributes):
      bytes.append(8)
      write(attributes)
    }
  }

  private mutating func write(_ trace: TraceID) {
    write(trace.high)
    write(trace.low)
  }

  private mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }
}
