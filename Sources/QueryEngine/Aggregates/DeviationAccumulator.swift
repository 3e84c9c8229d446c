import Statistics

/// `stddev(x)`, the same whatever the order of the rows.
struct DeviationAccumulator: Accumulator {
  private var variances: [ExactVariance] = []
  private let input: Int
  private let type: ValueType

  init(input: Int, type: ValueType) {
    self.input = input
    self.type = type
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int { variances.count * MemoryLayout<ExactVariance>.stride }

  mutating func grow(to groupCount: Int) { variances.grow(to: groupCount, with: ExactVariance()) }

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
      variances[Int(batch.groups[index])].add(numbers[index])
    }
  }

  mutating func merge(_ other: DeviationAccumulator, groups: [UInt32]) {
    for index in groups.indices { variances[Int(groups[index])].add(other.variances[index]) }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    deviation(variances[group].standardDeviation, of: type)
  }
}

/// A deviation of values of a type: of a unit the nearest whole number of it.
func deviation(_ deviation: Double?, of type: ValueType) -> Value {
  guard let deviation else { return .null }
  guard type.isUnit else { return Value(finite: deviation) }
  let number = Int64(exactly: deviation.rounded(.toNearestOrEven))
  // The deviation of instants is a length of time.
  return number.map { Value($0, unit: type == .instant ? .duration : type) } ?? .null
}
