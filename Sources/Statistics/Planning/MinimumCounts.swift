/// How many values each sample should have before a method's verdict is worth printing.
///
/// Of fewer, intervals hold the truth less often than they say, or are too wide to tell anything.
package enum MinimumCounts {
  /// For a shift, a difference of means and paired differences.
  package static let shift = 30
  /// For the shape of a distribution.
  package static let shape = 100
  /// For shares of categories.
  package static let categories = 50
  /// For a rate, besides ``events``.
  package static let rate = 30
  /// Events of both samples together, for a rate.
  package static let events = 5

  /// For a quantile, by its distance from the nearer end.
  ///
  /// Percentile intervals of lognormal values held the truth in 87 % of runs for p99 of 30 values, in
  /// 93 % of 100; and the interval of p95 is as wide as p95 itself at 100 values.
  package static func quantile(_ fraction: QuantileFraction) -> Int {
    let share = Double(fraction.numerator) / Double(fraction.denominator)
    let tail = min(share, 1 - share)
    return switch tail {
    case 0.25...: 30
    case 0.099...: 100
    case 0.0499...: 200
    case 0.0099...: 500
    default: tail > 0 ? Int((5 / max(tail, 1e-15)).rounded(.up)) : Int.max
    }
  }
}
