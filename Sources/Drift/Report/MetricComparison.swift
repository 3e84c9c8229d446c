/// How a metric differs between two populations.
public struct MetricComparison: Codable, Hashable, Sendable {
  /// The alias, or the metric as written.
  public var metric: String
  /// What it measures.
  public var measure: Measure
  /// What its numbers are.
  public var unit: Unit
  /// The metric of the baseline: the median for `distribution`; nil for `categories` and without data.
  public var baseline: Double?
  /// That of the candidate.
  public var candidate: Double?
  /// How many values the baseline has.
  public var baselineCount: Int
  /// How many the candidate has.
  public var candidateCount: Int
  /// How many of the baseline's spans lack a value.
  public var baselineMissing: Int
  /// How many of the candidate's do.
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
  /// Which way it is better.
  public var better: Direction
  /// What became of it.
  public var verdict: Verdict
  /// How many more units, such as traces, each side needs for a verdict if the effect stays what it
  /// is; nil where it has one, or where no number is known to do.
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
