extension ComparisonReport {
  /// One side of a comparison.
  public struct Population: Codable, Hashable, Sendable {
    /// What it is called: `prompt_version=v3`, `status=ok`, a time range.
    public var name: String
    /// The spans that the metrics are of.
    public var spans: Int
    /// The traces that these belong to.
    public var traces: Int
    /// When the first span started, in nanoseconds since 1970 UTC; nil without spans.
    public var firstStart: Int64?
    /// When the last span started.
    public var lastStart: Int64?

    enum CodingKeys: String, CodingKey {
      case name, spans, traces
      case firstStart = "first_start"
      case lastStart = "last_start"
    }

    package init(
      name: String, spans: Int, traces: Int, firstStart: Int64? = nil, lastStart: Int64? = nil
    ) {
      self.name = name
      self.spans = spans
      self.traces = traces
      self.firstStart = firstStart
      self.lastStart = lastStart
    }
  }
}
