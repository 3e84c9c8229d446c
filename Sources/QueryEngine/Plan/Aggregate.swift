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
  /// An aggregate over the spans of the group that meet a condition.
  case conditional(Aggregate, ExactPredicate)

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
    case .exemplar: .string
    case .conditional(let aggregate, _): aggregate.type
    }
  }

  /// Whether it is a number of spans a second.
  var isRate: Bool {
    if case .conditional(let aggregate, _) = self { aggregate.isRate } else { self == .rate }
  }
}
