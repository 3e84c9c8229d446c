public import Spoor

/// Traces of a retrieval-augmented pipeline, six spans each: an agent, and below it retrieval,
/// augmentation, generation, validation and a tool call.
///
/// Thirty days, twenty prompt versions by Zipf's law, six models, 100,000 users; latencies are
/// log-normal, one generation in fifty fails, and so does its root. The same workload at any
/// size, so that ratios against other stores can be quoted.
public struct PipelineWorkload: Sendable {
  /// Spans of a trace.
  public static let spansPerTrace = 6
  private static let days: Int64 = 30
  /// 2026-10-01T00:00:00Z.
  private static let firstStart: Int64 = 1_790_812_800_000_000_000

  private let traceCount: Int
  private var random: RandomSource
  private let versions = ZipfDistribution(count: 20, exponent: 0.8)
  private var number = 0

  /// A workload of about `spanCount` spans, a whole number of traces.
  public init(spanCount: Int, seed: UInt64 = 1) {
    traceCount = (spanCount + Self.spansPerTrace - 1) / Self.spansPerTrace
    random = RandomSource(seed: seed)
  }

  /// The next trace, parent first, in the order of starts over the whole workload; nil at the
  /// end.
  public mutating func nextTrace() -> [SpanData]? {
    guard number < traceCount else { return nil }
    defer { number += 1 }
    let step = Self.days * 86_400_000_000_000 / Int64(traceCount)
    let start = Self.firstStart + Int64(number) * step + Int64(random.below(Int(max(1, step))))
    return trace(start)
  }

  private mutating func trace(_ start: Int64) -> [SpanData] {
    let high = random.next() | 1
    guard let trace = TraceID(high: high, low: random.next()) else { return [] }
    let fails = random.below(50) == 0
    let common = [
      Attribute(key: "user.id", value: .string("user-\(random.below(100_000))")),
      Attribute(key: "session.id", value: .string("session-\(number / 4)")),
    ]
    var clock = start + 1_000_000
    var spans: [SpanData] = []
    let root = identity()
    for stage in Stage.allCases {
      let latency = Int64(random.logNormal(median: stage.medianSeconds, spread: 0.7) * 1e9)
      var span = SpanData(
        traceID: trace, spanID: identity(), parentID: root, name: stage.name, start: clock,
        end: clock + latency, kind: stage == .generation ? .client : .internal,
        attributes: common + attributes(of: stage), resource: Self.resource, scope: Self.scope)
      if fails, stage == .generation {
        span.status = SpanStatus(code: .error, message: "rate limited")
        span.attributes.append(Attribute(key: "error.type", value: .string("RateLimitError")))
      }
      clock += latency + 500_000
      spans.append(span)
    }
    var agent = SpanData(
      traceID: trace, spanID: root, name: "invoke_agent support", start: start,
      end: clock + 1_000_000, kind: .server,
      attributes: common + [Self.text("gen_ai.operation.name", "invoke_agent")],
      resource: Self.resource, scope: Self.scope)
    if fails { agent.status.code = .error }
    return [agent] + spans
  }

  private mutating func identity() -> SpanID {
    SpanID(rawValue: random.next() | 1) ?? identity()
  }

  private mutating func attributes(of stage: Stage) -> [Attribute] {
    let operation = Self.text("gen_ai.operation.name", stage.operation)
    guard stage == .generation else { return [operation] }
    let input = Int64(random.logNormal(median: 1_020, spread: 0.8))
    let output = Int64(random.logNormal(median: 129, spread: 0.9))
    let model = Self.models[random.below(Self.models.count)]
    return [
      operation, Self.text("gen_ai.provider.name", model.provider),
      Self.text("gen_ai.request.model", model.name),
      Self.text("gen_ai.response.model", model.name),
      Self.text("gen_ai.prompt.name", "support"),
      Self.text("gen_ai.prompt.version", "v\(versions.draw(&random) + 1)"),
      Attribute(key: "gen_ai.usage.input_tokens", value: .integer(input)),
      Attribute(key: "gen_ai.usage.output_tokens", value: .integer(output)),
      Attribute(
        key: "llm.cost.total",
        value: .double(Double(input) * model.inputPrice + Double(output) * model.outputPrice)),
    ]
  }

  private enum Stage: CaseIterable {
    case retrieval, augmentation, generation, validation, tool

    var name: String {
      switch self {
      case .retrieval: "retrieval documents"
      case .augmentation: "augment prompt"
      case .generation: "chat"
      case .validation: "validate answer"
      case .tool: "execute_tool search"
      }
    }

    var operation: String {
      switch self {
      case .retrieval: "retrieval"
      case .augmentation: "augmentation"
      case .generation: "chat"
      case .validation: "validation"
      case .tool: "execute_tool"
      }
    }

    var medianSeconds: Double {
      switch self {
      case .retrieval: 0.12
      case .augmentation: 0.02
      case .generation: 1.3
      case .validation: 0.05
      case .tool: 0.3
      }
    }
  }

  private static let models:
    [(name: String, provider: String, inputPrice: Double, outputPrice: Double)] = [
      ("gpt-4o", "openai", 2.5e-6, 10e-6), ("gpt-4o-mini", "openai", 0.15e-6, 0.6e-6),
      ("claude-sonnet-4", "anthropic", 3e-6, 15e-6),
      ("claude-haiku-3.5", "anthropic", 0.8e-6, 4e-6),
      ("gemini-2.5-pro", "gcp.gemini", 1.25e-6, 10e-6),
      ("mistral-large", "mistral_ai", 2e-6, 6e-6),
    ]

  private static let resource = Resource(attributes: [
    text("service.name", "support-agent"), text("deployment.environment.name", "production"),
  ])
  private static let scope = InstrumentationScope(name: "support", version: "1.4.0")

  private static func text(_ key: String, _ value: String) -> Attribute {
    Attribute(key: key, value: .string(value))
  }
}
