internal import CivilCalendar
internal import TraceModel

/// A span, and scores of it, put together from the values of a row.
///
/// What has no place in a span of its own is an attribute, named so that the conventions give back
/// the field.
struct SpanBuilder {
  private(set) var traceID: TraceID?
  private(set) var spanID: SpanID?
  private var parentID: SpanID?
  private var name: String?
  private var stage: String?
  private var scope = ""
  private var kind = SpanKind.unspecified
  private var start: Int64?
  private var end: Int64?
  private var latency: Int64?
  private var status = SpanStatus()
  /// Whether the row says that the span has not ended.
  private var isRunning = false
  private var attributes: [Attribute] = []
  private var resource: [Attribute] = []
  private var scores: [(name: String, source: String, cell: Cell)] = []
  /// Attributes that come from constants: the row's own take their places.
  private var constantCount = 0
  private var resourceConstantCount = 0
  private let zone: Zone

  /// A row that says nothing but the constants.
  init(_ mapping: TableMapping) throws(MappingError) {
    zone = mapping.zone
    for (destination, text) in mapping.constants where !text.isEmpty {
      do throws(ValueError) {
        try take(.untyped(text), for: destination)
      } catch {
        throw .constant("\(destination.name): \(error.reason)")
      }
    }
    constantCount = attributes.count
    resourceConstantCount = resource.count
  }

  /// Takes the value of a column.
  mutating func take(_ cell: Cell, for destination: Destination) throws(ValueError) {
    switch destination.target {
    case .field(let field): try take(cell, for: field, destination.unit)
    case .attribute(let key):
      put(key, destination.unit == .text ? .string(cell.payload) : cell.attributeValue)
    case .resource(let key):
      putResource(key, destination.unit == .text ? .string(cell.payload) : cell.attributeValue)
    case .score(let name, let source):
      scores.removeAll { $0.name == name && $0.source == source }
      scores.append((name, source, cell))
    }
  }

  private mutating func put(_ key: String, _ value: AttributeValue) {
    Self.put(key, value, into: &attributes, replacing: constantCount)
  }

  private mutating func putResource(_ key: String, _ value: AttributeValue) {
    Self.put(key, value, into: &resource, replacing: resourceConstantCount)
  }

  private static func put(
    _ key: String, _ value: AttributeValue, into attributes: inout [Attribute],
    replacing constantCount: Int
  ) {
    for index in 0..<constantCount where attributes[index].key == key {
      attributes[index].value = value
      return
    }
    attributes.append(Attribute(key: key, value: value))
  }
}

// MARK: - Fields

extension SpanBuilder {
  private mutating func take(
    _ cell: Cell, for field: Field, _ unit: ValueUnit?
  ) throws(ValueError) {
    switch field {
    case .traceID: traceID = try cell.traceID(unit)
    case .spanID: spanID = try cell.spanID(unit)
    case .parentID: parentID = try cell.spanID(unit)
    case .name: name = try cell.fieldText()
    case .scope: scope = try cell.fieldText()
    case .kind: kind = try cell.spanKind()
    case .start: start = try cell.instant(unit, in: zone)
    case .end: end = try cell.instant(unit, in: zone)
    case .latency: latency = try cell.duration(unit)
    case .status:
      let code = try cell.status()
      status.code = code ?? .unset
      isRunning = code == nil
    case .statusMessage: status.message = try cell.fieldText()
    case .service: putResource("service.name", .string(try cell.fieldText()))
    case .environment: putResource("deployment.environment.name", .string(try cell.fieldText()))
    case .stage:
      let text = try cell.fieldText()
      stage = text
      put("spoor.stage", .string(text))
    case .finishReason:
      put("gen_ai.response.finish_reasons", .array([.string(try cell.fieldText())]))
    case .timeToFirstToken:
      let nanoseconds = try cell.duration(unit)
      put("gen_ai.response.time_to_first_chunk", .double(Double(nanoseconds) / 1e9))
    case .cost: put("llm.cost.total", .double(try cell.dollars()))
    case .input: put("input.value", cell.payloadValue)
    case .output: put("output.value", cell.payloadValue)
    case .inputTokens, .outputTokens, .cachedTokens, .reasoningTokens, .totalTokens:
      put(Self.attributeName(of: field), .integer(try cell.integer()))
    case .errorType, .model, .requestModel, .provider, .promptName, .promptVersion, .sessionID,
      .userID:
      put(Self.attributeName(of: field), .string(try cell.fieldText()))
    // Nothing is mapped to these.
    case .templateHash, .inputBytes, .outputBytes, .samplingProbability: break
    }
  }

