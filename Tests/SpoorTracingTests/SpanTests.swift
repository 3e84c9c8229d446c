import Spoor
import SpoorTracing
import Testing
import TraceModel
import Tracing

@Suite struct SpanTests {
  @Test func `what a span is told is what the store holds`() async throws {
    let traced = try TracedStore()
    let span = traced.tracer.startSpan(
      "draft", ofKind: .client, at: Moment(nanosecondsSinceEpoch: 1_000))
    span.operationName = "answer"
    span.attributes["text"] = "Grüße"
    span.attributes["count"] = 3
    span.attributes["small"] = Int32(4)
    span.attributes["share"] = 0.5
    span.attributes["is_new"] = true
    span.attributes["texts"] = ["a", "b"]
    span.attributes["numbers"] = [1, 2]
    span.attributes["doubles"] = [0.5, 1.5]
    span.attributes["floats"] = [Float(0.25)]
    span.attributes["flags"] = [true, false]
    span.attributes.set("described", value: .stringConvertible(Mishap()))
    span.attributes.set("list", value: .stringConvertibleArray([Mishap(description: "x")]))
    span.end(at: Moment(nanosecondsSinceEpoch: 5_000))

    let stored = try await traced.span()
    #expect(stored.name == "answer")
    #expect(stored.kind == .client)
    #expect(stored.start == 1_000)
    #expect(stored.end == 5_000)
    #expect(stored.scope.name == "SpoorTracingTests")
    #expect(stored.resource.attributes.value(of: "service.name") == .string("tests"))
    let expected: [String: AttributeValue] = [
      "text": .string("Grüße"), "count": .integer(3), "small": .integer(4), "share": .double(0.5),
      "is_new": .boolean(true), "texts": .array([.string("a"), .string("b")]),
      "numbers": .array([.integer(1), .integer(2)]),
      "doubles": .array([.double(0.5), .double(1.5)]), "floats": .array([.double(0.25)]),
      "flags": .array([.boolean(true), .boolean(false)]),
      "described": .string("the model is out"), "list": .array([.string("x")]),
    ]
    #expect(stored.attributes.count == expected.count)
    for (name, value) in expected { #expect(stored.attributes.value(of: name) == value) }
    #expect(stored.attributes.map(\.key) == stored.attributes.map(\.key).sorted())
  }

  @Test(arguments: [
    (Tracing.SpanKind.server, TraceModel.SpanKind.server), (.client, .client),
    (.producer, .producer), (.consumer, .consumer), (.internal, .internal),
  ])
  func `a span has the kind it was started with`(
    _ kind: Tracing.SpanKind, _ stored: TraceModel.SpanKind
  ) async throws {
    let traced = try TracedStore()
    traced.tracer.withSpan("answer", ofKind: kind) { _ in }
    #expect(try await traced.span().kind == stored)
  }

  @Test func `events and links come with their attributes`() async throws {
    let traced = try TracedStore()
    let other = traced.tracer.startSpan("other")
    let span = traced.tracer.startSpan("answer")
    span.addEvent(
      Tracing.SpanEvent(
        name: "retry", at: Moment(nanosecondsSinceEpoch: 77), attributes: ["attempt": 2]))
    span.addLink(other, attributes: ["why": "cache"])
    span.addLink(Tracing.SpanLink(context: .topLevel, attributes: [:]))
    span.end()
    let stored = try await traced.span()
    #expect(
      stored.events == [
        TraceModel.SpanEvent(
          time: 77, name: "retry", attributes: [Attribute(key: "attempt", value: .integer(2))])
      ])
    let target = try #require(other.context.spanContext)
    #expect(
      stored.links == [
        TraceModel.SpanLink(
          traceID: target.traceID, spanID: target.spanID, flags: 3,
          attributes: [Attribute(key: "why", value: .string("cache"))])
      ])
    // The link that leads to no span.
    #expect(stored.droppedLinksCount == 1)
  }

  @Test func `an error that leaves withSpan is recorded, and thrown on`() async throws {
    let traced = try TracedStore()
    #expect(throws: Mishap.self) {
      try traced.tracer.withSpan("answer") { span in
        span.attributes["x"] = 1
        throw Mishap()
      }
    }
    let stored = try await traced.span()
    #expect(stored.status == TraceModel.SpanStatus(code: .error))
    let event = try #require(stored.events.first)
    #expect(event.name == "exception")
    #expect(event.attributes.value(of: "exception.type") == .string("SpoorTracingTests.Mishap"))
    #expect(event.attributes.value(of: "exception.message") == .string("the model is out"))
    #expect(stored.attributes.value(of: "x") == .integer(1))
    let rows = try await traced.store.query("status=error select error_type").rows
    #expect(rows == [[.string("SpoorTracingTests.Mishap")]])
  }

  @Test func `OK is final, and an error keeps its message`() async throws {
    let traced = try TracedStore()
    let statuses: [(name: String, set: [Tracing.SpanStatus], stored: TraceModel.SpanStatus)] = [
      ("none", [], .init()),
      ("ok", [.init(code: .ok)], .init(code: .ok)),
      ("a message of ok", [.init(code: .ok, message: "x")], .init(code: .ok)),
      ("error", [.init(code: .error, message: "a")], .init(code: .error, message: "a")),
      ("ok first", [.init(code: .ok), .init(code: .error)], .init(code: .ok)),
      ("ok last", [.init(code: .error, message: "a"), .init(code: .ok)], .init(code: .ok)),
      (
        "no message last", [.init(code: .error, message: "a"), .init(code: .error)],
        .init(code: .error, message: "a")
      ),
      (
        "message last",
        [.init(code: .error, message: "a"), .init(code: .error, message: "b")],
        .init(code: .error, message: "b")
      ),
    ]
    for status in statuses {
      traced.tracer.withSpan(status.name) { span in
        for status in status.set { span.setStatus(status) }
      }
    }
    let stored = Dictionary(
      uniqueKeysWithValues: try await traced.spans().map { ($0.name, $0.status) })
    for status in statuses { #expect(stored[status.name] == status.stored, "\(status.name)") }
  }

  @Test func `after its end a span takes nothing more`() async throws {
    let traced = try TracedStore()
    let span = traced.tracer.startSpan("answer", at: Moment(nanosecondsSinceEpoch: 1))
    span.attributes["before"] = 1
    #expect(span.isRecording)
    span.end(at: Moment(nanosecondsSinceEpoch: 2))
    #expect(!span.isRecording)
    span.attributes["after"] = 1
    span.operationName = "later"
    span.addEvent("later")
    span.setStatus(Tracing.SpanStatus(code: .error))
    span.recordError(Mishap())
    span.addLink(Tracing.SpanLink(context: span.context, attributes: [:]))
    span.end(at: Moment(nanosecondsSinceEpoch: 3))
    let stored = try await traced.span()
    #expect(stored.name == "answer")
    #expect(stored.end == 2)
    #expect(stored.attributes == [Attribute(key: "before", value: .integer(1))])
    #expect(stored.events.isEmpty)
    #expect(stored.links.isEmpty)
    #expect(stored.status == TraceModel.SpanStatus())
    #expect(traced.store.recordingStatistics.acceptedCount == 1)
  }

  @Test func `a clock that is put back does not end a span before it starts`() async throws {
    let traced = try TracedStore()
    let span = traced.tracer.startSpan("answer", at: Moment(nanosecondsSinceEpoch: 100))
    span.end(at: Moment(nanosecondsSinceEpoch: 40))
    #expect(try await traced.span().end == 100)
  }

  @Test func `spans in spans are children, also in other tasks`() async throws {
    let traced = try TracedStore()
    try await traced.tracer.withSpan("outer") { outer in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<4 {
          group.addTask {
            try await traced.tracer.withSpan("inner \(number)") { _ in
              try await Task.sleep(for: .milliseconds(1))
            }
          }
        }
        try await group.waitForAll()
      }
    }
    let spans = try await traced.spans()
    let outer = try #require(spans.first { $0.name == "outer" })
    #expect(spans.count == 5)
    #expect(Set(spans.map(\.traceID)).count == 1)
    #expect(spans.allSatisfy { $0.name == "outer" || $0.parentID == outer.spanID })
    #expect(Set(spans.map(\.spanID)).count == 5)
  }

  @Test func `the active span of a context is the one that runs in it`() throws {
    let traced = try TracedStore()
    #expect(traced.tracer.activeSpan(identifiedBy: .topLevel) == nil)
    let span = traced.tracer.startSpan("answer")
    #expect(traced.tracer.activeSpan(identifiedBy: span.context) === span)
    var remote = ServiceContext.topLevel
    remote.spanContext = span.context.spanContext
    #expect(traced.tracer.activeSpan(identifiedBy: remote) == nil)
    span.end()
    #expect(traced.tracer.activeSpan(identifiedBy: span.context) == nil)
  }

  @Test func `a span may be asked while one of its attributes is set`() async throws {
    let traced = try TracedStore()
    traced.tracer.withSpan("answer") { span in
      func change(_ attributes: inout SpanAttributes) {
        span.attributes["inside"] = span.isRecording
        attributes["outside"] = 1
      }
      change(&span.attributes)
    }
    let stored = try await traced.span()
    #expect(stored.attributes.map(\.key) == ["inside", "outside"])
  }

  @Test func `a value may use the span while it is described`() async throws {
    struct Curious: CustomStringConvertible, Sendable {
      let span: SpoorSpan
      var description: String { span.isRecording ? "open" : "ended" }
    }
    let traced = try TracedStore()
    let span = traced.tracer.startSpan("answer")
    let value = SpanAttribute.stringConvertible(Curious(span: span))
    span.attributes.set("span", value: value)
    span.addEvent(Tracing.SpanEvent(name: "event", attributes: SpanAttributes(["span": value])))
    span.addLink(
      Tracing.SpanLink(context: span.context, attributes: SpanAttributes(["span": value])))
    span.end()
    let stored = try await traced.span()
    #expect(stored.attributes.value(of: "span") == .string("ended"))
    #expect(stored.events.first?.attributes.value(of: "span") == .string("open"))
    #expect(stored.links.first?.attributes.value(of: "span") == .string("open"))
  }

  @Test func `a context that outlives its span does not keep what the span was told`() async throws
  {
    final class Witness: CustomStringConvertible, Sendable {
      var description: String { "witness" }
    }
    let traced = try TracedStore()
    let span = traced.tracer.startSpan("answer")
    weak var kept: Witness?
    do {
      let witness = Witness()
      kept = witness
      span.attributes.set("witness", value: .stringConvertible(witness))
    }
    #expect(kept != nil)
    let context = span.context
    span.end()
    #expect(kept == nil)
    #expect(try await traced.span().attributes.value(of: "witness") == .string("witness"))
    #expect(context.spanContext != nil)
  }

  @Test func `a chain of contexts does not keep the spans before it`() async throws {
    let traced = try TracedStore()
    var context = ServiceContext.topLevel
    context[Colour.self] = "green"
    weak var first: SpoorSpan?
    do {
      let span = traced.tracer.startSpan("first", context: context)
      first = span
      context = span.context
      span.end()
    }
    #expect(first != nil)
    let second = traced.tracer.startSpan("second", context: context)
    context = second.context
    // The writer has heard of spans that started.
    try await traced.store.flush()
    #expect(first == nil)
    #expect(context[Colour.self] == "green")
  }
}

private enum Colour: ServiceContextKey {
  typealias Value = String
}
