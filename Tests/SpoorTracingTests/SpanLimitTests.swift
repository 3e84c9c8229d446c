import SpoorTracing
import Testing
import TraceModel
import Tracing

@Suite struct SpanLimitTests {
  @Test func `attributes beyond the limit are left out and counted, the first ones kept`()
    async throws
  {
    var limits = SpanLimits()
    limits.attributeCount = 3
    let traced = try TracedStore(limits: limits)
    traced.tracer.withSpan("answer") { span in
      span.attributes["y"] = 1
      span.attributes["z"] = 2
      span.attributes.merge(["a": 3, "b": 4, "c": 5])
      span.attributes["d"] = 6
      span.attributes["y"] = 7
    }
    let stored = try await traced.span()
    #expect(stored.attributes.map(\.key) == ["a", "y", "z"])
    #expect(stored.attributes.value(of: "y") == .integer(7))
    #expect(stored.droppedAttributesCount == 3)
  }

  @Test func `events and links beyond their limits are left out and counted`() async throws {
    var limits = SpanLimits()
    limits.eventCount = 2
    limits.linkCount = 1
    limits.eventAttributeCount = 1
    limits.linkAttributeCount = 0
    let traced = try TracedStore(limits: limits)
    traced.tracer.withSpan("answer") { span in
      for number in 0..<5 {
        span.addEvent(Tracing.SpanEvent(name: "\(number)", attributes: ["b": 1, "a": 2]))
      }
      for _ in 0..<3 { span.addLink(Tracing.SpanLink(context: span.context, attributes: ["x": 1])) }
    }
    let stored = try await traced.span()
    #expect(stored.events.map(\.name) == ["0", "1"])
    #expect(stored.events.map { $0.attributes.map(\.key) } == [["a"], ["a"]])
    #expect(stored.events.map(\.droppedAttributesCount) == [1, 1])
    #expect(stored.droppedEventsCount == 3)
    #expect(stored.links.count == 1)
    #expect(stored.links.first?.attributes.isEmpty == true)
    #expect(stored.links.first?.droppedAttributesCount == 1)
    #expect(stored.droppedLinksCount == 2)
  }

  @Test func `texts are cut at characters, wherever they are`() async throws {
    var limits = SpanLimits()
    limits.attributeValueLength = 3
    let traced = try TracedStore(limits: limits)
    traced.tracer.withSpan("a long name") { span in
      span.attributes["text"] = "naïve"
      span.attributes["flags"] = "🇩🇪🇫🇷🇮🇹🇪🇸"
      span.attributes["short"] = "äöü"
      span.attributes["texts"] = ["abcd", "ab"]
      span.attributes["number"] = 123_456
      span.addEvent(Tracing.SpanEvent(name: "an event", attributes: ["text": "abcd"]))
    }
    let stored = try await traced.span()
    #expect(stored.name == "a long name")
    #expect(stored.attributes.value(of: "text") == .string("naï"))
    #expect(stored.attributes.value(of: "flags") == .string("🇩🇪🇫🇷🇮🇹"))
    #expect(stored.attributes.value(of: "short") == .string("äöü"))
    #expect(stored.attributes.value(of: "texts") == .array([.string("abc"), .string("ab")]))
    #expect(stored.attributes.value(of: "number") == .integer(123_456))
    #expect(stored.events.first?.attributes.value(of: "text") == .string("abc"))
  }

  @Test func `without limits of its own a span has OpenTelemetry's`() async throws {
    let traced = try TracedStore()
    traced.tracer.withSpan("answer") { span in
      for number in 0..<130 {
        span.attributes["\(number)"] = number
        span.addEvent("event")
        span.addLink(Tracing.SpanLink(context: span.context, attributes: [:]))
      }
      span.attributes["0"] = String(repeating: "x", count: 100_000)
    }
    let stored = try await traced.span()
    #expect(stored.attributes.count == 128)
    #expect(stored.droppedAttributesCount == 2)
    #expect(stored.events.count == 128)
    #expect(stored.droppedEventsCount == 2)
    #expect(stored.links.count == 128)
    #expect(stored.droppedLinksCount == 2)
    #expect(stored.attributes.value(of: "0") == .string(String(repeating: "x", count: 100_000)))
  }
}
