extension MetricComparison {
  /// What a metric measures of a population.
  public enum Measure: String, Codable, Hashable, Sendable {
    /// Where the values of a field lie: the median, the shift between the sides.
    case distribution
    /// A quantile.
    case quantile
    /// A mean of all spans, or of a sum by trace.
    case mean
    /// The part of spans of which something is true.
    case share
    /// How often each value of a field is.
    case categories
  }

  /// What a metric's numbers are.
  public enum Unit: String, Codable, Hashable, Sendable {
    case number, nanoseconds, bytes
    case nanodollars = "nano_usd"
    /// From 0 to 1.
    case share
  }

  /// Which way a metric is better.
  public enum Direction: String, Codable, Hashable, Sendable {
    case higher, lower, neither
  }

  /// How large a difference is, and what the data allow it to be.
  public struct Effect: Codable, Hashable, Sendable {
    /// What is measured, as `shift`.
    ///
    /// One of `difference`, `shift` (the median of all pairwise differences: Hodges and Lehmann's),
    /// `mean_difference` (in its place where many values are equal), `ratio`, `cliffs_delta`,
    /// `cramers_v`, `total_variation`, `psi`, `jensen_shannon`, `wasserstein` (by the baseline's
    /// interquartile range), `ks`.
    public var name: String
    /// What the data say; candidate minus or over baseline.
    public var value: Double
    /// The lower end of its confidence interval; nil where it has none.
    public var low: Double?
    /// The upper end.
    public var high: Double?
    /// For a distance that grows as data shrink: what it exceeds by chance once in twenty times.
    public var cut: Double?

    package init(
      _ name: String, _ value: Double, low: Double? = nil, high: Double? = nil, cut: Double? = nil
    ) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
      self.cut = cut
    }
  }
}