  /// The attribute that is the best source of a field that is one.
  private static func attributeName(of field: Field) -> String {
    switch field {
    case .errorType: "error.type"
    case .model: "gen_ai.response.model"
    case .requestModel: "gen_ai.request.model"
    case .provider: "gen_ai.provider.name"
    case .promptName: "spoor.prompt.name"
    case .promptVersion: "spoor.prompt.version"
    case .sessionID: "session.id"
    case .userID: "user.id"
    case .inputTokens: "gen_ai.usage.input_tokens"
    case .outputTokens: "gen_ai.usage.output_tokens"
    case .cachedTokens: "gen_ai.usage.cache_read.input_tokens"
    case .reasoningTokens: "gen_ai.usage.reasoning.output_tokens"
    case .totalTokens: "gen_ai.usage.total_tokens"
    default: field.name
    }
  }
}

// MARK: - The finished span

extension SpanBuilder {
  /// The span; its ids are the row's, or else those that were derived from it.
  func span(_ derived: () -> (TraceID, SpanID)?) throws(ValueError) -> SpanData {
    let (start, end) = try times()
    if parentID != nil, traceID == nil {
      throw ValueError(MappingError.parentWithoutTrace.description)
    }
    let trace: TraceID
    let id: SpanID
    if let traceID, let spanID {
      (trace, id) = (traceID, spanID)
    } else if let made = derived() {
      (trace, id) = (traceID ?? made.0, spanID ?? made.1)
    } else {
      throw ValueError(
        "the table has more than \(Limits.derivedRowCount) rows without ids: cut it into several")
    }
    return SpanData(
      traceID: trace, spanID: id, parentID: parentID, name: name ?? stage ?? "", start: start,
      end: end, kind: kind, attributes: attributes, status: status,
      resource: Resource(attributes: resource), scope: InstrumentationScope(name: scope))
  }

  /// Of start, end and latency two are enough; where all three are there, the first two count.
  private func times() throws(ValueError) -> (start: Int64, end: Int64?) {
    var first = start
    if first == nil, let end, let latency { first = end - latency }
    guard let start = first else { throw ValueError("there is no start") }
    var last = end
    if last == nil, let latency {
      let (sum, isOverflow) = start.addingReportingOverflow(latency)
      guard !isOverflow else { throw ValueError("start and latency lead beyond the year 2262") }
      last = sum
    }
    if isRunning, last != nil { throw ValueError("the status is running, and there is an end") }
    guard start >= 0 else { throw ValueError("end and latency lead before 1970") }
    if let last, last < start { throw ValueError("the end is before the start") }
    return (start, last)
  }

  /// The row's scores, said when the span ended.
  func scores(of span: SpanData) throws(ValueError) -> [Score] {
    var made: [Score] = []
    for (name, source, cell) in scores {
      let number = Double(cell.text).flatMap { $0.isFinite ? $0 : nil }
      let score = Score(
        of: .span(trace: span.traceID, span: span.spanID), name: name, source: source,
        number: number, label: number == nil ? try cell.fieldText() : nil,
        time: span.end ?? span.start)
      do throws(ScoreError) { try score.validate() } catch {
        throw ValueError("score.\(name): \(error)")
      }
      made.append(score)
    }
    return made
  }
}

extension Cell {
  /// What is stored of a payload: the text as it is, or the list or object.
  fileprivate var payloadValue: AttributeValue {
    if case .structure(let value) = kind { value } else { .string(text) }
  }
}
