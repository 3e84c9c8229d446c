import Testing
public import TraceModel

/// A finished span with attributes, one second long from 2025-05-11T21:47:08Z.
func span(
  _ attributes: [(String, AttributeValue)], resource: [(String, AttributeValue)] = [],
  status: SpanStatus.Code = .unset, events: [SpanEvent] = [], isRunning: Bool = false
) throws -> SpanData {
  let start: Int64 = 1_746_999_999_000_000_000 + 29_000_000_000
  var span = SpanData(
    traceID: try #require(TraceID(high: 0, low: 1)), spanID: try #require(SpanID(rawValue: 1)),
    name: "n", start: start, end: isRunning ? nil : start + 1_000_000_000,
    attributes: attributes.map { Attribute(key: $0, value: $1) },
    status: SpanStatus(code: status),
    resource: Resource(attributes: resource.map { Attribute(key: $0, value: $1) }))
  span.events = events
  return span
}

/// The fields of such a span.
func fields(
  _ attributes: [(String, AttributeValue)], resource: [(String, AttributeValue)] = []
) throws -> SpanFields {
  SpanFields(try span(attributes, resource: resource))
}

// So that fixtures read like what they stand for.
extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral
{
  /// A string.
  public init(stringLiteral text: String) { self = .string(text) }
  /// An integer.
  public init(integerLiteral number: Int64) { self = .integer(number) }
  /// A double.
  public init(floatLiteral number: Double) { self = .double(number) }
}
