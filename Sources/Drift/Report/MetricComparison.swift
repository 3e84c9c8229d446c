/// How a metric differs between two populations.
public struct MetricComparison: Codable, Hashable, Sendable {
  /// The alias, or the metric as written.
  public var metric: String
  public var measure: Measure
  public var unit: Unit
  /// The metric of each side: the median for `distribution`; nil for `categories` and without data.
  public var baseline: Double?
  public var candidate: Double?
  /// How many values each side has, and how many spans lack one.
  public var baselineCount: Int
  public var candidateCount: Int
  public var baselineMissing: Int
  public var candidateMissing: Int
  /// The effect that the verdict goes by; nil without data.
  public var effect: Effect?
  /// Others of the same metric.
  public var effects: [Effect]
  /// The test that `p` is of, as `Mann-Whitney`.
  public var test: String?
  /// How probable a difference like this, or a greater one, is if there is none; nil below the
  /// least number of values.
  public var p: Double?
  /// `p` adjusted for all tests of the report.
  public var adjustedP: Double?
  /// How far `effect` may be from none, in its own units, and count as equal.
  public var tolerance: Double
  public var better: Direction
  public var verdict: Verdict
  /// How many more traces each side needs for a verdict; nil where it has one, or where none would
  /// do.
  public var needed: Int?
  /// What a plot of it shows; nil without data.
  public var plot: Plot?
  /// The metric over time; nil where the sides' times were not looked at.
  public var series: Series?

  enum CodingKeys: String, CodingKey {
    case metric, measure, unit, baseline, candidate
    case baselineCount = "baseline_count"
    case candidateCount = "candidate_count"
    case baselineMissing = "baseline_missing"
    case candidateMissing = "candidate_missing"
    case effect, effects, test, p
    case adjustedP = "p_adjusted"
    case tolerance, better, verdict, needed, plot, series
  }
}
