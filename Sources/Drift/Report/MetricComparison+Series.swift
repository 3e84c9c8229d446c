extension MetricComparison {
  /// A metric over time, in buckets of the same width.
  public struct Series: Codable, Hashable, Sendable {
    /// From the start of a bucket to the next, in nanoseconds.
    public var width: Int64
    /// In the order of time; those without a span of either side may be left out.
    public var buckets: [Bucket]

    /// Buckets of a width.
    package init(width: Int64, buckets: [Bucket]) {
      self.width = width
      self.buckets = buckets
    }

    /// The metric of the spans that started in one stretch of time.
    public struct Bucket: Codable, Hashable, Sendable {
      /// Nanoseconds since 1970 UTC.
      public var start: Int64
      /// The metric of each side; nil without values, and for `categories`.
      public var baseline: Double?
      /// The metric of the candidate.
      public var candidate: Double?
      /// How many values each side has.
      public var baselineCount: Int
      /// How many values the candidate has.
      public var candidateCount: Int

      enum CodingKeys: String, CodingKey {
        case start, baseline, candidate
        case baselineCount = "baseline_count"
        case candidateCount = "candidate_count"
      }

      /// A bucket that starts at a time.
      package init(
        start: Int64, baseline: Double?, candidate: Double?, baselineCount: Int,
        candidateCount: Int
      ) {
        self.start = start
        self.baseline = baseline
        self.candidate = candidate
        self.baselineCount = baselineCount
        self.candidateCount = candidateCount
      }
    }
  }
}
