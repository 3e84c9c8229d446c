import Statistics

/// `stddev(x)` of sampled spans, the same whatever the order of the rows.
struct WeightedDeviationAccumulator: Accumulator {
  private var variances: [WeightedVariance] = []
  private let input: Int
  private let type: ValueType

  init(input: Int, type: ValueType) {
    self.input = input
    self.type = type
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int { variances.count * MemoryLayout<WeightedVariance>.stride }

  mutating func grow(to groupCount: Int) {
    variances.grow(to: groupCount, with: WeightedVariance())
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let numbers: [Double]
    let validity: [Bool]?
    if isWhole {
      let (wholes, flags) = try values.asIntegers()
      (numbers, validity) = (wholes.map { Double($0) }, flags)
    } else {
      (numbers, validity) = try values.asDoubles()
    }
    for index in numbers.indices where validity.map({ $0[index] }) ?? true {
      variances[Int(batch.groups[index])].add(numbers[index], weight: batch.weights[index])
    }
  }

  mutating func merge(_ other: WeightedDeviationAccumulator, groups: [UInt32]) {
    for index in groups.indices { variances[Int(groups[index])].add(other.variances[index]) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    deviation(variances[group].standardDeviation, of: type)
  }
}
