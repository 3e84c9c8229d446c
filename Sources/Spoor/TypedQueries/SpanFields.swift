import QuerySyntax
public import TraceModel

/// The fields of a span, as key paths name them: `\.stage`, `\.root.status`,
/// `\.attributes[string: "tenant"]`.
public struct SpanFields: Sendable {
  private let prefix: [String]

  /// The fields of the span itself.
  init() { prefix = [] }

  private init(prefix: [String]) { self.prefix = prefix }

  private func named<Value>(_ name: String) -> QueryExpression<Value> {
    QueryExpression(.path(Path(parts: prefix + [name])))
  }
}

/// The shape of the trace.
extension SpanFields {
  /// What the span's trace has as a whole.
  public var trace: TraceFields { TraceFields() }
  /// Steps down from the root.
  public var depth: QueryExpression<Int> { named("depth") }
  /// The span's children.
  public var childCount: QueryExpression<Int> { named("child_count") }
  /// The latency without the time in which children ran.
  public var selfTime: QueryExpression<Duration> { named("self_time") }
  /// Whether the span's parent never came.
  public var isOrphan: QueryExpression<Bool> { named("is_orphan") }
  /// The share of the trace's critical path that is the span's own time.
  public var criticalPathShare: QueryExpression<Double> { named("critical_path_share") }
}

/// Relatives, attributes and scores.
extension SpanFields {
  /// The fields of the span's parent; nothing where it is not in the store.
  public var parent: SpanFields { SpanFields(prefix: ["parent"]) }
  /// The fields of the root of the span's trace.
  public var root: SpanFields { SpanFields(prefix: ["root"]) }

  /// The span's own attributes.
  public var attributes: AttributeFields { AttributeFields(path: prefix + ["attr"]) }
  /// The attributes of what produced the span.
  public var resource: AttributeFields { AttributeFields(path: prefix + ["resource"]) }
  /// The attributes of the span's events: a comparison holds when it does of any.
  public var events: AttributeFields { AttributeFields(path: prefix + ["event"]) }

  /// What was said of the span after it.
  public var scores: ScoreFields { ScoreFields(path: prefix + ["score"]) }
}

/// Scores by their names: the latest of each.
public struct ScoreFields: Sendable {
  let path: [String]

  /// A number, from whatever source.
  public subscript(name: String) -> QueryExpression<Double> { named(name, nil) }
  /// A number from one source.
  public subscript(name: String, source source: String) -> QueryExpression<Double> {
    named(name, source)
  }
  /// A label, from whatever source.
  public subscript(label name: String) -> QueryExpression<String> { named(name, nil) }
  /// A label from one source.
  public subscript(label name: String, source source: String) -> QueryExpression<String> {
    named(name, source)
  }

  private func named<Value>(_ name: String, _ source: String?) -> QueryExpression<Value> {
    QueryExpression(.path(Path(parts: path + [name], source: source)))
  }
}

/// Attributes of one scope, by the type that is meant.
public struct AttributeFields: Sendable {
  let path: [String]

  /// An attribute that is text.
  public subscript(string key: String) -> QueryExpression<String> { named(key) }
  /// An attribute that is a whole number.
  public subscript(int key: String) -> QueryExpression<Int> { named(key) }
  /// An attribute that is a number.
  public subscript(double key: String) -> QueryExpression<Double> { named(key) }
  /// An attribute that is true or false.
  public subscript(bool key: String) -> QueryExpression<Bool> { named(key) }

  private func named<Value>(_ key: String) -> QueryExpression<Value> {
    QueryExpression(.path(Path(parts: path + [key])))
  }
}

