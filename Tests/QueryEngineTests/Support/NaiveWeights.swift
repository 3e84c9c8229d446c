import QueryEngine
import TestSupport
import TraceModel

/// What sampled spans stand for, told by writing each down so many times.
extension TestSpan {
  /// Probabilities whose inverse is a whole number of quarters, and some that are none.
  static let probabilities: [Double?] = [
    nil, 1, 0.5, 0.25, 0.1, 0.4, 0.8, 0.01, 0, -0.5, 1.5, .infinity,
  ]

  /// The quarters of a span that it stands for.
  var quarters: Int {
    switch samplingProbability {
    case 0.5: 8
    case 0.25: 16
    case 0.1: 40
    case 0.4: 10
    case 0.8: 5
    case 0.01: 400
    default: 4
    }
  }
}

extension [TestSpan] {
  var quarters: Int { reduce(0) { $0 + $1.quarters } }

  /// To the nearest even where there is a half.
  var weighedCount: OracleValue {
    .whole(NaiveArithmetic.halfEven(Int64(quarters), 4), unit: "")
  }

  /// The values in order, one for each quarter.
  func weighed(_ value: OracleExpression) -> [OracleValue] {
    flatMap { span in
      Array<OracleValue>(
        repeating: value.value(of: span) ?? .flag(false),
        count: value.value(of: span) == nil ? 0 : span.quarters)
    }.sorted { ($0.order($1) ?? 0) < 0 }
  }

  func having(_ value: OracleExpression) -> [TestSpan] {
    filter { value.value(of: $0) != nil }
  }
}

extension RandomStore {
  /// The same spans, kept by sampling with different probabilities.
  mutating func sampled(_ segments: [[TestSpan]]) -> [[TestSpan]] {
    var segments = segments
    for segment in segments.indices where chance(75) {
      for place in segments[segment].indices {
        segments[segment][place].samplingProbability = choose(TestSpan.probabilities)
      }
    }
    return segments
  }
}
