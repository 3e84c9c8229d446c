extension RowValues {
  /// The whole numbers without their unit, and which rows have one.
  func asIntegers() throws(QueryError) -> (numbers: [Int64], validity: [Bool]?) {
    if case .integers(let numbers) = storage { return (numbers, validity) }
    var numbers = [Int64](repeating: 0, count: count)
    var flags = [Bool](repeating: false, count: count)
    for index in numbers.indices {
      guard let number = try value(at: index).wholeNumber else { continue }
      numbers[index] = number
      flags[index] = true
    }
    return (numbers, flags)
  }

  /// The numbers as doubles, and which rows have one.
  func asDoubles() throws(QueryError) -> (numbers: [Double], validity: [Bool]?) {
    if case .doubles(let numbers) = storage { return (numbers, validity) }
    var numbers = [Double](repeating: 0, count: count)
    var flags = [Bool](repeating: false, count: count)
    for index in numbers.indices {
      guard case .double(let number) = try value(at: index).converted(by: .double)
      else { continue }
      numbers[index] = number
      flags[index] = true
    }
    return (numbers, flags)
  }

  /// Integers that order as the doubles do, and which rows have one.
  func asOrderedKeys() throws(QueryError) -> (keys: [Int64], validity: [Bool]?) {
    let (numbers, validity) = try asDoubles()
    return (numbers.map { $0.orderedKey }, validity)
  }

  /// Whether each row has a value, with codes that stand for nothing looked at; nil when all
  /// have.
  func decodedPresence() throws(QueryError) -> [Bool]? { presence }
}
