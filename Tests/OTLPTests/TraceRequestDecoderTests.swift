import OTLP
import Testing
import TraceModel

struct TraceRequestDecoderTests {
  @Test func `a span is read with its resource and scope`() throws {
    let request = try TraceRequestDecoder.decode(
      Array(
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":
        {"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"sdk"},"spans":[
        {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"eee19b7ec3c1b174",
        "name":"chat","kind":3,"startTimeUnixNano":"1544712660000000000",
        "endTimeUnixNano":1544712661000000000,"status":{"code":2}}]}]}]}
        """.utf8))
    let span = try #require(request.spans.first)
    #expect(span.resource.attributes.value(of: "service.name") == .string("shop"))
    #expect(span.scope.name == "sdk")
    #expect(span.traceID.description == "5b8efff798038103d269b633813fc60c")
    #expect(span.end == 1_544_712_661_000_000_000)
    #expect(span.kind == .client)
    #expect(span.status.code == .error)
    #expect(request.rejections.isEmpty)
  }
}
