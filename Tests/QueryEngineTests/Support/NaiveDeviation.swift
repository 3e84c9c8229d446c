import TestSupport

/// The deviation of a sample from its mean, without rounding up to the root.
struct NaiveDeviation {
  private var count = 0
  /// Of quarters of spans, and of quarters of values.
  private var (weight, sum, squares) = (Int128(0), Int128(0), Int128(0))

  init(_ spans: [TestSpan], _ value: OracleExpression) {
    for span in spans {
      guard let quarters = value.value(of: span)?.quarters else { continue }
      let weight = Int128(span.quarters)
      count += 1
      self.weight += weight
      sum += weight * quarters
      squares += weight * quarters * quarters
    }
  }

  /// Of quantities the nearest whole number.
  func value(of type: OracleType) -> OracleValue? {
    guard count >= 2 else { return nil }
    // With weights w / 4 and values x / 4: the squares' sum less the mean's share, over n - 1.
    let variance =
      Double(weight * squares - sum * sum) / Double(weight * (weight - 4)) / 16
    let deviation = variance.squareRoot()
    if type.unit.isEmpty { return .number(deviation) }
    return .whole(Int64(deviation.rounded(.toNearestOrEven)), unit: type.unit)
  }
}

extension OracleValue {
  /// A number as quarters; nil of anything else.
  fileprivate var quarters: Int128? {
    switch self {
    case .whole(let number, _): Int128(number) * 4
    case .number(let number): Int128(number * 4)
    default: nil
    }
  }
}
