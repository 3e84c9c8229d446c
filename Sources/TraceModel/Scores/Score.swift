/// What somebody, or something, found of a span, a trace or a session, said at any time after it.
///
/// Scores are never changed: of the scores of one target, name and source the latest one counts,
/// and of equally late ones the one that came last.
public struct Score: Hashable, Sendable {
  /// What a score is about.
  public enum Target: Hashable, Sendable {
    /// One span.
    case span(trace: TraceID, span: SpanID)
    /// A trace as a whole; queries see the score on the trace's root span.
    case trace(TraceID)
    /// A session as a whole; queries see the score on the root spans of the session's traces.
    case session(String)
  }

  /// What the score is about.
  public var target: Target
  /// What was looked at, as in `faithfulness`.
  public var name: String
  /// Who says so, as in `human`, `llm` or a judge's name; empty when that is not told.
  public var source: String
  /// The value as a number.
  public var number: Double?
  /// The value as a word.
  public var label: String?
  /// Why.
  public var comment: String?
  /// When it was said, in nanoseconds since 1970 UTC.
  public var time: Int64

  /// A score with a number, a label, or both.
  ///
  /// - Parameters: as the properties of the same names.
  public init(
    of target: Target, name: String, source: String = "", number: Double? = nil,
    label: String? = nil, comment: String? = nil, time: Int64
  ) {
    self.target = target
    self.name = name
    self.source = source
    self.number = number
    self.label = label
    self.comment = comment
    self.time = time
  }
}
