import ByteCoding
import TraceModel

/// Events and links as bytes: what a span has beside its columns, and part of a hot span.
enum SpanPartsCodec {
  static func write(_ events: [SpanEvent], to writer: inout ByteWriter) {
    writer.writeVarint(UInt64(events.count))
    for event in events {
      writer.writeZigZag(event.time)
      writer.write(event.name)
      ValueCodec.write(event.attributes, to: &writer)
      writer.writeVarint(UInt64(event.droppedAttributesCount))
    }
  }

  static func readEvents(from reader: inout ByteReader) throws(ByteCodingError) -> [SpanEvent] {
    var events: [SpanEvent] = []
    for _ in 0..<(try reader.readCount()) {
      let time = try reader.readZigZag()
      let name = try reader.readString()
      let attributes = try ValueCodec.readAttributes(from: &reader)
      events.append(
        SpanEvent(
          time: time, name: name, attributes: attributes,
          droppedAttributesCount: try reader.readUnsigned32()))
    }
    return events
  }

  static func write(_ links: [SpanLink], to writer: inout ByteWriter) {
    writer.writeVarint(UInt64(links.count))
    for link in links {
      writer.write(link.traceID.high)
      writer.write(link.traceID.low)
      writer.write(link.spanID.rawValue)
      writer.write(link.traceState)
      writer.writeVarint(UInt64(link.flags))
      ValueCodec.write(link.attributes, to: &writer)
      writer.writeVarint(UInt64(link.droppedAttributesCount))
    }
  }

  static func readLinks(from reader: inout ByteReader) throws(ByteCodingError) -> [SpanLink] {
    var links: [SpanLink] = []
    for _ in 0..<(try reader.readCount()) {
      let trace = try reader.readTraceID()
      let span = try reader.readSpanID()
      let state = try reader.readString()
      let flags = try reader.readUnsigned32()
      let attributes = try ValueCodec.readAttributes(from: &reader)
      links.append(
        SpanLink(
          traceID: trace, spanID: span, traceState: state, flags: flags, attributes: attributes,
          droppedAttributesCount: try reader.readUnsigned32()))
    }
    return links
  }

  static func write(_ resource: Resource, to writer: inout ByteWriter) {
    ValueCodec.write(resource.attributes, to: &writer)
    writer.writeVarint(UInt64(resource.droppedAttributesCount))
    writer.write(resource.schemaURL)
  }

  static func readResource(from reader: inout ByteReader) throws(ByteCodingError) -> Resource {
    let attributes = try ValueCodec.readAttributes(from: &reader)
    let dropped = try reader.readUnsigned32()
    return Resource(
      attributes: attributes, droppedAttributesCount: dropped, schemaURL: try reader.readString())
  }

  static func write(_ scope: InstrumentationScope, to writer: inout ByteWriter) {
    writer.write(scope.name)
    writer.write(scope.version)
    ValueCodec.write(scope.attributes, to: &writer)
    writer.writeVarint(UInt64(scope.droppedAttributesCount))
    writer.write(scope.schemaURL)
  }

  static func readScope(
    from reader: inout ByteReader
  ) throws(ByteCodingError) -> InstrumentationScope {
    let name = try reader.readString()
    let version = try reader.readString()
    let attributes = try ValueCodec.readAttributes(from: &reader)
    let dropped = try reader.readUnsigned32()
    return InstrumentationScope(
      name: name, version: version, attributes: attributes, droppedAttributesCount: dropped,
      schemaURL: try reader.readString())
  }
}

/// Whole spans as bytes, for hot batches: tables of the distinct resources and scopes, then the
/// spans, which name theirs by number.
enum SpanCodec {
  /// The spans, in about `byteCount` bytes.
  static func write(_ spans: ArraySlice<SpanData>, byteCount: Int = 0) -> [UInt8] {
    // Interned as bytes: to `==` texts that only look alike, and zeros of either sign, are equal.
    var resources = Interner<[UInt8]>()
    var scopes = Interner<[UInt8]>()
    var body = ByteWriter(capacity: byteCount)
    var latest: (resource: Resource, scope: InstrumentationScope, numbers: (Int, Int))?
    let view = spans.span
    for index in view.indices {
      if let known = latest, view[index].resource.isSame(as: known.resource),
        view[index].scope.isSame(as: known.scope)
      {
        write(view[index], resource: known.numbers.0, scope: known.numbers.1, to: &body)
        continue
      }
      var resource = ByteWriter()
      SpanPartsCodec.write(view[index].resource, to: &resource)
      var scope = ByteWriter()
      SpanPartsCodec.write(view[index].scope, to: &scope)
      let numbers = (resources.number(of: resource.bytes), scopes.number(of: scope.bytes))
      latest = (view[index].resource, view[index].scope, numbers)
      write(view[index], resource: numbers.0, scope: numbers.1, to: &body)
    }
    var writer = ByteWriter(capacity: body.byteCount + 1_024)
    writer.writeVarint(UInt64(resources.values.count))
    for resource in resources.values { writer.write(resource) }
    writer.writeVarint(UInt64(scopes.values.count))
    for scope in scopes.values { writer.write(scope) }
    writer.writeVarint(UInt64(spans.count))
    writer.write(body.bytes)
    return writer.bytes
  }

