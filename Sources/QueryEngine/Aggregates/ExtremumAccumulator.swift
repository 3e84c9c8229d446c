/// `min(x)` and `max(x)`.
struct ExtremumAccumulator: Accumulator {
  /// The best value of each group, null while there is none; not used for whole numbers.
  private var best: [Value] = []
  /// For whole numbers and units: the best of each group; the worst there can be while there is
  /// none.
  private var numbers: [Int64] = []
  /// Whether a group has a number.
  private var isHeld: [Bool] = []
  private let input: Int
  private let extremum: Aggregate.Extremum
  private let type: ValueType

  init(_ extremum: Aggregate.Extremum, input: Int, type: ValueType) {
    self.extremum = extremum
    self.input = input
    self.type = type
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    best.count * MemoryLayout<Value>.stride
      + numbers.count * (MemoryLayout<Int64>.stride + MemoryLayout<Bool>.stride)
  }

  mutating func grow(to groupCount: Int) {
    guard isWhole else { return best.grow(to: groupCount, with: .null) }
    numbers.grow(to: groupCount, with: extremum == .least ? .max : .min)
    isHeld.grow(to: groupCount, with: false)
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
    if let validity {
      let held = numbers.indices.filter { validity[$0] }
      offer(held.map { numbers[$0] }, to: held.map { batch.groups[$0] })
    } else {
      offer(numbers, to: batch.groups)
    }
  }

  private mutating func offer(_ numbers: [Int64], to groups: [UInt32]) {
    switch extremum {
    case .least: keepBest(numbers.span, groups.span, in: &self.numbers, &isHeld) { min($0, $1) }
    case .greatest: keepBest(numbers.span, groups.span, in: &self.numbers, &isHeld) { max($0, $1) }
    }
  }

  private mutating func offer(_ value: Value, to group: Int) {
    guard value != .null else { return }
    if best[group] != .null {
      let order = Value.order(value, best[group])
      guard extremum == .least ? order < 0 : order > 0 else { return }
    }
    best[group] = value
  }

  mutating func merge(_ other: ExtremumAccumulator, groups: [UInt32]) {
    guard isWhole else {
      for index in groups.indices { offer(other.best[index], to: Int(groups[index])) }
      return
    }
    let held = other.numbers.indices.filter { other.isHeld[$0] }
    offer(held.map { other.numbers[$0] }, to: held.map { groups[$0] })
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    guard isWhole else { return best[group] }
    return isHeld[group] ? Value(numbers[group], unit: type) : .null
  }
}

/// Replaces each group's number by the better of it and a row's.
@inline(__always)
private func keepBest(
  _ numbers: Swift.Span<Int64>, _ groups: Swift.Span<UInt32>, in best: inout [Int64],
  _ isHeld: inout [Bool], _ better: (Int64, Int64) -> Int64
) {
  var best = best.mutableSpan
  var isHeld = isHeld.mutableSpan
  for index in numbers.indices {
    let group = Int(groups[index])
    best[group] = better(best[group], numbers[index])
    isHeld[group] = true
  }
}
