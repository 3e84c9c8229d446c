package import TraceModel

/// What a waterfall shows of a span.
package struct TraceSpan: Hashable, Sendable {
  /// The trace that the span belongs to.
  package var traceID: TraceID
  /// The span's identity within the trace.
  package var spanID: SpanID
  /// The span that caused this one; nil for the root.
  package var parentID: SpanID?
  /// What the operation is called.
  package var name: String
  /// Nanoseconds since 1970 UTC.
  package var start: Int64
  /// Nanoseconds since 1970 UTC; nil while the span is running.
  package var end: Int64?
  /// The service that recorded the span.
  package var service: String?
  /// The step of the pipeline.
  package var stage: String?
  /// Tokens read by a model.
  package var inputTokens: Int64?
  /// Tokens written by a model.
  package var outputTokens: Int64?
  /// Tokens in all, for senders that tell no more.
  package var totalTokens: Int64?
  /// Nano-dollars.
  package var cost: Int64?
  /// Whether the operation failed.
  package var isError: Bool
  /// The kind of failure.
  package var errorType: String?
  /// The sender's words on the failure; may be empty.
  package var statusMessage: String

  /// A span of the given identity and times; everything else unknown.
  package init(
    traceID: TraceID, spanID: SpanID, parentID: SpanID? = nil, name: String, start: Int64,
    end: Int64?
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentID = parentID
    self.name = name
    self.start = start
    self.end = end
    self.isError = false
    self.statusMessage = ""
  }

  /// What there is to show of a span and the fields read from its attributes.
  package init(_ span: SpanData, fields: SpanFields) {
    self.init(
      traceID: span.traceID, spanID: span.spanID, parentID: span.parentID, name: span.name,
      start: span.start, end: span.end)
    service = fields.service
    stage = fields.stage
    inputTokens = fields.inputTokens
    outputTokens = fields.outputTokens
    totalTokens = fields.totalTokens
    cost = fields.cost
    isError = fields.status == "error"
    errorType = fields.errorType
    statusMessage = span.status.message
  }

  /// Nanoseconds from start to end; nil while running.
  ///
  /// Negative when the clock was set back.
  package var latency: Int64? { end.map { saturatingDifference($0, start) } }

  /// Whether the span says what it used.
  var hasUsage: Bool {
    inputTokens != nil || outputTokens != nil || totalTokens != nil || cost != nil
  }
}

/// `left - right`, or the nearest number there is.
func saturatingDifference(_ left: Int64, _ right: Int64) -> Int64 {
  let (difference, overflow) = left.subtractingReportingOverflow(right)
  return overflow ? (left < right ? .min : .max) : difference
}

/// `left + right`, or the nearest number there is.
func saturatingSum(_ left: Int64, _ right: Int64) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? (left < 0 ? .min : .max) : sum
}
