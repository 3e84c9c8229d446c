import QuerySyntax
import TraceModel

/// What can be asked of a level beside the fields of spans.
extension QueryLevel {
  /// What one of them is called in messages.
  var noun: String { String(rawValue.dropLast()) }

  /// The fields that sessions and scores have and spans do not.
  var ownFields: [LevelField] {
    switch self {
    case .spans, .traces: []
    case .sessions: [.turnCount, .spanCount, .errorCount]
    case .scores:
      [
        .scoreName, .scoreSource, .scoreValue, .scoreLabel, .scoreComment, .scoreTarget,
        .scoreTime, .scoreTrace, .scoreSpan, .scoreSession,
      ]
    }
  }

  /// The fields of spans that sessions have, too.
  var sharedFields: [Field] {
    switch self {
    case .sessions:
      [
        .sessionID, .userID, .start, .end, .latency, .status, .inputTokens, .outputTokens,
        .totalTokens, .cost,
      ]
    case .spans, .traces, .scores: []
    }
  }

  /// What a filter without `select` shows.
  var defaultColumns: [String] {
    switch self {
    case .spans: ["start", "stage", "name", "latency", "status", "model", "trace_id"]
    case .traces:
      [
        "start", "name", "latency", "span_count", "error_count", "total_tokens", "cost",
        "trace_id",
      ]
    case .sessions:
      [
        "start", "session_id", "user_id", "latency", "turn_count", "span_count", "error_count",
        "total_tokens", "cost",
      ]
    case .scores: ["time", "name", "source", "value", "label", "target", "trace_id"]
    }
  }

  /// What `group by` shows without `select`.
  var defaultAggregates: [String] {
    switch self {
    case .spans, .traces:
      [
        "count()", "error_rate()", "p50(latency)", "p95(latency)", "sum(total_tokens)",
        "sum(cost)",
      ]
    case .sessions:
      [
        "count()", "error_rate()", "p50(turn_count)", "p95(turn_count)", "p50(latency)",
        "sum(total_tokens)", "sum(cost)",
      ]
    case .scores: ["count()", "count(value)", "avg(value)", "min(value)", "max(value)"]
    }
  }
}