  static func read(_ bytes: [UInt8]) throws(ByteCodingError) -> [SpanData] {
    var reader = ByteReader(bytes.span)
    var resources: [Resource] = []
    for _ in 0..<(try reader.readCount()) {
      resources.append(try SpanPartsCodec.readResource(from: &reader))
    }
    var scopes: [InstrumentationScope] = []
    for _ in 0..<(try reader.readCount()) {
      scopes.append(try SpanPartsCodec.readScope(from: &reader))
    }
    var spans: [SpanData] = []
    for _ in 0..<(try reader.readCount()) {
      spans.append(try readSpan(from: &reader, resources: resources, scopes: scopes))
    }
    return spans
  }

  private static func write(
    _ span: SpanData, resource: Int, scope: Int, to writer: inout ByteWriter
  ) {
    writer.write(span.traceID.high)
    writer.write(span.traceID.low)
    writer.write(span.spanID.rawValue)
    writer.write(span.parentID?.rawValue ?? 0)
    writer.write(span.traceState)
    writer.writeVarint(UInt64(span.flags))
    writer.write(span.name)
    writer.write(span.kind.rawValue)
    writer.writeZigZag(span.start)
    writer.write(UInt8(span.end == nil ? 0 : 1))
    if let end = span.end { writer.writeZigZag(end &- span.start) }
    ValueCodec.write(span.attributes, to: &writer)
    writer.writeVarint(UInt64(span.droppedAttributesCount))
    SpanPartsCodec.write(span.events, to: &writer)
    writer.writeVarint(UInt64(span.droppedEventsCount))
    SpanPartsCodec.write(span.links, to: &writer)
    writer.writeVarint(UInt64(span.droppedLinksCount))
    writer.write(span.status.code.rawValue)
    writer.write(span.status.message)
    writer.writeVarint(UInt64(resource))
    writer.writeVarint(UInt64(scope))
  }

  private static func readSpan(
    from reader: inout ByteReader, resources: [Resource], scopes: [InstrumentationScope]
  ) throws(ByteCodingError) -> SpanData {
    let trace = try reader.readTraceID()
    let identity = try reader.readSpanID()
    let parent = SpanID(rawValue: try reader.readUInt64())
    let state = try reader.readString()
    let flags = try reader.readUnsigned32()
    let name = try reader.readString()
    let kind = SpanKind(rawValue: try reader.readUInt8()) ?? .unspecified
    let start = try reader.readZigZag()
    let end = try reader.readUInt8() == 0 ? nil : start &+ (try reader.readZigZag())
    var span = SpanData(
      traceID: trace, spanID: identity, parentID: parent, name: name, start: start, end: end,
      kind: kind)
    span.traceState = state
    span.flags = flags
    span.attributes = try ValueCodec.readAttributes(from: &reader)
    span.droppedAttributesCount = try reader.readUnsigned32()
    span.events = try SpanPartsCodec.readEvents(from: &reader)
    span.droppedEventsCount = try reader.readUnsigned32()
    span.links = try SpanPartsCodec.readLinks(from: &reader)
    span.droppedLinksCount = try reader.readUnsigned32()
    let code = SpanStatus.Code(rawValue: try reader.readUInt8()) ?? .unset
    span.status = SpanStatus(code: code, message: try reader.readString())
    span.resource = try reader.readEntry(of: resources)
    span.scope = try reader.readEntry(of: scopes)
    return span
  }
}

extension Resource {
  /// Whether two resources are known to have the same bytes, as those of one request are, without
  /// looking at each attribute.
  fileprivate func isSame(as other: Resource) -> Bool {
    attributes.isSameArray(as: other.attributes)
      && droppedAttributesCount == other.droppedAttributesCount
      && haveSameBytes(schemaURL, other.schemaURL)
  }
}

extension InstrumentationScope {
  /// The same of scopes.
  fileprivate func isSame(as other: InstrumentationScope) -> Bool {
    attributes.isSameArray(as: other.attributes)
      && droppedAttributesCount == other.droppedAttributesCount
      && haveSameBytes(name, other.name) && haveSameBytes(version, other.version)
      && haveSameBytes(schemaURL, other.schemaURL)
  }
}

extension ByteReader {
  mutating func readUnsigned32() throws(ByteCodingError) -> UInt32 {
    let start = offset
    guard let value = UInt32(exactly: try readVarint()) else {
      throw .malformed("a count past 32 bits", offset: start)
    }
    return value
  }

  mutating func readTraceID() throws(ByteCodingError) -> TraceID {
    let start = offset
    let high = try readUInt64()
    guard let trace = TraceID(high: high, low: try readUInt64()) else {
      throw .malformed("a trace id of zeros", offset: start)
    }
    return trace
  }

  mutating func readSpanID() throws(ByteCodingError) -> SpanID {
    let start = offset
    guard let span = SpanID(rawValue: try readUInt64()) else {
      throw .malformed("a span id of zeros", offset: start)
    }
    return span
  }

  fileprivate mutating func readEntry<Entry>(
    of table: [Entry]
  ) throws(ByteCodingError) -> Entry {
    let start = offset
    let number = try readVarint()
    guard number < UInt64(table.count) else {
      throw .malformed("entry \(number) of a table of \(table.count)", offset: start)
    }
    return table[Int(number)]
  }
}

/// Numbers distinct values in the order met.
///
/// Looks at the last one first: neighbours agree.
struct Interner<Value: Hashable & Sendable>: Sendable {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]
  private var last = 0

  mutating func number(of value: Value) -> Int {
    if last < values.count, values[last] == value { return last }
    last = numbers[value] ?? add(value)
    return last
  }

  private mutating func add(_ value: Value) -> Int {
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}
