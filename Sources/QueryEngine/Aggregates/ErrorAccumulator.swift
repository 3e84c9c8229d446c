/// `error_rate()`: rows whose status is `error`, over all rows.
struct ErrorAccumulator: Accumulator {
  private var errors: [Int] = []
  /// The status.
  private let input: Int

  init(input: Int) {
    self.input = input
  }

  var byteCount: Int { errors.count * MemoryLayout<Int>.stride }

  mutating func grow(to groupCount: Int) { errors.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let statuses = batch.inputs[input]
    guard case .codes(let codes, let dictionary) = statuses.storage,
      let error = try dictionary.code(of: "error")
    else { return }
    for index in codes.indices where codes[index] == error && statuses.isValid(index) {
      errors[Int(batch.groups[index])] &+= 1
    }
  }

  mutating func merge(_ other: ErrorAccumulator, groups: [UInt32]) {
    for index in groups.indices { errors[Int(groups[index])] += other.errors[index] }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    rowCount == 0 ? .null : .double(Double(errors[group]) / Double(rowCount))
  }
}
