/// `histogram(x)`: how many values there are from each edge up to the next.
struct HistogramAccumulator: Accumulator {
  /// Counts by the bucket's lower edge, as an ordered key where the values are doubles.
  private var counts: [[Int64: Int]] = []
  private let input: Int
  private let type: ValueType
  private let scale: HistogramScale

  init(input: Int, type: ValueType, scale: HistogramScale) {
    self.input = input
    self.type = type
    self.scale = scale
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  var byteCount: Int {
    counts.reduce(0) { $0 + 32 + $1.capacity * 2 * MemoryLayout<Int64>.stride }
  }

  mutating func grow(to groupCount: Int) { counts.grow(to: groupCount, with: [:]) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if isWhole, scale.isWhole {
      let (numbers, validity) = try values.asIntegers()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        count(scale.edge(below: numbers[index]), batch.groups[index])
      }
    } else {
      let (numbers, validity) = try values.asDoubles()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        count(scale.edge(below: numbers[index]).orderedKey, batch.groups[index])
      }
    }
  }

  private mutating func count(_ edge: Int64, _ group: UInt32) {
    counts[Int(group)][edge, default: 0] += 1
  }

  mutating func merge(_ other: HistogramAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      counts[Int(groups[index])].merge(other.counts[index]) { $0 + $1 }
    }
  }

  /// Pairs of an edge and a count, ascending; buckets without values are left out.
  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    let isWhole = isWhole && scale.isWhole
    let pairs = counts[group].sorted { $0.key < $1.key }.map { edge, count in
      Value.list([
        isWhole ? Value(edge, unit: type) : Value(finite: Double(orderedKey: edge)),
        .integer(Int64(count)),
      ])
    }
    return .list(pairs)
  }
}
