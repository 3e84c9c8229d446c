internal import TraceModel

// The message around the spans. A resource or a scope may come after its spans in the text, so
// spans are read without and get theirs at the end of the object that holds both.
extension TraceRequestDecoder {
  // request = { "resourceSpans": [ resource spans ] } ;
  mutating func readRequest() throws(OTLPError) {
    guard try json.peek() == UInt8(ascii: "{") else {
      try json.skipValue()
      throw .notTraces(reason: "the message is no object")
    }
    var holdsTraces = false
    var isEmpty = true
    var otherSignal: String?
    var isFirst = true
    _ = try json.beginObject(.resourceSpans)
    while let key = try json.nextKey(&isFirst) {
      isEmpty = false
      let name = wireName(key)
      if name == .resourceSpans {
        holdsTraces = true
        try readAllResourceSpans()
      } else {
        otherSignal = name.flatMap(Self.signal) ?? otherSignal
        try json.skipValue()
      }
    }
    guard holdsTraces || isEmpty else {
      throw .notTraces(
        reason: otherSignal.map { "the message holds \($0), not traces" }
          ?? "the message has no resourceSpans")
    }
  }

  private static func signal(_ name: WireName) -> String? {
    switch name {
    case .resourceLogs: "logs"
    case .resourceMetrics: "metrics"
    case .resourceProfiles: "profiles"
    default: nil
    }
  }

  private mutating func readAllResourceSpans() throws(OTLPError) {
    request = DecodedRequest()
    guard try json.beginArray(.resourceSpans) else { return }
    var isFirst = true
    while try json.nextElement(&isFirst) { try readResourceSpans() }
  }

  // resource spans = { "resource": …, "scopeSpans": [ scope spans ], "schemaUrl": … } ;
  private mutating func readResourceSpans() throws(OTLPError) {
    guard try json.beginObject(.resourceSpans) else { return }
    let start = count
    var resource = Resource()
    var schemaURL = ""
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .resource: resource = try readResource()
      case .schemaUrl: schemaURL = try json.readString(name) ?? ""
      case .scopeSpans:
        drop(from: start)
        try readAllScopeSpans()
      default: try json.skipValue()
      }
    }
    resource.schemaURL = schemaURL
    for index in start.spans..<request.spans.count { request.spans[index].resource = resource }
  }

  private mutating func readResource() throws(OTLPError) -> Resource {
    var resource = Resource()
    guard try json.beginObject(.resource) else { return resource }
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .attributes: resource.attributes = try readAttributes()
      case .droppedAttributesCount:
        resource.droppedAttributesCount = try json.readInteger(name) ?? 0
      default: try json.skipValue()
      }
    }
    return resource
  }

  private mutating func readAllScopeSpans() throws(OTLPError) {
    guard try json.beginArray(.scopeSpans) else { return }
    var isFirst = true
    while try json.nextElement(&isFirst) { try readScopeSpans() }
  }

  // scope spans = { "scope": …, "spans": [ span ], "schemaUrl": … } ;
  private mutating func readScopeSpans() throws(OTLPError) {
    guard try json.beginObject(.scopeSpans) else { return }
    let start = count
    var scope = InstrumentationScope()
    var schemaURL = ""
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .scope: scope = try readScope()
      case .schemaUrl: schemaURL = try json.readString(name) ?? ""
      case .spans:
        drop(from: start)
        try readSpans()
      default: try json.skipValue()
      }
    }
    scope.schemaURL = schemaURL
    for index in start.spans..<request.spans.count { request.spans[index].scope = scope }
  }

  private mutating func readScope() throws(OTLPError) -> InstrumentationScope {
    var scope = InstrumentationScope()
    guard try json.beginObject(.scope) else { return scope }
    var isFirst = true
    while let name = try nextName(&isFirst) {
      switch name {
      case .name: scope.name = try json.readString(name) ?? ""
      case .version: scope.version = try json.readString(name) ?? ""
      case .attributes: scope.attributes = try readAttributes()
      case .droppedAttributesCount: scope.droppedAttributesCount = try json.readInteger(name) ?? 0
      default: try json.skipValue()
      }
    }
    return scope
  }

  /// Reads spans; one that breaks a rule is passed over and told of.
  private mutating func readSpans() throws(OTLPError) {
    guard try json.beginArray(.spans) else { return }
    var isFirst = true
    while try json.nextElement(&isFirst) {
      let start = json.mark
      do {
        if let span = try readSpan() { request.spans.append(span) }
      } catch .invalid(let rejection) {
        json.rewind(to: start)
        try json.skipValue()
        request.rejections.append(rejection)
      } catch {
        throw error
      }
    }
  }
}

// MARK: - Repeated members

extension TraceRequestDecoder {
  private typealias Count = (spans: Int, rejections: Int)

  private var count: Count { (request.spans.count, request.rejections.count) }

  /// Forgets what an earlier member of the same name gave.
  private mutating func drop(from start: Count) {
    request.spans.removeSubrange(start.spans...)
    request.rejections.removeSubrange(start.rejections...)
  }
}
