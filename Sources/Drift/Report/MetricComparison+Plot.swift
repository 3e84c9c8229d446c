extension MetricComparison {
  /// Points to draw both sides of a metric by.
  public struct Plot: Codable, Hashable, Sendable {
    /// The baseline's values at 0, 1, … 100 %.
    public var baselineQuantiles: [Double]
    /// The candidate's.
    public var candidateQuantiles: [Double]
    /// The edges of bins, one more than there are; a value on an edge is in the bin below it.
    ///
    /// The first and the last bin reach out to the least and the greatest value, and may be much
    /// wider than the others.
    public var edges: [Double]
    /// The baseline's values in each bin.
    public var baselineBins: [Int]
    /// The candidate's.
    public var candidateBins: [Int]
    /// For `categories` and `share`: the values with each side's count, most frequent first, at most
    /// twenty and the others together.
    public var categories: [CategoryCount]

    enum CodingKeys: String, CodingKey {
      case baselineQuantiles = "baseline_quantiles"
      case candidateQuantiles = "candidate_quantiles"
      case edges
      case baselineBins = "baseline_bins"
      case candidateBins = "candidate_bins"
      case categories
    }
  }

  /// How often a value is on each side.
  public struct CategoryCount: Codable, Hashable, Sendable {
    /// The value; `3 others` for what is not listed.
    public var value: String
    /// How often it is on the baseline's side.
    public var baseline: Int
    /// How often on the candidate's.
    public var candidate: Int

    package init(value: String, baseline: Int, candidate: Int) {
      self.value = value
      self.baseline = baseline
      self.candidate = candidate
    }
  }
}
