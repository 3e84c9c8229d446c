package import TraceModel

/// Makes spans of every shape that OTLP allows, from a seed.
package struct SpanGenerator: Sendable {
  private var random: SeededGenerator
  /// How many traces the spans are spread over.
  private let traceCount: Int

  package init(seed: UInt64, traceCount: Int = 50) {
    random = SeededGenerator(seed: seed)
    self.traceCount = traceCount
  }

  /// Spans with distinct identities.
  package mutating func spans(_ count: Int) -> [SpanData] {
    (0..<count).map { span(number: $0) }
  }

  private mutating func span(number: Int) -> SpanData {
    let trace = UInt64.random(in: 1...UInt64(traceCount), using: &random)
    let start = 1_700_000_000_000_000_000 + Int64.random(in: 0..<10_000_000_000, using: &random)
    let end: Int64? = chance(20) ? nil : start + Int64.random(in: 0..<5_000_000_000, using: &random)
    guard let traceID = TraceID(high: trace &* 0x9E37, low: trace),
      let spanID = SpanID(rawValue: UInt64(number + 1) &* 0x1_0001)
    else { preconditionFailure("identities of the generator are never zero") }
    var span = SpanData(
      traceID: traceID, spanID: spanID, name: pick(["chat gpt-4o", "retrieve", "é", "", "工具"]),
      start: start, end: end, kind: SpanKind.allCases.randomElement(using: &random) ?? .client)
    if number > 0, !chance(5) {
      span.parentID = SpanID(
        rawValue: UInt64.random(in: 1...UInt64(number), using: &random) &* 0x1_0001)
    }
    span.traceState = chance(10) ? "vendor=1" : ""
    span.flags = chance(3) ? 257 : 0
    span.attributes = attributes(Int.random(in: 0..<12, using: &random))
    span.droppedAttributesCount = chance(20) ? 3 : 0
    span.droppedEventsCount = chance(20) ? .max : 0
    span.droppedLinksCount = chance(20) ? 1 : 0
    if chance(4) { span.events = (0..<Int.random(in: 1...3, using: &random)).map { _ in event() } }
    if chance(6) { span.links = [link()] }
    span.status = SpanStatus(
      code: SpanStatus.Code.allCases.randomElement(using: &random) ?? .unset,
      message: chance(10) ? "timed out" : "")
    span.resource = Resource(
      attributes: [Attribute(key: "service.name", value: .string(pick(["api", "worker"])))],
      droppedAttributesCount: chance(30) ? 2 : 0, schemaURL: chance(3) ? "https://schema/1" : "")
    span.scope = InstrumentationScope(
      name: pick(["", "tracer"]), version: pick(["", "1.2"]),
      attributes: chance(5) ? attributes(2) : [], droppedAttributesCount: chance(30) ? 9 : 0,
      schemaURL: chance(9) ? "https://schema/2" : "")
    return span
  }

  private mutating func attributes(_ count: Int) -> [Attribute] {
    (0..<count).map { number in
      let key =
        chance(2) ? "k\(number)" : pick(Self.conventions) + "\(chance(3) ? "" : ".\(number)")"
      return Attribute(key: key, value: value(depth: 0))
    }
  }

  private static let conventions = [
    "gen_ai.operation.name", "gen_ai.input.messages", "gen_ai.usage.input_tokens", "user.id",
    "llm.cost.total", "session.id", "gen_ai.response.finish_reasons", "input.value",
  ]

  private mutating func value(depth: Int) -> AttributeValue {
    switch Int.random(in: 0..<(depth > 2 ? 6 : 9), using: &random) {
    case 0: .string(pick(["", "chat", "e\u{301}", "é", "line\nbreak", "\u{0}", "😀"]))
    case 1: .integer(pick([0, 1, -1, .min, .max, 42, 1_000_000]))
    case 2: .double(pick([0, -0.0, 1.5, .nan, .infinity, -.infinity, .leastNonzeroMagnitude]))
    case 3: .boolean(chance(2))
    case 4: .string(String(repeating: pick(["lorem ", "ipsum 漢字 "]), count: 300))
    case 5: .bytes((0..<UInt8.random(in: 0..<9, using: &random)).map { $0 })
    case 6: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth + 1) })
    case 7: .map(attributesOfMap(depth))
    default: .empty
    }
  }

  private mutating func attributesOfMap(_ depth: Int) -> [Attribute] {
    (0..<Int.random(in: 0..<3, using: &random)).map { number in
      Attribute(key: "m\(number)", value: value(depth: depth + 1))
    }
  }

  private mutating func event() -> SpanEvent {
    SpanEvent(
      time: Int64.random(in: 0..<1 << 62, using: &random), name: pick(["exception", "token"]),
      attributes: attributes(2), droppedAttributesCount: chance(9) ? 1 : 0)
  }

  private mutating func link() -> SpanLink {
    guard let trace = TraceID(high: 0, low: 9), let span = SpanID(rawValue: 7) else {
      preconditionFailure("identities of the generator are never zero")
    }
    return SpanLink(
      traceID: trace, spanID: span, traceState: pick(["", "a=b"]), flags: 1,
      attributes: attributes(1))
  }

  private mutating func chance(_ oneIn: Int) -> Bool {
    Int.random(in: 0..<oneIn, using: &random) == 0
  }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int.random(in: choices.indices, using: &random)]
  }
}
