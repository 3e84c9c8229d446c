internal import TraceModel

extension TraceRequestDecoder {
  /// Reads a span; nil for `null`.
  mutating func readSpan() throws(OTLPError) -> SpanData? {
    let start = json.offset
    guard try json.beginObject(.spans) else { return nil }
    var draft = SpanDraft()
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .traceId: draft.traceID = try readTraceID()
      case .spanId: draft.spanID = try readSpanID()
      case .parentSpanId: draft.parentID = try readParentID()
      case .attributes: draft.attributes = try readAttributes()
      case .events: draft.events = try readEvents()
      case .links: (draft.links, draft.unreadableLinksCount) = try readLinks()
      case .status: draft.status = try readStatus()
      default: try readScalar(name, of: &draft)
      }
    }
    guard let traceID = draft.traceID else {
      throw json.invalid(.traceID, "a span has no traceId", at: start)
    }
    guard let spanID = draft.spanID else {
      throw json.invalid(.spanID, "a span has no spanId", at: start)
    }
    return draft.span(traceID, spanID)
  }

  private mutating func readScalar(
    _ name: WireName, of draft: inout SpanDraft
  ) throws(OTLPError) {
    switch name {
    case .name: draft.name = try json.readString(name) ?? ""
    case .kind: draft.kind = try readKind()
    case .startTimeUnixNano: draft.start = try readTime(name)
    case .endTimeUnixNano: draft.end = try readTime(name)
    case .traceState: draft.traceState = try json.readString(name) ?? ""
    case .flags: draft.flags = try json.readInteger(name) ?? 0
    case .droppedAttributesCount: draft.droppedAttributesCount = try json.readInteger(name) ?? 0
    case .droppedEventsCount: draft.droppedEventsCount = try json.readInteger(name) ?? 0
    case .droppedLinksCount: draft.droppedLinksCount = try json.readInteger(name) ?? 0
    default: try json.skipValue()
    }
  }

  /// Nanoseconds since 1970; 0 for `null`.
  ///
  /// OTLP has 64 bits without a sign, Spoor a signed
  /// number, which ends in the year 2262.
  private mutating func readTime(_ name: WireName) throws(OTLPError) -> Int64 {
    let start = json.offset
    let time: Int64 = try json.readInteger(name, otherwise: .time) ?? 0
    guard time >= 0 else {
      throw json.invalid(.time, "\(name.rawValue) is before 1970", at: start)
    }
    return time
  }
}

// MARK: - Enumerations

extension TraceRequestDecoder {
  private mutating func readKind() throws(OTLPError) -> SpanKind {
    try readEnumeration(.kind, prefix: "SPAN_KIND_")
  }

  // status = { "code": …, "message": … } ;
  private mutating func readStatus() throws(OTLPError) -> SpanStatus {
    var status = SpanStatus()
    guard try json.beginObject(.status) else { return status }
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .code: status.code = try readEnumeration(name, prefix: "STATUS_CODE_")
      case .message: status.message = try json.readString(name) ?? ""
      default: try json.skipValue()
      }
    }
    return status
  }

  /// Reads a number or a name.
  ///
  /// One that this version of OTLP does not have is the case of 0.
  private mutating func readEnumeration<Value: WireEnumeration>(
    _ name: WireName, prefix: String
  ) throws(OTLPError) -> Value {
    if try json.peek() == UInt8(ascii: "\""), let token = try json.readToken(name) {
      let text = json.text(of: token)
      if let number = UInt8(text) { return Value(rawValue: number) ?? .unsaid }
      return Value.allCases.first { prefix + $0.wireName == text } ?? .unsaid
    }
    let number: Int64 = try json.readInteger(name) ?? 0
    return UInt8(exactly: number).flatMap(Value.init(rawValue:)) ?? .unsaid
  }
}

/// An enumeration numbered as OTLP numbers it.
protocol WireEnumeration: RawRepresentable<UInt8>, CaseIterable {
  /// The case of 0.
  static var unsaid: Self { get }
}

extension WireEnumeration {
  /// The name without its prefix.
  var wireName: String { String(describing: self).uppercased() }
}

extension SpanKind: WireEnumeration {
  static var unsaid: SpanKind { .unspecified }
}

extension SpanStatus.Code: WireEnumeration {
  static var unsaid: SpanStatus.Code { .unset }
}

// MARK: - Identities

