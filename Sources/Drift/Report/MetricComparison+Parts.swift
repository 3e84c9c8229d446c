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
    /// `difference`, `shift` (Hodges and Lehmann's), `ratio`, `cliffs_delta`, `cramers_v`,
    /// `total_variation`, `psi`, `jensen_shannon`, `wasserstein`, `ks`.
    public var name: String
    public var value: Double
    /// The ends of its confidence interval; nil where it has none.
    public var low: Double?
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
