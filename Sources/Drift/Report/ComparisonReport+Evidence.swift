extension ComparisonReport {
  /// The comparison among the spans of one value of what was stratified by.
  public struct Stratum: Codable, Hashable, Sendable {
    /// The attribute and its value: `model=gpt-4o`.
    public var name: String
    /// One for each metric, in the order asked.
    public var metrics: [MetricComparison]
  }

  /// A trace to look at.
  public struct Exemplar: Codable, Hashable, Sendable {
    /// `baseline`, `candidate`.
    public var side: String
    /// Its identifier.
    public var trace: String
    /// Why this one: `median of latency`, `worst latency`, `new shape`.
    public var reason: String
    /// What the metric named in the reason is of it.
    public var value: Double?
  }

  /// A run of each side with the same input.
  public struct MatchedPair: Codable, Hashable, Sendable {
    /// What identifies the input: its hash.
    public var input: String
    /// The identifier of the baseline's trace.
    public var baselineTrace: String
    /// The identifier of the candidate's trace.
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
    /// That of all intervals.
    public var confidence: Double
    /// What is taken as independent: `trace`, `session`, `user`, or `pair`.
    public var unit: String
    /// How often units were drawn anew for the intervals of quantiles.
    public var resamples: Int
    /// What the same report is made from again.
    public var seed: UInt64
    /// The tests of the report that p was adjusted for.
    public var tests: Int
    /// How spans are weighted by `1 / sampling_probability`; nil where none has one.
    public var weights: Weights?

    /// What the spans of the sides stand for.
    public struct Weights: Codable, Hashable, Sendable {
      /// How many unweighted units of the baseline would tell as much as those that were kept.
      public var baselineUnits: Double
      /// How many of the candidate would.
      public var candidateUnits: Double
      /// The greatest weight over the least, of the side where they differ more; beyond 10 there are
      /// no p-values.
      public var ratio: Double

      enum CodingKeys: String, CodingKey {
        case baselineUnits = "baseline_effective"
        case candidateUnits = "candidate_effective"
        case ratio
      }
    }
  }
}
