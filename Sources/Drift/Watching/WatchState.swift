/// What is known of a comparison that is watched while traces come in.
///
/// However often one looks, and whenever one stops: all `adjustedP` of at most α together are false
/// alarms with a probability of at most α, and all intervals together hold the truth at all times with
/// the confidence 1 - α.
public struct WatchState: Codable, Hashable, Sendable {
  /// When the store was looked at, in nanoseconds since 1970 UTC.
  public var time: Int64
  /// Traces that began up to then are counted.
  public var countedUntil: Int64
  /// What the candidates are compared with.
  public var baseline: Side
  /// What is compared with the baseline.
  public var candidates: [Side]
  /// One for each candidate and each metric, in the order asked.
  public var metrics: [Metric]
  /// Traces that took longer, or came later, than was waited for: they were counted when they came,
  /// and a watch that began anew would count them in their order.
  public var late: Int
  /// How it is computed.
  public var method: Method
  /// What a reader should know, a sentence each.
  public var notes: [String]

  enum CodingKeys: String, CodingKey {
    case time
    case countedUntil = "counted_until"
    case baseline, candidates, metrics, late, method, notes
  }

  /// Whether any metric is worse than the tolerance allows.
  public var hasRegressed: Bool { metrics.contains { $0.verdict == .regressed } }

  /// Whether every metric has a verdict that more traces will not change.
  public var isDecided: Bool { metrics.allSatisfy { $0.decidedAt != nil } }
}

extension WatchState {
  /// One side of the comparison.
  public struct Side: Codable, Hashable, Sendable {
    /// What it is called: `prompt_version=v3`.
    public var name: String
    /// Traces that are counted.
    public var traces: Int
    /// Traces that have not ended, or began too short a time ago.
    public var waiting: Int
  }

  /// How a metric differs so far.
  public struct Metric: Codable, Hashable, Sendable {
    /// The alias, or the metric as written.
    public var metric: String
    /// The candidate's name.
    public var candidateName: String
    /// What of each unit's values is compared.
    public var measure: Measure
    /// What its numbers are.
    public var unit: MetricComparison.Unit
    /// The metric of the baseline; nil without data.
    public var baseline: Double?
    /// That of the candidate.
    public var candidate: Double?
    /// How many units, such as traces, of the baseline have values.
    public var baselineCount: Int
    /// How many of the candidate do.
    public var candidateCount: Int
    /// The difference of all data so far, or the ratio of a `typical` value, and where all looks
    /// together say that it is: the interval only narrows.
    public var effect: MetricComparison.Effect?
    /// How probable such differences are at any look if there is none; it only falls.
    public var p: Double?
    /// `p` times the number of metrics that are watched, at most 1.
    public var adjustedP: Double?
    /// How far the effect may be from none and count as equal: of a ratio, from 1.
    public var tolerance: Double
    /// Which way it is better.
    public var better: MetricComparison.Direction
    /// What became of it; but for `inconclusive` and `insufficient` it stays.
    public var verdict: Verdict
    /// When the trace began with which it had its verdict; nil while it has none.
    public var decidedAt: Int64?
    /// About how many more units a verdict takes on the side that has fewer, if the effect and the
    /// sides' shares stay what they are; nil where it has one, or where no number is known to do.
    public var needed: Int?

    enum CodingKeys: String, CodingKey {
      case metric
      case candidateName = "candidate_name"
      case measure, unit, baseline, candidate
      case baselineCount = "baseline_count"
      case candidateCount = "candidate_count"
      case effect, p
      case adjustedP = "p_adjusted"
      case tolerance, better, verdict
      case decidedAt = "decided_at"
      case needed
    }
  }

  /// What of each unit's values is compared.
  public enum Measure: String, Codable, Hashable, Sendable {
    /// The geometric mean, of durations: what is usual, whatever single outliers do.
    case typical
    case mean
    /// The part of spans of which something is true.
    case share
  }

  /// How a state was computed.
  public struct Method: Codable, Hashable, Sendable {
    /// The probability of any false alarm at any time.
    public var alpha: Double
    /// What is taken as independent: `trace`, `session`, `user`.
    public var unit: String
    /// How long ago a trace must have ended, in nanoseconds.
    public var delay: Int64
    /// And how long before that it must have begun.
    public var longest: Int64
    /// What p-values are multiplied by.
    public var tests: Int
  }
}
