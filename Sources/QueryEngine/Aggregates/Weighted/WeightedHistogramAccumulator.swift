import QuerySyntax
import Statistics

/// `histogram(x)` of sampled spans: for how many the values stand from each edge up to the next.
struct WeightedHistogramAccumulator: Accumulator {
  /// By the bucket's lower edge, as an ordered key where the values are doubles.
  private var totals: [[Int64: WeightTotal]] = []
  private let input: Int
  private let type: ValueType
  private let scale: HistogramScale

  init(input: Int, type: ValueType, scale: HistogramScale) {
    self.input = input
    self.type = type
    self.scale = scale
  }

  private var isWhole: Bool { (type == .integer || type.isUnit) && scale.isWhole }

  var byteCount: Int {
    totals.reduce(0) { $0 + 32 + $1.capacity * 2 * MemoryLayout<WeightTotal>.stride }
  }

  mutating func grow(to groupCount: Int) { totals.grow(to: groupCount, with: [:]) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    if isWhole {
      let (numbers, validity) = try values.asIntegers()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        add(batch.weights[index], to: scale.edge(below: numbers[index]), batch.groups[index])
      }
    } else {
      let (numbers, validity) = try values.asDoubles()
      for index in numbers.indices where validity.map({ $0[index] }) ?? true {
        let edge = scale.edge(below: numbers[index]).orderedKey
        add(batch.weights[index], to: edge, batch.groups[index])
      }
    }
  }

  private mutating func add(_ weight: Double, to edge: Int64, _ group: UInt32) {
    totals[Int(group)][edge, default: WeightTotal()].add(weight)
  }

  mutating func merge(_ other: WeightedHistogramAccumulator, groups: [UInt32]) {
    for index in groups.indices {
      for (edge, total) in other.totals[index] {
        totals[Int(groups[index])][edge, default: WeightTotal()].add(total)
      }
    }
  }

  /// Pairs of an edge and a count, ascending; buckets without values are left out.
  func result(of aggregate: Aggregate, group: Int, rowCount: Int) throws(QueryError) -> Value {
    var pairs: [Value] = []
    for (edge, total) in totals[group].sorted(by: { $0.key < $1.key }) {
      pairs.append(
        .list([
          isWhole ? Value(edge, unit: type) : Value(finite: Double(orderedKey: edge)),
          .integer(try total.wholeCount()),
        ]))
    }
    return .list(pairs)
  }
}
