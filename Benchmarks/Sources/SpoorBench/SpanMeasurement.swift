import Tracing

/// What an instrumented call tells its span.
enum SpanShape: String, CaseIterable {
  /// Nothing.
  case empty
  /// Twelve attributes, one after the other.
  case twelveAttributes = "12 attributes"
  /// Two attributes, one of them a text of 8 KiB.
  case payload = "8 KiB payload"

  private static let texts = (0..<64).map { number in
    String(repeating: "\(number) lorem ipsum ", count: 1 + 8_192 / 15)
  }

  @inline(__always)
  func tell(_ span: some Tracing.Span, _ number: Int) {
    switch self {
    case .empty: break
    case .twelveAttributes:
      span.attributes["gen_ai.operation.name"] = "chat"
      span.attributes["gen_ai.request.model"] = "gpt-4o"
      span.attributes["gen_ai.response.model"] = "gpt-4o-2024-11-20"
      span.attributes["gen_ai.provider.name"] = "openai"
      span.attributes["gen_ai.prompt.name"] = "answer"
      span.attributes["spoor.prompt.version"] = "v12"
      span.attributes["gen_ai.usage.input_tokens"] = 1_000 + number
      span.attributes["gen_ai.usage.output_tokens"] = number
      span.attributes["llm.cost.total"] = 0.0125
      span.attributes["user.id"] = "user-4711"
      span.attributes["gen_ai.conversation.id"] = "conversation-0815"
      span.attributes["http.response.status_code"] = 200
    case .payload:
      span.attributes["gen_ai.operation.name"] = "chat"
      span.attributes["input.value"] = Self.texts[number % Self.texts.count]
    }
  }
}

/// What making spans costs the thread that makes them.
struct SpanMeasurement {
  /// Nanoseconds of the thread's processor time a span, from before it starts to after it ends.
  var processorTime = 0.0
  /// Nanoseconds of each call that ended a span, ascending, reading the clock included.
  private var ends: [Double] = []

  func end(percentile: Int) -> Double { ends[(ends.count - 1) * percentile / 100] }

  /// Makes spans, some thousand in a row, and does something between the rows that is not timed.
  static func run(
    _ tracer: some Tracer, _ shape: SpanShape, rounds: Int, spansPerRound: Int,
    betweenRounds: () throws -> Void
  ) rethrows -> SpanMeasurement {
    var measurement = SpanMeasurement()
    var processorTime = 0.0
    for round in 0...rounds {
      let started = threadNanoseconds()
      for number in 0..<spansPerRound { tracer.withSpan("answer") { shape.tell($0, number) } }
      // The first row meets caches and pools that are cold.
      if round > 0 { processorTime += threadNanoseconds() - started }
      try betweenRounds()
      for number in 0..<spansPerRound {
        let span = tracer.startSpan("answer")
        shape.tell(span, number)
        let time = nanoseconds { span.end() }
        if round > 0 { measurement.ends.append(time) }
      }
      try betweenRounds()
    }
    measurement.processorTime = processorTime / Double(rounds * spansPerRound)
    measurement.ends.sort()
    return measurement
  }

  /// What reading the clock twice adds to each time; the median.
  static var clockNanoseconds: Double {
    (0..<10_001).map { _ in nanoseconds {} }.sorted()[5_000]
  }
}

@inline(__always)
private func nanoseconds(_ body: () -> Void) -> Double {
  let started = ContinuousClock.now
  body()
  return (ContinuousClock.now - started) / .nanoseconds(1)
}
