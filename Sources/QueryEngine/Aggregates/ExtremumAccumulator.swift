/// `min(x)` and `max(x)`.
struct ExtremumAccumulator: Accumulator {
  /// The best value of each group; null while there is none.
  private var best: [Value] = []
  /// For whole numbers and units, the best number again, where the loop over rows finds it
  /// without taking a value apart; the worst there can be while there is none.
  private var numbers: [Int64] = []
  private let input: Int
  private let extremum: Aggregate.Extremum
  private let type: ValueType

  init(_ extremum: Aggregate.Extremum, input: Int, type: ValueType) {
    self.extremum = extremum
    self.input = input
    self.type = type
  }

  private var isWhole: Bool { type == .integer || type.isUnit }
  private var worst: Int64 { extremum == .least ? .max : .min }

  var byteCount: Int {
    best.count * MemoryLayout<Value>.stride + numbers.count * MemoryLayout<Int64>.stride
  }

  mutating func grow(to groupCount: Int) {
    best.grow(to: groupCount, with: .null)
    if isWhole { numbers.grow(to: groupCount, with: worst) }
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    guard isWhole else {
      for index in batch.groups.indices {
        offer(try values.value(at: index), to: Int(batch.groups[index]))
      }
      return
    }
    let (numbers, validity) = try values.asIntegers()
    for index in numbers.indices where validity.map({ $0[index] }) ?? true {
      let group = Int(batch.groups[index])
      let number = numbers[index]
      let known = self.numbers[group]
      // Equality too, for a group whose only numbers are the worst there can be.
      if extremum == .least ? number <= known : number >= known { offer(number, to: group) }
    }
  }

  private mutating func offer(_ number: Int64, to group: Int) {
    numbers[group] = number
    best[group] = Value(number, unit: type)
  }

  private mutating func offer(_ value: Value, to group: Int) {
    guard value != .null else { return }
    guard best[group] != .null else {
      best[group] = value
      if let number = value.wholeNumber, isWhole { numbers[group] = number }
      return
    }
    let order = Value.order(value, best[group])
    guard extremum == .least ? order < 0 : order > 0 else { return }
    best[group] = value
    if let number = value.wholeNumber, isWhole { numbers[group] = number }
  }

  mutating func merge(_ other: ExtremumAccumulator, groups: [UInt32]) {
    for index in groups.indices { offer(other.best[index], to: Int(groups[index])) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value { best[group] }
}
