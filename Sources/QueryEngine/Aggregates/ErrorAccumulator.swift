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
    if let validity = statuses.validity {
      for index in codes.indices where codes[index] == error && validity[index] {
        errors[Int(batch.groups[index])] &+= 1
      }
    } else {
      count(error, in: codes.span, groups: batch.groups.span, into: &errors)
    }
  }

  mutating func merge(_ other: ErrorAccumulator, groups: [UInt32]) {
    for index in groups.indices { errors[Int(groups[index])] += other.errors[index] }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    rowCount == 0 ? .null : .double(Double(errors[group]) / Double(rowCount))
  }
}

/// Adds one for each row with a code to its group's count; errors come in no pattern that a
/// processor could predict, so there is no branch.
private func count(
  _ code: UInt32, in codes: Swift.Span<UInt32>, groups: Swift.Span<UInt32>,
  into counts: inout [Int]
) {
  var counts = counts.mutableSpan
  for index in codes.indices { counts[Int(groups[index])] &+= codes[index] == code ? 1 : 0 }
}
