import Statistics

/// `error_rate()` of sampled spans: what the rows whose status is `error` stand for, over what all do.
struct WeightedErrorAccumulator: Accumulator {
  private var errors: [WeightTotal] = []
  private var totals: [WeightTotal] = []
  /// The status.
  private let input: Int

  init(input: Int) {
    self.input = input
  }

  var byteCount: Int { 2 * totals.count * MemoryLayout<WeightTotal>.stride }

  mutating func grow(to groupCount: Int) {
    errors.grow(to: groupCount, with: WeightTotal())
    totals.grow(to: groupCount, with: WeightTotal())
  }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    for index in batch.groups.indices {
      totals[Int(batch.groups[index])].add(batch.weights[index])
    }
    let statuses = batch.inputs[input]
    guard case .codes(let codes, let dictionary) = statuses.storage,
      let error = try dictionary.code(of: "error")
    else { return }
    for index in codes.indices
    where codes[index] == error && statuses.validity.map({ $0[index] }) ?? true {
      errors[Int(batch.groups[index])].add(batch.weights[index])
    }
  }

  mutating func merge(_ other: WeightedErrorAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      errors[Int(groups[index])].add(other.errors[index])
      totals[Int(groups[index])].add(other.totals[index])
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    errors[group].share(of: totals[group]).map { .double($0) } ?? .null
  }
}
