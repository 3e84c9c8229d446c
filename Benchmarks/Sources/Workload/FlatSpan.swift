public import Spoor

/// A span as a row of a plain table: the first-class fields that the workload fills.
///
/// Derived here once more, from the attributes, and not by Spoor: that both agree is part of what
/// a comparison with other engines checks.
public struct FlatSpan: Sendable {
  /// The columns' names, in the order of `values`.
  public static let columns = [
    "trace_id", "span_id", "parent_id", "name", "service", "scope", "kind", "stage", "start",
    "latency", "status", "error_type", "status_message", "model", "request_model", "provider",
    "prompt_name", "prompt_version", "input_tokens", "output_tokens", "total_tokens", "cost",
    "session_id", "user_id", "environment",
  ]

  private let span: SpanData
  private var stage: String?
  private var errorType: String?
  private var model: String?
  private var requestModel: String?
  private var provider: String?
  private var promptName: String?
  private var promptVersion: String?
  private var inputTokens: Int64?
  private var outputTokens: Int64?
  /// Nano-dollars.
  private var cost: Int64?
  private var sessionID: String?
  private var userID: String?

  /// The row of a span.
  public init(_ span: SpanData) {
    self.span = span
    for attribute in span.attributes { take(attribute) }
    if span.status.code == .error, errorType == nil { errorType = "error" }
  }

  private mutating func take(_ attribute: Attribute) {
    switch (attribute.key, attribute.value) {
    case ("gen_ai.operation.name", .string(let name)): stage = Self.stage(of: name)
    case ("user.id", .string(let text)): userID = text
    case ("session.id", .string(let text)): sessionID = text
    case ("gen_ai.response.model", .string(let text)): model = text
    case ("gen_ai.request.model", .string(let text)): requestModel = text
    case ("gen_ai.provider.name", .string(let text)): provider = text
    case ("gen_ai.prompt.name", .string(let text)): promptName = text
    case ("gen_ai.prompt.version", .string(let text)): promptVersion = text
    case ("gen_ai.usage.input_tokens", .integer(let count)): inputTokens = count
    case ("gen_ai.usage.output_tokens", .integer(let count)): outputTokens = count
    case ("llm.cost.total", .double(let dollars)):
      cost = Int64((dollars * 1e9).rounded(.toNearestOrAwayFromZero))
    case ("error.type", .string(let text)): errorType = text
    default: break
    }
  }

  private static func stage(of operation: String) -> String {
    switch operation {
    case "chat": "generation"
    case "execute_tool": "tool"
    case "invoke_agent": "agent"
    default: operation
    }
  }

  /// The row's values as text, in the order of `columns`; nil for what the span lacks.
  ///
  /// Ids: the trace's in 32 hexadecimal digits, spans' as decimal numbers. Times are nanoseconds,
  /// the cost nano-dollars.
  public var values: [String?] {
    [
      span.traceID.description, String(span.spanID.rawValue),
      span.parentID.map { String($0.rawValue) }, span.name,
      text("service.name", of: span.resource), span.scope.name, span.kind.name, stage,
      String(span.start), span.end.map { String($0 - span.start) }, status, errorType,
      span.status.message.isEmpty ? nil : span.status.message, model, requestModel, provider,
      promptName, promptVersion, inputTokens.map { String($0) }, outputTokens.map { String($0) },
      totalTokens.map { String($0) }, cost.map { String($0) }, sessionID, userID,
      text("deployment.environment.name", of: span.resource),
    ]
  }

  private var totalTokens: Int64? {
    guard let inputTokens, let outputTokens else { return inputTokens ?? outputTokens }
    return inputTokens + outputTokens
  }

  private var status: String {
    switch span.status.code {
    case .unset: "unset"
    case .ok: "ok"
    case .error: "error"
    }
  }

  private func text(_ key: String, of resource: Resource) -> String? {
    guard case .string(let text) = resource.attributes.value(of: key) else { return nil }
    return text
  }
}
