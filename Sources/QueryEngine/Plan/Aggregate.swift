import QuerySyntax
import Statistics

/// An aggregate over the spans of a group.
///
/// Equal aggregates are computed once.
indirect enum Aggregate: Hashable, Sendable {
  /// `count()`: spans.
  case count
  /// `count(x)`: spans where the value is not null.
  case countPresent(Scalar)
  case sum(Scalar, at: SourceRange)
  case average(Scalar)
  case extremum(Extremum, Scalar)
  case quantile(Scalar, QuantileFraction)
  case distinctCount(Scalar)
  case approximateDistinctCount(Scalar)
  /// The share of spans whose status is `error`.
  case errorRate
  /// Spans a second.
  case rate
  /// The trace of the span with the greatest latency.
  case exemplar
  /// The deviation of a sample from its mean.
  case deviation(Scalar)
  /// The value of the first or last span that has one.
  case edge(isLast: Bool, Scalar)
  /// The different values, ascending, up to a number of them.
  case uniqueValues(Scalar, limit: Int?)
  case histogram(Scalar, HistogramScale)
  /// The most spans in flight at a time.
  case concurrency
  /// The trace of the span with the greatest or least value, or a list of so many.
  case rankedExemplar(Scalar, ExemplarChoice, count: Int?)
  /// An aggregate over the spans of the group that meet a condition.
  case conditional(Aggregate, ExactPredicate)
  /// An aggregate in which each span counts for one over the probability with which sampling kept
  /// it.
  case weighted(Aggregate)

  enum Extremum: Hashable, Sendable {
    case least
    case greatest
  }

  /// What the result is, when it is not null.
  var type: ValueType {
    switch self {
    case .count, .countPresent, .distinctCount, .approximateDistinctCount: .integer
    case .sum(let value, _): value.type
    case .average(let value): value.type == .integer ? .double : value.type
    case .extremum(_, let value), .quantile(let value, _): value.type
    case .errorRate, .rate: .double
    case .exemplar, .rankedExemplar(_, _, count: nil): .string
    case .deviation(let value):
      value.type == .integer ? .double : value.type == .instant ? .duration : value.type
    case .edge(_, let value): value.type
    case .concurrency: .integer
    case .uniqueValues, .histogram, .rankedExemplar: .list
    case .conditional(let aggregate, _), .weighted(let aggregate): aggregate.type
    }
  }

  var isHistogram: Bool {
    switch self {
    case .histogram: true
    case .conditional(let aggregate, _), .weighted(let aggregate): aggregate.isHistogram
    default: false
    }
  }

  /// Whether it is a number of spans a second.
  var isRate: Bool {
    switch self {
    case .conditional(let aggregate, _), .weighted(let aggregate): aggregate.isRate
    default: self == .rate
    }
  }
}

/// Which span of a group stands for it.
enum ExemplarChoice: String, Hashable, Sendable {
  case greatest = "max"
  case least = "min"
}
