/// Values that conditions decide.
extension SegmentReader {
  /// A condition as a value: neither true nor false is null.
  func truths(
    _ isTrue: ExactPredicate, _ isFalse: ExactPredicate, rows: [UInt32]
  ) throws(QueryError) -> RowValues {
    let truths = try flags(of: isTrue, rows: rows)
    let lies = try flags(of: isFalse, rows: rows)
    let validity = truths.indices.map { truths[$0] || lies[$0] }
    return RowValues(
      type: .boolean, .integers(truths.map { $0 ? 1 : 0 }),
      validity: validity.contains(false) ? validity : nil)
  }

  /// The first value where a condition is true, and the second elsewhere.
  func choose(
    _ condition: ExactPredicate, _ first: Scalar, _ second: Scalar, rows: [UInt32],
    type: ValueType
  ) throws(QueryError) -> RowValues {
    let flags = try flags(of: condition, rows: rows)
    let (left, right) = (try evaluate(first, rows: rows), try evaluate(second, rows: rows))
    switch (left.storage, right.storage) {
    case (.integers(let ones), .integers(let others)) where left.type == right.type:
      let numbers = flags.indices.map { flags[$0] ? ones[$0] : others[$0] }
      return RowValues(type: left.type, .integers(numbers), validity: select(flags, left, right))
    case (.doubles(let ones), .doubles(let others)):
      let numbers = flags.indices.map { flags[$0] ? ones[$0] : others[$0] }
      return RowValues(type: .double, .doubles(numbers), validity: select(flags, left, right))
    default:
      var values: [Value] = []
      values.reserveCapacity(flags.count)
      for index in flags.indices {
        values.append(try (flags[index] ? left : right).value(at: index))
      }
      return RowValues(type: type, .values(values))
    }
  }

  private func select(_ flags: [Bool], _ left: RowValues, _ right: RowValues) -> [Bool]? {
    guard left.validity != nil || right.validity != nil else { return nil }
    return flags.indices.map { (flags[$0] ? left : right).isValid($0) }
  }
}
