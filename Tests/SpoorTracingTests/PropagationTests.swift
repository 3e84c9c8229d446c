import SpoorTracing
import Testing
import TraceModel
import Tracing

private let remote = "00-12345678901234567890123456789012-1234567890123456-01"

@Suite struct PropagationTests {
  /// The headers that a service sends while it answers a request with some.
  private func sent(
    for received: [String: String], by tracer: SpoorTracer
  ) -> [String: String] {
    var context = ServiceContext.topLevel
    tracer.extract(received, into: &context, using: HeaderCarrier())
    var headers: [String: String] = [:]
    tracer.withSpan("answer", context: context) { span in
      tracer.inject(span.context, into: &headers, using: HeaderCarrier())
    }
    return headers
  }

  @Test func `a trace goes on through a service, with a span of its own`() async throws {
    let traced = try TracedStore()
    let headers = sent(for: ["traceparent": remote, "tracestate": "b=2,a=1"], by: traced.tracer)
    let span = try await traced.span()
    #expect(span.traceID.description == "12345678901234567890123456789012")
    #expect(span.parentID?.description == "1234567890123456")
    #expect(span.traceState == "b=2,a=1")
    #expect(headers["traceparent"] == "00-\(span.traceID)-\(span.spanID)-01")
    #expect(headers["tracestate"] == "b=2,a=1")
  }

  @Test func `OTLP's flags tell whether the parent is of another process`() async throws {
    let traced = try TracedStore()
    var context = ServiceContext.topLevel
    traced.tracer.extract(["traceparent": remote], into: &context, using: HeaderCarrier())
    traced.tracer.withSpan("outer", context: context) { _ in
      traced.tracer.withSpan("inner") { _ in }
    }
    let spans = try await traced.spans()
    #expect(spans.map(\.name) == ["outer", "inner"])
    #expect(spans.map(\.flags) == [0x301, 0x101])
  }

  @Test func `without headers a trace begins, whose id is random`() async throws {
    let traced = try TracedStore()
    let headers = sent(for: [:], by: traced.tracer)
    let span = try await traced.span()
    #expect(span.parentID == nil)
    #expect(headers == ["traceparent": "00-\(span.traceID)-\(span.spanID)-03"])
  }

  @Test func `a trace state without a valid parent is dropped`() async throws {
    let traced = try TracedStore()
    for parent in [nil, "00-0-0-01"] {
      var received = ["tracestate": "foo=1"]
      received["traceparent"] = parent
      #expect(sent(for: received, by: traced.tracer)["tracestate"] == nil)
    }
  }

  @Test func `a trace state that is not valid is dropped, and the trace goes on`() throws {
    let traced = try TracedStore()
    let headers = sent(
      for: ["traceparent": remote, "tracestate": "foo=1,foo=2"], by: traced.tracer)
    #expect(headers["tracestate"] == nil)
    #expect(headers["traceparent"]?.hasPrefix("00-12345678901234567890123456789012-") == true)
  }

  @Test func `a trace that is not recorded goes on, and says so`() async throws {
    let traced = try TracedStore(sampler: .alwaysOff)
    let headers = sent(for: ["traceparent": remote, "tracestate": "a=1"], by: traced.tracer)
    let parent = try #require(headers["traceparent"])
    #expect(parent.hasPrefix("00-12345678901234567890123456789012-"))
    #expect(parent.hasSuffix("-00"))
    #expect(!parent.contains("1234567890123456-00"))
    #expect(headers["tracestate"] == "a=1")
    #expect(try await traced.spans().isEmpty)
  }

  @Test func `baggage goes on as it came`() throws {
    let traced = try TracedStore()
    let baggage = "user=mia;secret,plan=pro%20plus"
    let headers = sent(for: ["baggage": baggage], by: traced.tracer)
    #expect(headers["baggage"] == baggage)
    let long = String(repeating: "x", count: 8_193)
    #expect(sent(for: ["baggage": long], by: traced.tracer)["baggage"] == nil)
    #expect(sent(for: ["baggage": "a=\u{7}"], by: traced.tracer)["baggage"] == nil)
  }

  @Test func `only the propagators that were asked for take part`() throws {
    let traced = try TracedStore()
    let tracer = SpoorTracer(store: traced.store, propagators: [.baggage])
    let headers = sent(for: ["traceparent": remote, "baggage": "a=1"], by: tracer)
    #expect(headers == ["baggage": "a=1"])
  }

  @Test func `a parent may be named without headers`() async throws {
    let traced = try TracedStore()
    let parent = SpanContext(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(rawValue: 3)),
      flags: .sampled)
    var context = ServiceContext.topLevel
    context.spanContext = parent
    #expect(context.spanContext == parent)
    traced.tracer.withSpan("answer", context: context) { _ in }
    let span = try await traced.span()
    #expect(span.traceID == parent.traceID)
    #expect(span.parentID == parent.spanID)
  }
}
