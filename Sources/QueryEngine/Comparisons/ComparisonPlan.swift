import Drift
import QuerySyntax

/// How populations of spans or traces differ in metrics.
struct ComparisonPlan: Sendable {
  var sides: ComparedSides
  var metrics: [MetricPlan]
  /// Whether the query left open what is compared: then metrics without data are left out.
  var choosesMetrics: Bool
  /// What the same inputs have in common.
  var pairing: Scalar?
  var strata: [OutputColumn<Scalar>]
  var options: ComparisonOptions
  /// What is taken as independent; nil for sessions where they tell enough, else traces.
  var cluster: ComparedCluster?
  /// What the populations may differ in besides.
  var attributes: [ComparedAttribute]
  /// Where the query says so.
  var range: SourceRange
  /// Whether spans count as what they stand for.
  var weighsSpans = false

  /// Whether there may be several candidates, which the rows are to tell apart.
  var namesCandidates: Bool {
    switch sides {
    case .populations(let populations, _): populations.count > 2
    case .everyValue: true
    }
  }

  /// The columns of the result: of each metric, what the report says first.
  var columns: [QueryResult.Column] {
    let name = namesCandidates ? [("candidate_name", ValueType.string)] : []
    return (name + Self.metricColumns).map { QueryResult.Column(name: $0.0, type: $0.1) }
  }

  private static let metricColumns: [(String, ValueType)] = [
    ("metric", .string), ("baseline", .mixed), ("candidate", .mixed), ("effect", .mixed),
    ("low", .mixed), ("high", .mixed), ("p", .double), ("p_adjusted", .double),
    ("verdict", .string), ("needed", .integer),
  ]
}

/// Who is compared with whom.
enum ComparedSides: Sendable {
  /// Each of the others with the first.
  case populations([ComparedPopulation], key: ComparedKey?)
  /// Every value of a key, found while the query runs, with one of them; nil for the first that is
  /// large enough.
  case everyValue(of: ComparedKey, baseline: ComparedPopulation?)
}

/// A side of a comparison.
struct ComparedPopulation: Sendable {
  /// What it is called: `prompt_version=v3`, `status=error`, a time range.
  var name: String
  var condition: Predicate
  /// The value of the key as written; nil of other populations.
  var value: String?
  /// Where the query says so.
  var range: SourceRange
}

/// What tells populations apart by its values.
struct ComparedKey: Sendable {
  var name: String
  var scalar: Scalar
  /// Where the query says so.
  var range: SourceRange
}

/// What spans that are not independent of each other have in common.
enum ComparedCluster: String, CaseIterable, Sendable {
  case trace, session, user
}

/// What a comparison looks at besides its metrics: other models, tenants, hours.
struct ComparedAttribute: Sendable {
  var name: String
  var scalar: Scalar
  var role: Role

  enum Role: Hashable, Sendable {
    /// May be why a metric differs.
    case confounder
    /// The hour of the day, UTC, from when spans start.
    case hour
    /// Tells the populations apart, or is what happened: an attribute with the same counts says the
    /// same once more, and is none of the reasons.
    case known
    /// What the comparison is made for each value of.
    case stratum
  }
}

/// What is compared of each population.
struct MetricPlan: Sendable {
  /// The alias, or as written.
  var name: String
  var kind: Kind
  var value: Scalar
  var unit: MetricComparison.Unit
  var better: MetricComparison.Direction
  var tolerance: MetricInput.Tolerance

  enum Kind: Hashable, Sendable {
    case distribution
    /// As a fraction.
    case quantile(Int64, over: Int64)
    case mean
    /// The mean over traces of each one's sum.
    case meanOfSums
    case share
    case categories
  }

  /// Whether runs with the same input can be compared one by one.
  var isPairable: Bool {
    switch kind {
    case .distribution, .mean, .meanOfSums, .share, .categories: true
    case .quantile: false
    }
  }
}
