/// The first-class fields of one span that come from its attributes.
///
/// `init(_:)`, in `SemanticConventions/`, reads them by the precedence of each convention. The
/// raw attributes stay with the span: these are copies, made so that a query need not know which
/// instrumentation wrote the span.
package struct SpanFields: Hashable, Sendable {
  /// Text of a span that a payload field names.
  package enum Payload: Hashable, Sendable {
    /// The value of this span attribute: a string to the byte, a list or a map as its JSON.
    case attribute(key: String)
    /// Text put together from several attributes, or made of a value without a text.
    case assembled(String)
  }

  package var service: String?
  package var stage: String?
  package var model: String?
  package var requestModel: String?
  package var provider: String?
  package var promptName: String?
  package var promptVersion: String?
  /// The prompt's template; stores keep its hash.
  package var template: String?
  package var inputTokens: Int64?
  package var outputTokens: Int64?
  package var cachedTokens: Int64?
  package var reasoningTokens: Int64?
  package var totalTokens: Int64?
  /// Nano-dollars.
  package var cost: Int64?
  /// `ok`, `error`, `unset` or `running`.
  package var status: String
  package var errorType: String?
  package var sessionID: String?
  package var userID: String?
  package var environment: String?
  /// Nanoseconds from the span's start to the first token.
  package var timeToFirstToken: Int64?
  package var finishReason: String?
  /// The share of such spans that sampling kept, above 0 and up to 1.
  package var samplingProbability: Double?
  package var input: Payload?
  package var output: Payload?
}