/// First-class fields.
extension SpanFields {
  /// The trace's id.
  public var traceID: QueryExpression<TraceID> { named("trace_id") }
  /// The span's id.
  public var spanID: QueryExpression<SpanID> { named("span_id") }
  /// The id of the span's parent; none of a root.
  public var parentID: QueryExpression<SpanID> { named("parent_id") }
  /// The span's name.
  public var name: QueryExpression<String> { named("name") }
  /// The service that the span is of.
  public var service: QueryExpression<String> { named("service") }
  /// The instrumentation scope's name.
  public var scope: QueryExpression<String> { named("scope") }
  /// The span's kind in OpenTelemetry: `client`, `server`, `internal`, `producer`, `consumer`.
  public var kind: QueryExpression<String> { named("kind") }
  /// The step of the pipeline: `generation`, `retrieval`, `tool` and so on.
  public var stage: QueryExpression<String> { named("stage") }
  /// When the span began.
  public var start: QueryExpression<Timestamp> { named("start") }
  /// When the span ended.
  public var end: QueryExpression<Timestamp> { named("end") }
  /// How long the span took.
  public var latency: QueryExpression<Duration> { named("latency") }
  /// How long the first token took.
  public var timeToFirstToken: QueryExpression<Duration> { named("ttft") }
  /// `ok`, `error` or `unset`.
  public var status: QueryExpression<String> { named("status") }
  /// What kind of error it was.
  public var errorType: QueryExpression<String> { named("error_type") }
  /// What was said of the status.
  public var statusMessage: QueryExpression<String> { named("status_message") }
  /// The model that answered.
  public var model: QueryExpression<String> { named("model") }
  /// The model that was asked for.
  public var requestModel: QueryExpression<String> { named("request_model") }
  /// Who runs the model.
  public var provider: QueryExpression<String> { named("provider") }
  /// Why the model stopped.
  public var finishReason: QueryExpression<String> { named("finish_reason") }
  /// The prompt's name.
  public var promptName: QueryExpression<String> { named("prompt_name") }
  /// The prompt's version.
  public var promptVersion: QueryExpression<String> { named("prompt_version") }
  /// A hash of the prompt's template.
  public var templateHash: QueryExpression<String> { named("template_hash") }
  /// Tokens given to the model.
  public var inputTokens: QueryExpression<Int> { named("input_tokens") }
  /// Tokens that the model gave.
  public var outputTokens: QueryExpression<Int> { named("output_tokens") }
  /// Tokens read from the provider's cache.
  public var cachedTokens: QueryExpression<Int> { named("cached_tokens") }
  /// Tokens that the model thought in.
  public var reasoningTokens: QueryExpression<Int> { named("reasoning_tokens") }
  /// Tokens in all.
  public var totalTokens: QueryExpression<Int> { named("total_tokens") }
  /// What the span cost.
  public var cost: QueryExpression<Dollars> { named("cost") }
  /// The session that the span is of.
  public var sessionID: QueryExpression<String> { named("session_id") }
  /// The user that the span is for.
  public var userID: QueryExpression<String> { named("user_id") }
  /// The deployment environment.
  public var environment: QueryExpression<String> { named("environment") }
  /// The share of such spans that sampling kept, where that is known.
  public var samplingProbability: QueryExpression<Double> { named("sampling_probability") }
  /// What was given, as text; stored apart, and read only where it is asked for.
  public var input: QueryExpression<String> { named("input") }
  /// What came back, as text; stored apart, and read only where it is asked for.
  public var output: QueryExpression<String> { named("output") }
  /// The input's length in UTF-8.
  public var inputBytes: QueryExpression<ByteSize> { named("input_bytes") }
  /// The output's length in UTF-8.
  public var outputBytes: QueryExpression<ByteSize> { named("output_bytes") }
}

/// What a trace has as a whole; in a query of ``TypedQuery/traces`` and in one of spans.
public struct TraceFields: Sendable {
  /// Its spans.
  public var spanCount: QueryExpression<Int> { named("span_count") }
  /// Those whose status is `error`.
  public var errorCount: QueryExpression<Int> { named("error_count") }
  /// When it began.
  public var start: QueryExpression<Timestamp> { named("start") }
  /// When it ended.
  public var end: QueryExpression<Timestamp> { named("end") }
  /// From the one to the other.
  public var latency: QueryExpression<Duration> { named("latency") }
  /// Tokens given to models, each call once.
  public var inputTokens: QueryExpression<Int> { named("input_tokens") }
  /// Tokens that models gave, each call once.
  public var outputTokens: QueryExpression<Int> { named("output_tokens") }
  /// Tokens in all, each call once.
  public var totalTokens: QueryExpression<Int> { named("total_tokens") }
  /// What it cost, each call once.
  public var cost: QueryExpression<Dollars> { named("cost") }
  /// The session that it is of.
  public var sessionID: QueryExpression<String> { named("session_id") }
  /// The user that it is for.
  public var userID: QueryExpression<String> { named("user_id") }

  private func named<Value>(_ name: String) -> QueryExpression<Value> {
    QueryExpression(.path(Path(parts: ["trace", name])))
  }
}
