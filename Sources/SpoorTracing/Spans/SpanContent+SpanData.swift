import TraceModel
import Tracing

// Conversion into what stores hold, on the thread that writes.
extension SpanContent {
  /// The span that a store holds.
  func spanData(of identity: SpanContext, _ recorder: SpanRecorder) -> SpanData {
    let limits = recorder.limits
    var span = SpanData(
      traceID: identity.traceID, spanID: identity.spanID, parentID: parentID, name: name,
      start: start, end: end, kind: TraceModel.SpanKind(kind),
      attributes: attributes.sorted(atMost: limits.attributeCount, limits),
      status: status.map { TraceModel.SpanStatus($0) } ?? TraceModel.SpanStatus(),
      resource: recorder.resource, scope: scope)
    span.traceState = identity.traceState.header
    span.flags = flags(of: identity)
    span.droppedAttributesCount = UInt32(clamping: droppedAttributesCount)
    span.events = events.map { TraceModel.SpanEvent($0, limits) }
    span.droppedEventsCount = UInt32(clamping: droppedEventsCount)
    span.links = links.map { TraceModel.SpanLink($0, limits) }
    span.droppedLinksCount = UInt32(clamping: droppedLinksCount)
    return span
  }

  /// The module of the code that started the span: whose instrumentation it is.
  private var scope: InstrumentationScope {
    InstrumentationScope(name: String(fileID.prefix { $0 != "/" }))
  }

  /// W3C's flags, and OTLP's two bits on the parent: it is known whether it is remote, and it is.
  private func flags(of identity: SpanContext) -> UInt32 {
    UInt32(identity.flags.rawValue) | 0x100 | (isParentRemote ? 0x200 : 0)
  }
}

extension TraceModel.SpanKind {
  fileprivate init(_ kind: Tracing.SpanKind) {
    self =
      switch kind {
      case .server: .server
      case .client: .client
      case .producer: .producer
      case .consumer: .consumer
      case .internal: .internal
      }
  }
}

extension TraceModel.SpanStatus {
  /// A message belongs to an error only.
  fileprivate init(_ status: Tracing.SpanStatus) {
    switch status.code {
    case .ok: self.init(code: .ok)
    case .error: self.init(code: .error, message: status.message ?? "")
    }
  }
}

extension TraceModel.SpanEvent {
  fileprivate init(_ event: Tracing.SpanEvent, _ limits: SpanLimits) {
    let kept = event.attributes.sorted(atMost: limits.eventAttributeCount, limits)
    self.init(
      time: Int64(clamping: event.nanosecondsSinceEpoch), name: event.name, attributes: kept,
      droppedAttributesCount: UInt32(clamping: event.attributes.count - kept.count))
  }
}

extension TraceModel.SpanLink {
  fileprivate init(_ link: SpanContent.Link, _ limits: SpanLimits) {
    let kept = link.attributes.sorted(atMost: limits.linkAttributeCount, limits)
    self.init(
      traceID: link.target.traceID, spanID: link.target.spanID,
      traceState: link.target.traceState.header, flags: UInt32(link.target.flags.rawValue),
      attributes: kept,
      droppedAttributesCount: UInt32(clamping: link.attributes.count - kept.count))
  }
}

extension SpanAttributes {
  /// The attributes by name, of which those beyond a number are left out, with long texts cut.
  ///
  /// A dictionary has no order of its own; by name, the same attributes come in the same order.
  fileprivate func sorted(atMost count: Int, _ limits: SpanLimits) -> [Attribute] {
    var all: [Attribute] = []
    all.reserveCapacity(self.count)
    forEach { name, value in
      let value = AttributeValue(value, cuttingTextsAt: limits.attributeValueLength)
      all.append(Attribute(key: name, value: value))
    }
    all.sort { $0.key < $1.key }
    return all.count > count ? Array(all.prefix(max(0, count))) : all
  }
}

extension AttributeValue {
  fileprivate init(_ value: SpanAttribute, cuttingTextsAt limit: Int?) {
    let text = { (text: String) in AttributeValue.string(text.cut(at: limit)) }
    self =
      switch value {
      case .string(let value): text(value)
      case .stringArray(let values): .array(values.map(text))
      case .stringConvertible(let value): text("\(value)")
      case .stringConvertibleArray(let values): .array(values.map { text("\($0)") })
      case .bool(let value): .boolean(value)
      case .boolArray(let values): .array(values.map(AttributeValue.boolean))
      case .int32(let number): .integer(Int64(number))
      case .int64(let number): .integer(number)
      case .int32Array(let numbers): .array(numbers.map { .integer(Int64($0)) })
      case .int64Array(let numbers): .array(numbers.map(AttributeValue.integer))
      case .double(let number): .double(number)
      case .doubleArray(let numbers): .array(numbers.map(AttributeValue.double))
      default: .empty
      }
  }
}

extension String {
  /// The first characters, where there is a limit.
  fileprivate func cut(at characterCount: Int?) -> String {
    // A character has a byte at least.
    guard let characterCount, utf8.count > characterCount else { return self }
    return String(prefix(max(0, characterCount)))
  }
}
