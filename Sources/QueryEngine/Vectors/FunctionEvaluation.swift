import QuerySyntax

extension SegmentReader {
  /// A function's values in the given rows.
  func apply(
    _ function: ScalarFunction, _ operands: [Scalar], rows: [UInt32], type: ValueType,
    at range: SourceRange
  ) throws(QueryError) -> RowValues {
    var columns: [RowValues] = []
    for operand in operands { columns.append(try evaluate(operand, rows: rows)) }
    if operands.count == 1, case .codes(let codes, let dictionary) = columns[0].storage {
      return try apply(function, codes, dictionary, columns[0].validity, type, at: range)
    }
    if function == .bucket, case .integers(let numbers) = columns[0].storage,
      case .constant(let width) = operands[1], let width = width.wholeNumber
    {
      return try overflowing(at: range) { () throws(OverflowError) in
        var starts = numbers
        for index in numbers.indices where columns[0].isValid(index) {
          starts[index] = try multiple(of: width, notAbove: numbers[index])
        }
        return RowValues(type: type, .integers(starts), validity: columns[0].validity)
      }
    }
    var boxed: [[Value]] = []
    for column in columns { boxed.append(try column.boxed()) }
    return try overflowing(at: range) { () throws(OverflowError) in
      var values: [Value] = []
      values.reserveCapacity(rows.count)
      for row in rows.indices { values.append(try function.apply(boxed.map { $0[row] })) }
      return RowValues(type: type, .values(values))
    }
  }

  /// Computes with each code's value once.
  private func apply(
    _ function: ScalarFunction, _ codes: [UInt32], _ dictionary: SegmentDictionary,
    _ validity: [Bool]?, _ type: ValueType, at range: SourceRange
  ) throws(QueryError) -> RowValues {
    var known: [UInt32: Value] = [:]
    var values = [Value](repeating: .null, count: codes.count)
    for index in codes.indices where validity.map({ $0[index] }) ?? true {
      if let value = known[codes[index]] {
        values[index] = value
        continue
      }
      let operand = try dictionary.value(of: codes[index])
      let value = try overflowing(at: range) { () throws(OverflowError) in
        try function.apply([operand])
      }
      known[codes[index]] = value
      values[index] = value
    }
    return RowValues(type: type, .values(values))
  }
}
