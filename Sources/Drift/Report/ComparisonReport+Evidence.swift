extension ComparisonReport {
  /// The comparison among the spans of one value of what was stratified by.
  public struct Stratum: Codable, Hashable, Sendable {
    /// `model=gpt-4o`
    public var name: String
    public var metrics: [MetricComparison]
  }

  /// A trace to look at.
  public struct Exemplar: Codable, Hashable, Sendable {
    /// `baseline`, `candidate`.
    public var side: String
    public var trace: String
    /// Why this one: `median of latency`, `worst latency`, `new shape`.
    public var reason: String
    public var value: Double?
  }

  /// A run of each side with the same input.
  public struct MatchedPair: Codable, Hashable, Sendable {
    public var input: String
    public var baselineTrace: String
    public var candidateTrace: String
    /// The lines of the outputs that differ, as `diff -u` writes them; nil where they are the same or
    /// not stored.
    public var outputDifference: String?

    enum CodingKeys: String, CodingKey {
      case input
      case baselineTrace = "baseline_trace"
      case candidateTrace = "candidate_trace"
      case outputDifference = "output_difference"
    }
  }

  /// How a report was computed.
  public struct Method: Codable, Hashable, Sendable {
    /// The level of all tests together, by Benjamini and Hochberg.
    public var alpha: Double
    public var confidence: Double
    /// What is taken as independent: `trace`, `session`, `user`, or `pair`.
    public var unit: String
    public var resamples: Int
    /// What the same report is made from again.
    public var seed: UInt64
    /// The tests of the report that p was adjusted for.
    public var tests: Int
  }
}
