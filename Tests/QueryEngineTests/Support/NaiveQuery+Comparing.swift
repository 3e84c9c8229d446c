import QueryEngine

extension NaiveQuery {
  /// What of an answer is not as loops expect; nil when all is.
  func difference(of result: QueryResult, _ expected: NaiveAnswer) -> String? {
    let rows = result.rows.map { $0.map(\.roughly) }
    let wanted = expected.rows.map { $0.map(\.roughly) }
    let isEqual =
      isOrdered ? rows == wanted : rows.count == wanted.count && Set(rows) == Set(wanted)
    guard isEqual else {
      return "answered: \(result.rows.prefix(12))\nexpected: \(expected.rows.prefix(12))"
    }
    guard let failureCount = expected.failureCount else { return nil }
    let counts = result.assertions.map { [$0.checkedCount, $0.failures.count] }
    return counts == [[expected.checkedCount, failureCount]]
      ? nil
      : "asserted of, failed for: \(counts)\nexpected: \(expected.checkedCount), \(failureCount)"
  }
}

extension Value {
  /// Doubles to twelve digits, since roots and quotients may be rounded once or twice.
  fileprivate var roughly: Value {
    switch self {
    case .double(let number) where number != 0:
      let scale = Double.exponent10(of: number)
      return .double((number * scale).rounded() / scale)
    case .list(let elements): return .list(elements.map(\.roughly))
    default: return self
    }
  }
}

extension Double {
  /// The power of ten that leaves twelve digits in front of the point.
  fileprivate static func exponent10(of number: Double) -> Double {
    var scale = 1.0
    while abs(number * scale) < 1e11 { scale *= 10 }
    while abs(number * scale) >= 1e12 { scale /= 10 }
    return scale
  }
}