extension TraceRequestDecoder {
  /// Identities are hexadecimal in OTLP/JSON, not base64 as Protobuf's mapping would have it.
  mutating func readTraceID() throws(OTLPError) -> TraceID? {
    let start = json.offset
    guard let token = try json.readToken(.traceId), !token.range.isEmpty else { return nil }
    let middle = token.range.lowerBound + 16
    guard token.range.count == 32,
      let high = hexadecimalValue(json.bytes[token.range.lowerBound..<middle]),
      let low = hexadecimalValue(json.bytes[middle..<token.range.upperBound])
    else {
      let reason = "traceId \(json.excerpt(token.range)) is not 32 hexadecimal digits"
      throw json.invalid(.traceID, reason, at: start)
    }
    guard let traceID = TraceID(high: high, low: low) else {
      throw json.invalid(.traceID, "traceId is all zeros", at: start)
    }
    return traceID
  }

  mutating func readSpanID() throws(OTLPError) -> SpanID? {
    let start = json.offset
    guard let number = try readSpanNumber(.spanId, .spanID) else { return nil }
    guard let spanID = SpanID(rawValue: number) else {
      throw json.invalid(.spanID, "spanId is all zeros", at: start)
    }
    return spanID
  }

  /// Empty and all zero both say that there is no parent: the second is what W3C calls an
  /// invalid parent, and some senders write it on roots.
  private mutating func readParentID() throws(OTLPError) -> SpanID? {
    try readSpanNumber(.parentSpanId, .parentID).flatMap(SpanID.init(rawValue:))
  }

  private mutating func readSpanNumber(
    _ name: WireName, _ kind: Rejection.Kind
  ) throws(OTLPError) -> UInt64? {
    let start = json.offset
    guard let token = try json.readToken(name), !token.range.isEmpty else { return nil }
    guard token.range.count == 16, let number = hexadecimalValue(json.bytes[token.range]) else {
      let reason = "\(name.rawValue) \(json.excerpt(token.range)) is not 16 hexadecimal digits"
      throw json.invalid(kind, reason, at: start)
    }
    return number
  }
}

// MARK: - Events and links

extension TraceRequestDecoder {
  private mutating func readEvents() throws(OTLPError) -> [SpanEvent] {
    var events: [SpanEvent] = []
    guard try json.beginArray(.events) else { return events }
    var isFirst = true
    while try json.nextElement(&isFirst) {
      if let event = try readEvent() { events.append(event) }
    }
    return events
  }

  private mutating func readEvent() throws(OTLPError) -> SpanEvent? {
    guard try json.beginObject(.events) else { return nil }
    var event = SpanEvent(time: 0, name: "")
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .timeUnixNano: event.time = try readTime(name)
      case .name: event.name = try json.readString(name) ?? ""
      case .attributes: event.attributes = try readAttributes()
      case .droppedAttributesCount: event.droppedAttributesCount = try json.readInteger(name) ?? 0
      default: try json.skipValue()
      }
    }
    return event
  }

  /// Reads links.
  ///
  /// One to no valid span leads nowhere: it is left out and counted, and the span
  /// is kept.
  private mutating func readLinks() throws(OTLPError) -> ([SpanLink], unreadable: UInt32) {
    var links: [SpanLink] = []
    var unreadableCount: UInt32 = 0
    guard try json.beginArray(.links) else { return (links, 0) }
    var isFirst = true
    while try json.nextElement(&isFirst) {
      let start = json.mark
      do {
        if let link = try readLink() { links.append(link) }
      } catch .invalid(let rejection) where rejection.concernsIdentity {
        json.rewind(to: start)
        try json.skipValue()
        unreadableCount &+= 1
      } catch {
        throw error
      }
    }
    return (links, unreadableCount)
  }

  private mutating func readLink() throws(OTLPError) -> SpanLink? {
    guard try json.beginObject(.links) else { return nil }
    var traceID: TraceID?
    var spanID: SpanID?
    var traceState = ""
    var flags: UInt32 = 0
    var attributes: [Attribute] = []
    var droppedAttributesCount: UInt32 = 0
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .traceId: traceID = try readTraceID()
      case .spanId: spanID = try readSpanID()
      case .traceState: traceState = try json.readString(name) ?? ""
      case .flags: flags = try json.readInteger(name) ?? 0
      case .attributes: attributes = try readAttributes()
      case .droppedAttributesCount: droppedAttributesCount = try json.readInteger(name) ?? 0
      default: try json.skipValue()
      }
    }
    guard let traceID, let spanID else { throw json.invalid(.spanID, "a link has no identity") }
    return SpanLink(
      traceID: traceID, spanID: spanID, traceState: traceState, flags: flags,
      attributes: attributes, droppedAttributesCount: droppedAttributesCount)
  }
}
