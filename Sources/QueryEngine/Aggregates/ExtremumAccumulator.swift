/// `min(x)` and `max(x)`.
struct ExtremumAccumulator: Accumulator {
  private var best: [Value] = []
  private let input: Int
  private let extremum: Aggregate.Extremum

  init(_ extremum: Aggregate.Extremum, input: Int) {
    self.extremum = extremum
    self.input = input
  }

  var byteCount: Int { best.count * MemoryLayout<Value>.stride }

  mutating func grow(to groupCount: Int) { best.grow(to: groupCount, with: .null) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if case .integers(let numbers) = values.storage {
      addNumbers(numbers, values, batch.groups)
      return
    }
    for index in batch.groups.indices {
      offer(try values.value(at: index), to: Int(batch.groups[index]))
    }
  }

  private mutating func addNumbers(
    _ numbers: [Int64], _ values: RowValues, _ groups: [UInt32]
  ) {
    for index in numbers.indices where values.isValid(index) {
      let group = Int(groups[index])
      if let known = best[group].wholeNumber, values.type != .boolean {
        let isBetter =
          extremum == .least ? numbers[index] < known : numbers[index] > known
        if !isBetter { continue }
      }
      offer(Value(numbers[index], unit: values.type), to: group)
    }
  }

  private mutating func offer(_ value: Value, to group: Int) {
    guard value != .null else { return }
    guard best[group] != .null else {
      best[group] = value
      return
    }
    let order = Value.order(value, best[group])
    if extremum == .least ? order < 0 : order > 0 { best[group] = value }
  }

  mutating func merge(_ other: ExtremumAccumulator, groups: [UInt32]) {
    for index in groups.indices { offer(other.best[index], to: Int(groups[index])) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value { best[group] }
}
