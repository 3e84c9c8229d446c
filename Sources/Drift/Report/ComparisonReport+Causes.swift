extension ComparisonReport {
  /// What a part of a metric's difference comes from.
  ///
  /// Of one attribute, mix and within of all values add up to the difference of the means exactly
  /// (E. Kitagawa, "Components of a difference between two rates", 1955).
  public struct Cause: Codable, Hashable, Sendable {
    /// The metric that it explains.
    public var metric: String
    /// An attribute; `stage` for the split of latency by each stage's own time.
    public var attribute: String
    /// The difference of the means, as this attribute's spans have it.
    public var difference: Double
    /// What the changed shares of the values make of it.
    public var mix: Double
    /// What changed within the values.
    public var within: Double
    /// The values that make the most of it, at most five.
    public var terms: [Term]

    /// What one value of the attribute makes of the difference.
    public struct Term: Codable, Hashable, Sendable {
      /// The value, or the stage.
      public var value: String
      /// What its changed share makes.
      public var mix: Double
      /// What changed within it.
      public var within: Double
      /// Its share of the baseline: of values, or for `stage` of the time.
      public var baselineShare: Double
      /// Its share of the candidate.
      public var candidateShare: Double

      enum CodingKeys: String, CodingKey {
        case value, mix, within
        case baselineShare = "baseline_share"
        case candidateShare = "candidate_share"
      }
    }
  }
}
