import QuerySyntax
import Statistics

/// `count()`, `count(x)` and `rate()` of sampled spans: what the rows stand for.
struct WeightAccumulator: Accumulator {
  private var totals: [WeightTotal] = []
  /// The value that is counted; nil for every row.
  private let input: Int?

  init(input: Int?) {
    self.input = input
  }

  /// What the rows of all groups stand for; nil when only those with a value were counted.
  var total: WeightTotal? {
    guard input == nil else { return nil }
    return totals.reduce(into: WeightTotal()) { $0.add($1) }
  }

  var byteCount: Int { totals.count * MemoryLayout<WeightTotal>.stride }

  mutating func grow(to groupCount: Int) { totals.grow(to: groupCount, with: WeightTotal()) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let presence = try input.flatMap { (input) throws(QueryError) in
      try batch.inputs[input].decodedPresence()
    }
    for index in batch.groups.indices where presence.map({ $0[index] }) ?? true {
      totals[Int(batch.groups[index])].add(batch.weights[index])
    }
  }

  mutating func merge(_ other: WeightAccumulator, groups: [UInt32]) {
    for index in groups.indices { totals[Int(groups[index])].add(other.totals[index]) }
  }

  func result(
    of aggregate: Aggregate, group: Int, rowCount: Int
  ) throws(QueryError) -> Value {
    if aggregate.isRate { return .double(totals[group].value) }
    return .integer(try totals[group].wholeCount())
  }
}

extension WeightTotal {
  /// The nearest whole number of spans.
  func wholeCount() throws(QueryError) -> Int64 {
    guard let rounded else {
      throw .overflow(
        Diagnostic(
          "the weighted count does not fit a 64-bit whole number", at: SourceRange(0, 0),
          hint: "write unweighted for plain counts"))
    }
    return rounded
  }
}
