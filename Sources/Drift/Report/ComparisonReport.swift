/// What a comparison of two populations found.
///
/// Encodes to the JSON that `compare` and `drift` print as `--format json`.
public struct ComparisonReport: Codable, Hashable, Sendable {
  /// The populations that were compared.
  public var baseline: Population
  /// What is compared with the baseline.
  public var candidate: Population
  /// One for each metric, in the order asked.
  public var metrics: [MetricComparison]
  /// How other attributes than the one compared differ between the sides, which may be why a
  /// metric does; the most telling first.
  public var mix: [Mix]
  /// What the traces' shapes do; nil where the traces were not looked at.
  public var shape: Shape?
  /// Which attributes and stages explain the differences of metrics, the most of each metric first.
  public var causes: [Cause]
  /// The comparison of each stratum, where strata were asked.
  public var strata: [Stratum]
  /// Traces that show what differs.
  public var exemplars: [Exemplar]
  /// Runs of both sides with the same input.
  public var pairs: [MatchedPair]
  /// How it was computed.
  public var method: Method
  /// What a reader should know, a sentence each.
  public var notes: [String]

  /// Whether any metric is worse than the tolerance allows.
  public var hasRegressed: Bool { metrics.contains { $0.verdict == .regressed } }

  /// Whether any metric had too few data for a verdict.
  public var lacksData: Bool { metrics.contains { $0.verdict == .insufficient } }
}
