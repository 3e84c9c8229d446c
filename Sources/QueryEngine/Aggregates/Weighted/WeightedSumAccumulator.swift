import QuerySyntax
import Statistics

/// `sum(x)` and `avg(x)` of sampled spans, exact whatever the order of the rows.
struct WeightedSumAccumulator: Accumulator {
  /// For whole numbers and units: sums, and what the rows with a value stand for.
  private var wholes: [WeightedWholeSum] = []
  private var weights: [WeightTotal] = []
  /// For doubles.
  private var doubles: [WeightedSum] = []
  private let input: Int
  private let type: ValueType
  private let notices: Notices

  init(input: Int, type: ValueType, notices: Notices) {
    self.input = input
    self.type = type
    self.notices = notices
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    wholes.count * (MemoryLayout<WeightedWholeSum>.stride + MemoryLayout<WeightTotal>.stride)
      + doubles.count * MemoryLayout<WeightedSum>.stride
  }

  mutating func grow(to groupCount: Int) {
    guard isWhole else { return doubles.grow(to: groupCount, with: WeightedSum()) }
    wholes.grow(to: groupCount, with: WeightedWholeSum())
    weights.grow(to: groupCount, with: WeightTotal())
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if isWhole {
      let (numbers, validity) = try values.asIntegers()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        let group = Int(batch.groups[index])
        wholes[group].add(numbers[index], weight: batch.weights[index])
        weights[group].add(batch.weights[index])
      }
    } else {
      let (numbers, validity) = try values.asDoubles()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        doubles[Int(batch.groups[index])].add(numbers[index], weight: batch.weights[index])
      }
    }
  }

  mutating func merge(_ other: WeightedSumAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      let group = Int(groups[index])
      if isWhole {
        wholes[group].add(other.wholes[index])
        weights[group].add(other.weights[index])
      } else {
        doubles[group].add(other.doubles[index])
      }
    }
  }

  func result(
    of aggregate: Aggregate, group: Int, rowCount: Int
  ) throws(QueryError) -> Value {
    guard !(isWhole ? weights[group] : doubles[group].weights).isZero else { return .null }
    if case .weighted(.sum(_, let range)) = aggregate {
      return isWhole ? try wholeSum(group, at: range) : finite(doubles[group].value)
    }
    guard isWhole else { return finite(doubles[group].average) }
    guard type.isUnit else {
      return wholes[group].average(over: weights[group]).map { .double($0) } ?? .null
    }
    // The average lies between the values, so it fits.
    return wholes[group].roundedAverage(over: weights[group]).map { Value($0, unit: type) } ?? .null
  }

  private func wholeSum(_ group: Int, at range: SourceRange) throws(QueryError) -> Value {
    guard let sum = wholes[group].rounded else {
      throw .overflow(
        Diagnostic(
          "the weighted sum does not fit a 64-bit whole number", at: range,
          hint:
            "sum(float(x)) rounds instead, avg(x) stays in range, unweighted sums what is stored"
        ))
    }
    return Value(sum, unit: type)
  }

  private func finite(_ number: Double) -> Value {
    if !number.isFinite { notices.sawUndefined = true }
    return Value(finite: number)
  }
}
