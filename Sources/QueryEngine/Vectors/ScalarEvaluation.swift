import QuerySyntax

extension SegmentReader {
  /// The values of an expression in the given rows, which ascend.
  func evaluate(_ scalar: Scalar, rows: [UInt32]) throws(QueryError) -> RowValues {
    switch scalar {
    case .constant(let value): return RowValues(repeating: value, count: rows.count)
    case .column(let reference): return try read(reference, rows: rows)
    case .negate(let operand, let range):
      let values = try evaluate(operand, rows: rows)
      return try overflowing(at: range) { () throws(OverflowError) in try negate(values) }
    case .arithmetic(let operation, let left, let right, let range):
      let leftValues = try evaluate(left, rows: rows)
      let rightValues = try evaluate(right, rows: rows)
      if let rule = ArithmeticRule(operation, left.type, right.type), rule.method != .dynamic,
        let leftNumbers = leftValues.numbers, let rightNumbers = rightValues.numbers
      {
        return try overflowing(at: range) { () throws(OverflowError) in
          try compute(leftNumbers, operation, rightNumbers, by: rule)
        }
      }
      return try computeBoxed(leftValues, operation, rightValues, at: range)
    case .convert(let conversion, let operand):
      let values = try evaluate(operand, rows: rows)
      return try convert(values, by: conversion)
    case .relatives(let aggregate, let range):
      return try read(aggregate, at: range, rows: rows)
    case .interval(let interval, let operand):
      var values = try evaluate(operand, rows: rows)
      guard case .integers(let instants) = values.storage else { return values }
      values.storage = .integers(interval.starts(of: instants))
      return values
    case .bin(let bins, let operand): return try bins.places(of: evaluate(operand, rows: rows))
    case .condition(let isTrue, let isFalse):
      return try truths(isTrue, isFalse, rows: rows)
    case .choice(let condition, let first, let second):
      return try choose(condition, first, second, rows: rows, type: scalar.type)
    case .function(let function, let operands, let range):
      return try apply(function, operands, rows: rows, type: scalar.type, at: range)
    }
  }

  private func computeBoxed(
    _ left: RowValues, _ operation: ArithmeticOperator, _ right: RowValues, at range: SourceRange
  ) throws(QueryError) -> RowValues {
    let leftValues = try left.boxed()
    let rightValues = try right.boxed()
    return try overflowing(at: range) { () throws(OverflowError) in
      var results: [Value] = []
      results.reserveCapacity(leftValues.count)
      for index in leftValues.indices {
        results.append(
          try Value.compute(leftValues[index], operation, rightValues[index], notices))
      }
      return RowValues(type: .mixed, .values(results))
    }
  }

  private func negate(_ values: RowValues) throws(OverflowError) -> RowValues {
    var result = values
    switch values.storage {
    case .integers(var numbers):
      for index in numbers.indices where values.isValid(index) {
        let (negated, overflow) = Int64(0).subtractingReportingOverflow(numbers[index])
        guard !overflow else { throw OverflowError() }
        numbers[index] = negated
      }
      result.storage = .integers(numbers)
    case .doubles(var numbers):
      for index in numbers.indices { numbers[index] = -numbers[index] }
      result.storage = .doubles(numbers)
    case .values(var boxed):
      for index in boxed.indices { boxed[index] = try boxed[index].negated() }
      result.storage = .values(boxed)
    case .codes: return .nulls(values.type, count: values.count)
    }
    return result
  }

  private func convert(
    _ values: RowValues, by conversion: Conversion
  ) throws(QueryError) -> RowValues {
    if conversion == .double, values.type == .integer, case .integers(let numbers) = values.storage
    {
      return RowValues(
        type: .double, .doubles(numbers.map { Double($0) }), validity: values.validity)
    }
    if conversion == .integer, case .doubles(let numbers) = values.storage {
      return truncated(numbers, values.validity)
    }
    let boxed = try values.boxed().map { $0.converted(by: conversion) }
    return RowValues(type: conversion.type, .values(boxed))
  }
}

/// Doubles without their fractions, null where that does not fit.
private func truncated(_ numbers: [Double], _ validity: [Bool]?) -> RowValues {
  var validity = validity
  var wholes = [Int64](repeating: 0, count: numbers.count)
  for index in numbers.indices {
    if let whole = Int64(exactly: numbers[index].rounded(.towardZero)) {
      wholes[index] = whole
    } else {
      if validity == nil { validity = Array(repeating: true, count: numbers.count) }
      validity?[index] = false
    }
  }
  return RowValues(type: .integer, .integers(wholes), validity: validity)
}

/// Runs a computation; an overflow in it becomes the query's error about that place.
func overflowing<Result>(
  at range: SourceRange, _ body: () throws(OverflowError) -> Result
) throws(QueryError) -> Result {
  do {
    return try body()
  } catch {
    throw .overflow(
      Diagnostic(
        "the result does not fit a 64-bit whole number", at: range,
        hint: "compute with fractions: float(x)"))
  }
}

extension RowValues {
  init(repeating value: Value, count: Int) {
    if let number = value.wholeNumber {
      self.init(type: value.type, .integers(Array(repeating: number, count: count)))
    } else if case .double(let number) = value {
      self.init(type: .double, .doubles(Array(repeating: number, count: count)))
    } else {
      self.init(type: value.type, .values(Array(repeating: value, count: count)))
    }
  }

  func isValid(_ index: Int) -> Bool {
    validity.map { $0[index] } ?? true
  }

  /// The numbers without a look at their unit; nil for values of other kinds.
  var numbers: NumberVector? {
    switch storage {
    case .integers(let numbers) where type != .boolean:
      NumberVector(integers: numbers, doubles: nil, validity: validity)
    case .doubles(let numbers):
      NumberVector(integers: nil, doubles: numbers, validity: validity)
    default: nil
    }
  }
}
