extension MetricComparison {
  /// Points to draw both sides of a metric by.
  public struct Plot: Codable, Hashable, Sendable {
    /// Values at 0, 1, … 100 % of each side.
    public var baselineQuantiles: [Double]
    public var candidateQuantiles: [Double]
    /// Edges of bins and the count of each side in each; as many edges as counts and one more.
    public var edges: [Double]
    public var baselineBins: [Int]
    public var candidateBins: [Int]
    /// For `categories` and `share`: the values with each side's count, most frequent first.
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
    public var value: String
    public var baseline: Int
    public var candidate: Int

    package init(value: String, baseline: Int, candidate: Int) {
      self.value = value
      self.baseline = baseline
      self.candidate = candidate
    }
  }
}
