/// A first-class field: a typed column that every store has, filled from whichever convention
/// the instrumentation follows.
///
/// The raw values are part of the file format: never renumber, never reuse.
package enum Field: UInt16, CaseIterable, Hashable, Sendable {
  case traceID = 1
  case spanID = 2
  case parentID = 3
  case name = 4
  case service = 5
  case scope = 6
  case kind = 7
  case stage = 8
  case start = 9
  case end = 10
  case latency = 11
  case timeToFirstToken = 12
  case status = 13
  case errorType = 14
  case statusMessage = 15
  case model = 16
  case requestModel = 17
  case provider = 18
  case finishReason = 19
  case promptName = 20
  case promptVersion = 21
  case templateHash = 22
  case inputTokens = 23
  case outputTokens = 24
  case cachedTokens = 25
  case reasoningTokens = 26
  case totalTokens = 27
  case cost = 28
  case sessionID = 29
  case userID = 30
  case environment = 31
  case input = 32
  case output = 33
  case inputBytes = 34
  case outputBytes = 35
  case samplingProbability = 36

  /// The name that queries use.
  package var name: String {
    switch self {
    case .traceID: "trace_id"
    case .spanID: "span_id"
    case .parentID: "parent_id"
    case .name: "name"
    case .service: "service"
    case .scope: "scope"
    case .kind: "kind"
    case .stage: "stage"
    case .start: "start"
    case .end: "end"
    case .latency: "latency"
    case .timeToFirstToken: "ttft"
    case .status: "status"
    case .errorType: "error_type"
    case .statusMessage: "status_message"
    case .model: "model"
    case .requestModel: "request_model"
    case .provider: "provider"
    case .finishReason: "finish_reason"
    case .promptName: "prompt_name"
    case .promptVersion: "prompt_version"
    case .templateHash: "template_hash"
    case .inputTokens: "input_tokens"
    case .outputTokens: "output_tokens"
    case .cachedTokens: "cached_tokens"
    case .reasoningTokens: "reasoning_tokens"
    case .totalTokens: "total_tokens"
    case .cost: "cost"
    case .sessionID: "session_id"
    case .userID: "user_id"
    case .environment: "environment"
    case .input: "input"
    case .output: "output"
    case .inputBytes: "input_bytes"
    case .outputBytes: "output_bytes"
    case .samplingProbability: "sampling_probability"
    }
  }

  /// The type of the field's values.
  package var type: FieldType {
    switch self {
    case .traceID: .traceID
    case .spanID, .parentID: .spanID
    case .start, .end: .instant
    case .latency, .timeToFirstToken: .duration
    case .inputTokens, .outputTokens, .cachedTokens, .reasoningTokens, .totalTokens: .integer
    case .cost: .money
    case .samplingProbability: .double
    case .input, .output: .payload
    case .inputBytes, .outputBytes: .bytes
    default: .string
    }
  }

  /// The field that a query calls `name`, aliases included.
  package init?(named name: String) {
    guard let field = Field.byName[name] else { return nil }
    self = field
  }

  private static let byName: [String: Field] = {
    var fields = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
    fields["duration"] = .latency
    return fields
  }()
}

/// What a first-class field's values are.
package enum FieldType: Hashable, Sendable {
  /// 32 hexadecimal digits.
  case traceID
  /// 16 hexadecimal digits.
  case spanID
  /// Text from a small set, as a rule.
  case string
  /// A whole number.
  case integer
  /// A finite number.
  case double
  /// Nanoseconds since 1970 UTC.
  case instant
  /// Nanoseconds.
  case duration
  /// Nano-dollars (10^-9 USD).
  case money
  /// A count of bytes.
  case bytes
  /// Long text, stored apart from the columns and read only when asked for.
  case payload
}
