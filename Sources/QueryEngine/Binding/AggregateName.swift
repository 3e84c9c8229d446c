import QuerySyntax
import Statistics

/// The aggregates that a query can call.
enum AggregateName: String, CaseIterable {
  case count, sum, avg, min, max, p50, p75, p90, p95, p99, p999, quantile, stddev
  case first, last, any, histogram, concurrency, exemplar, exemplars
  case uniqueValues = "uniq_values"
  case distinctCount = "count_distinct"
  case approximateDistinctCount = "approx_count_distinct"
  case errorRate = "error_rate"
  case rate

  /// The share that a percentile's name says; nil for the others.
  var fraction: QuantileFraction? {
    switch self {
    case .p50: QuantileFraction(50, over: 100)
    case .p75: QuantileFraction(75, over: 100)
    case .p90: QuantileFraction(90, over: 100)
    case .p95: QuantileFraction(95, over: 100)
    case .p99: QuantileFraction(99, over: 100)
    case .p999: QuantileFraction(999, over: 1_000)
    default: nil
    }
  }

  var takesNoArgument: Bool { [.errorRate, .rate, .concurrency].contains(self) }
}

extension QuantileFraction {
  /// The share that a decimal or a percentage writes, to its last digit; nil for other text.
  init?(decimal text: String) {
    var digits = text.filter { $0 != "_" }
    var denominator: Int64 = 1
    if digits.hasSuffix("%") {
      digits.removeLast()
      denominator = 100
    }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, digits.utf8.count <= 16,
      digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) })
    else { return nil }
    for _ in 0..<(parts.count == 2 ? parts[1].utf8.count : 0) { denominator *= 10 }
    guard let numerator = Int64(parts.joined()) else { return nil }
    self.init(numerator, over: denominator)
  }
}
