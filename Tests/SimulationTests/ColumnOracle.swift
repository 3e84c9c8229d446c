import Scanning
import TestSupport
import TraceModel

/// What the columns of a span must hold.
enum ColumnOracle {
  /// The value of a field; nil where it is null.
  ///
  /// The template's hash is left out: only the store makes it.
  static func value(of field: Field, in span: SpanData, _ fields: SpanFields) -> AttributeValue? {
    switch field {
    case .traceID: .string(span.traceID.description)
    case .spanID: .integer(Int64(bitPattern: span.spanID.rawValue))
    case .parentID: span.parentID.map { .integer(Int64(bitPattern: $0.rawValue)) }
    case .name: .string(span.name)
    case .scope: text(span.scope.name.isEmpty ? nil : span.scope.name)
    case .kind: .string(span.kind.name)
    case .statusMessage: text(span.status.message.isEmpty ? nil : span.status.message)
    case .start: .integer(span.start)
    case .end: number(span.end)
    case .latency: number(span.end.map { $0 &- span.start })
    case .service: text(fields.service)
    case .stage: text(fields.stage)
    case .status: text(fields.status)
    case .errorType: text(fields.errorType)
    case .model: text(fields.model)
    case .requestModel: text(fields.requestModel)
    case .provider: text(fields.provider)
    case .finishReason: text(fields.finishReason)
    case .promptName: text(fields.promptName)
    case .promptVersion: text(fields.promptVersion)
    case .sessionID: text(fields.sessionID)
    case .userID: text(fields.userID)
    case .environment: text(fields.environment)
    case .timeToFirstToken: number(fields.timeToFirstToken)
    case .inputTokens: number(fields.inputTokens)
    case .outputTokens: number(fields.outputTokens)
    case .cachedTokens: number(fields.cachedTokens)
    case .reasoningTokens: number(fields.reasoningTokens)
    case .totalTokens: number(fields.totalTokens)
    case .cost: number(fields.cost)
    case .input: text(payload(fields.input, of: span))
    case .output: text(payload(fields.output, of: span))
    case .inputBytes: number(payload(fields.input, of: span).map { Int64($0.utf8.count) })
    case .outputBytes: number(payload(fields.output, of: span).map { Int64($0.utf8.count) })
    case .samplingProbability: fields.samplingProbability.map { .double($0) }
    case .templateHash: nil
    }
  }

  /// The value of an attribute in one of its columns; nil where that column is null.
  static func value(of column: AttributeColumn, in span: SpanData) -> AttributeValue? {
    let value: AttributeValue? =
      switch column.scope {
      case .span: span.attributes.value(of: column.key)
      case .resource: span.resource.attributes.value(of: column.key)
      case .score: nil
      case .instrumentation: span.scope.attributes.value(of: column.key)
      case .event: list(of: column.key, in: span.events)
      }
    guard let value, type(of: value) == column.type else { return nil }
    return value
  }

  /// `event.name` lists the names of all events, other keys the values of those that have any.
  private static func list(of key: String, in events: [SpanEvent]) -> AttributeValue? {
    let values =
      key == "name"
      ? events.map { .string($0.name) }
      : events.flatMap { $0.attributes.filter { $0.key == key }.map(\.value) }
    return values.isEmpty ? nil : .array(values)
  }

  private static func type(of value: AttributeValue) -> AttributeType {
    switch value {
    case .string: .string
    case .integer: .integer
    case .double: .double
    case .boolean: .boolean
    case .array: .array
    case .bytes, .map, .empty: .other
    }
  }

  private static func payload(_ payload: SpanFields.Payload?, of span: SpanData) -> String? {
    switch payload {
    case nil: return nil
    case .assembled(let text): return text
    case .attribute(let key):
      guard let value = span.attributes.value(of: key) else { return nil }
      return if case .string(let text) = value { text } else { value.json }
    }
  }

  private static func text(_ text: String?) -> AttributeValue? { text.map { .string($0) } }
  private static func number(_ number: Int64?) -> AttributeValue? { number.map { .integer($0) } }
}
