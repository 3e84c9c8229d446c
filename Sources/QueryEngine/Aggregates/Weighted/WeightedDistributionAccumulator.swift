import Statistics

/// Percentiles of sampled spans: the least value at which what the values up to it stand for reaches
/// the share of what all do.
///
/// Every value is held with its weight until the end. Values of equal weight take the ranks that they
/// have without weights.
struct WeightedDistributionAccumulator: Accumulator {
  private var keys: [Int64] = []
  private var weights: [Double] = []
  private var groups: [UInt32] = []
  private var groupCount = 0
  /// The results of the groups, a value a fraction, once finished.
  private var results: [Value] = []
  private let input: Int
  private let type: ValueType
  private let fractions: [QuantileFraction]

  init(input: Int, type: ValueType, fractions: [QuantileFraction]) {
    self.input = input
    self.type = type
    self.fractions = fractions
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  /// Twice what is held: sorting takes as much again.
  var byteCount: Int {
    2 * groups.count
      * (MemoryLayout<Int64>.stride + MemoryLayout<Double>.stride + MemoryLayout<UInt32>.stride)
      + results.count * MemoryLayout<Value>.stride
  }

  mutating func grow(to groupCount: Int) { self.groupCount = max(groupCount, self.groupCount) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let (keys, validity) = isWhole ? try values.asIntegers() : try values.asOrderedKeys()
    guard let validity else {
      self.keys += keys
      weights += batch.weights
      groups += batch.groups
      return
    }
    for index in keys.indices where validity[index] {
      self.keys.append(keys[index])
      weights.append(batch.weights[index])
      groups.append(batch.groups[index])
    }
  }

  mutating func merge(_ other: WeightedDistributionAccumulator, groups: [UInt32]) {
    keys += other.keys
    weights += other.weights
    self.groups += other.groups.map { groups[Int($0)] }
  }

  /// A value and what it stands for.
  private struct Entry {
    var key: Int64
    var weight: Double
  }

  mutating func finish(rowCounts: [Int], _ control: QueryControl) throws(QueryError) {
    results = Array(repeating: .null, count: groupCount * fractions.count)
    var starts = [Int](repeating: 0, count: groupCount + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<groupCount { starts[group + 1] += starts[group] }
    var entries = [Entry](repeating: Entry(key: 0, weight: 0), count: groups.count)
    var next = starts
    for index in groups.indices {
      entries[next[Int(groups[index])]] = Entry(key: keys[index], weight: weights[index])
      next[Int(groups[index])] += 1
    }
    (keys, weights, groups) = ([], [], [])
    for group in 0..<groupCount where starts[group] < starts[group + 1] {
      try control.check()
      let sorted = entries[starts[group]..<starts[group + 1]].sorted { $0.key < $1.key }
      select(sorted, group)
    }
  }

  private mutating func select(_ sorted: [Entry], _ group: Int) {
    var total = WeightTotal()
    for entry in sorted { total.add(entry.weight) }
    for (place, fraction) in fractions.enumerated() {
      let wanted = fraction.nearestRank(among: total)
      var reached = WeightTotal()
      let found = sorted.first { entry in
        reached.add(entry.weight)
        return reached.units >= wanted
      }
      guard let key = (found ?? sorted.last)?.key else { continue }
      results[group * fractions.count + place] =
        isWhole ? Value(key, unit: type) : Value(finite: Double(orderedKey: key))
    }
  }

  func result(of aggregate: Aggregate, group: Int, rowCount: Int) -> Value {
    guard case .weighted(.quantile(_, let fraction)) = aggregate,
      let place = fractions.firstIndex(of: fraction)
    else { return .null }
    return results[group * fractions.count + place]
  }
}
