extension SpanFields {
  /// Reads a span's first-class fields, whichever convention its instrumentation follows.
  ///
  /// The order of the attributes does not matter, and of those with one name only the last counts:
  /// a store keeps neither the order nor the others. The span is borrowed: an initialiser would be
  /// given a copy, and copying one counts references.
  ///
  /// - Complexity: O(attributes), with one look-up in a table for each.
  package init(_ span: borrowing SpanData) {
    self.init(status: "unset")
    var reader = FieldReader(start: span.start)
    reader.readAll(span.attributes, into: &self)
    var attributes = span.attributes
    if reader.hasRepeatedSource || (reader.hasFlattened && attributes.haveRepeatedNames) {
      attributes = attributes.lastByName
      self.init(status: "unset")
      reader = FieldReader(start: span.start)
      reader.readAll(attributes, into: &self)
    }
    reader.finish(span, attributes, into: &self)
  }
}

extension [Attribute] {
  fileprivate var haveRepeatedNames: Bool { Set(lazy.map(\.key)).count < count }

  /// The attributes of which no later one has the name.
  fileprivate var lastByName: [Attribute] {
    var names: Set<String> = []
    return reversed().filter { names.insert($0.key).inserted }.reversed()
  }
}

extension FieldReader {
  mutating func readAll(_ attributes: [Attribute], into fields: inout SpanFields) {
    // A span of the array lends each attribute; iterating the array would copy it.
    let attributes = attributes.span
    for index in attributes.indices { read(attributes[index], into: &fields) }
  }

  /// Fills what several attributes, or more than attributes, decide.
  func finish(_ span: SpanData, _ attributes: [Attribute], into fields: inout SpanFields) {
    fields.totalTokens = fields.totalTokens ?? sum(fields.inputTokens, fields.outputTokens)
    fields.cost = fields.cost ?? (summedDollars.flatMap(Self.nanoDollars))
    if let sampled = SamplingProbability.read(fromTraceState: span.traceState) {
      fields.samplingProbability = sampled
    }
    assembleFlattened(attributes, into: &fields)
    readResource(span.resource, into: &fields)
    readStatus(span, into: &fields)
  }

  /// The sum of what is there; nil when nothing is, or it overflows.
  private func sum(_ first: Int64?, _ second: Int64?) -> Int64? {
    guard let first, let second else { return first ?? second }
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? nil : sum
  }

  private var summedDollars: Double? {
    guard let promptDollars, let completionDollars else {
      return promptDollars ?? completionDollars
    }
    return promptDollars + completionDollars
  }

  private func readResource(_ resource: Resource, into fields: inout SpanFields) {
    var stableEnvironment: String?
    var olderEnvironment: String?
    var langfuseEnvironment: String?
    for attribute in resource.attributes {
      switch attribute.key {
      // Of one name twice, the last counts.
      case "service.name": fields.service = attribute.value.fieldText
      case "deployment.environment.name": stableEnvironment = attribute.value.fieldText
      case "deployment.environment": olderEnvironment = attribute.value.fieldText
      case "langfuse.environment": langfuseEnvironment = attribute.value.fieldText
      default: break
      }
    }
    fields.environment =
      stableEnvironment ?? olderEnvironment ?? fields.environment ?? langfuseEnvironment
  }

  /// An open span is running whatever its code; a code that is set is believed; where none is
  /// set, the signs of an error make one.
  private func readStatus(_ span: SpanData, into fields: inout SpanFields) {
    let exception = span.events.last { $0.name == "exception" }
    if span.end == nil {
      fields.status = "running"
    } else {
      switch span.status.code {
      case .ok: fields.status = "ok"
      case .error: fields.status = "error"
      case .unset:
        let failed = hasErrorLevel || fields.errorType != nil || exception != nil
        fields.status = failed ? "error" : "unset"
      }
    }
    fields.errorType =
      fields.errorType ?? exception?.attributes.value(of: "exception.type")?.fieldText
      ?? guardrailError ?? (fields.status == "error" ? "error" : nil)
  }
}
