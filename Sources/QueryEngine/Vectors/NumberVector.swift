import QuerySyntax

/// The numbers of a batch: whole ones or doubles.
struct NumberVector {
  var integers: [Int64]?
  var doubles: [Double]?
  var validity: [Bool]?

  /// The numbers as doubles.
  var asDoubles: [Double] {
    doubles ?? (integers ?? []).map { Double($0) }
  }
}

extension SegmentReader {
  /// What an operator makes of two vectors, by the rule for their types.
  func compute(
    _ left: NumberVector, _ operation: ArithmeticOperator, _ right: NumberVector,
    by rule: ArithmeticRule
  ) throws(OverflowError) -> RowValues {
    let validity = both(left.validity, right.validity)
    switch rule.method {
    case .doubles:
      let (left, right) = (left.asDoubles, right.asDoubles)
      return doubles(count: left.count, validity) { operation.apply(left[$0], right[$0]) }
    case .quotient:
      let (left, right) = (left.integers ?? [], right.integers ?? [])
      return doubles(count: left.count, validity) { quotient(left[$0], right[$0]) }
    case .perSecond:
      let durations = right.integers ?? []
      if let numbers = left.integers {
        return doubles(count: numbers.count, validity) { perSecond(numbers[$0], durations[$0]) }
      }
      let numbers = left.doubles ?? []
      return doubles(count: numbers.count, validity) { perSecond(numbers[$0], durations[$0]) }
    case .integers:
      let (left, right) = (left.integers ?? [], right.integers ?? [])
      return try integers(rule.result, count: left.count, validity) {
        (index: Int) throws(OverflowError) in try operation.apply(left[index], right[index])
      }
    case .dividedInteger:
      let (left, right) = (left.integers ?? [], right.integers ?? [])
      return try integers(rule.result, count: left.count, validity) {
        (index: Int) throws(OverflowError) in try halfEven(left[index], right[index])
      }
    case .scaledInteger, .dynamic:
      let numbers = left.integers ?? right.integers ?? []
      let factors = left.doubles ?? right.doubles ?? []
      return try integers(rule.result, count: numbers.count, validity) {
        (index: Int) throws(OverflowError) in try scale(numbers[index], operation, factors[index])
      }
    }
  }

  @inline(__always)
  private func doubles(
    count: Int, _ validity: [Bool]?, _ result: (Int) -> Double?
  ) -> RowValues {
    var validity = validity
    var numbers = [Double](repeating: 0, count: count)
    for index in 0..<count where validity.map({ $0[index] }) ?? true {
      if let number = result(index) {
        numbers[index] = number
      } else {
        markUndefined(index, of: count, in: &validity)
      }
    }
    return RowValues(type: .double, .doubles(numbers), validity: validity)
  }

  @inline(__always)
  private func integers(
    _ type: ValueType, count: Int, _ validity: [Bool]?,
    _ result: (Int) throws(OverflowError) -> Int64?
  ) throws(OverflowError) -> RowValues {
    var validity = validity
    var numbers = [Int64](repeating: 0, count: count)
    for index in 0..<count where validity.map({ $0[index] }) ?? true {
      if let number = try result(index) {
        numbers[index] = number
      } else {
        markUndefined(index, of: count, in: &validity)
      }
    }
    return RowValues(type: type, .integers(numbers), validity: validity)
  }

  private func markUndefined(_ index: Int, of count: Int, in validity: inout [Bool]?) {
    notices.sawUndefined = true
    if validity == nil { validity = Array(repeating: true, count: count) }
    validity?[index] = false
  }
}
