import OTLP
import Testing
import TraceModel

/// Decodes a message.
func decode(_ json: String) throws(OTLPError) -> DecodedRequest {
  try TraceRequestDecoder.decode(Array(json.utf8))
}

/// A message whose only span has these members besides its identity.
func message(span members: String) -> String {
  message(
    spans: """
      {"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"\
      \(members.isEmpty ? "" : ",")\(members)}
      """)
}

/// A message with the text of spans.
func message(spans: String) -> String {
  #"{"resourceSpans":[{"scopeSpans":[{"spans":["# + spans + "]}]}]}"
}

/// The span with these members.
func span(_ members: String) throws -> SpanData {
  let request = try decode(message(span: members))
  try #require(request.rejections.isEmpty, "\(request.rejections)")
  return try #require(request.spans.first)
}

/// The value of an attribute written so.
func value(_ json: String) throws -> AttributeValue? {
  try span(#""attributes":[{"key":"k","value":"# + json + "}]").attributes.value(of: "k")
}

/// Why the span with these members is rejected.
func rejection(_ members: String) throws -> Rejection {
  let request = try decode(message(span: members))
  #expect(request.spans.isEmpty)
  #expect(request.rejections.count == 1)
  return try #require(request.rejections.first)
}
