import Statistics

/// `p50(x)` to `p999(x)` and `quantile(x, q)`: exact, by nearest rank.
///
/// It keeps every value, eight bytes and the group's four: rounding into buckets would be
/// smaller, and wrong. All quantiles of one expression share a state.
struct DistributionAccumulator: Accumulator {
  /// Values of a batch, in a form that orders as the numbers do, and the group of each.
  private struct Part {
    var keys: [Int64]
    var groups: [UInt32]
  }

  private var parts: [Part] = []
  private var valueCount = 0
  private var counts: [Int] = []
  /// A value a group and fraction, once finished.
  private var results: [[Value]] = []
  private let input: Int
  private let type: ValueType
  private let fractions: [QuantileFraction]

  init(input: Int, type: ValueType, fractions: [QuantileFraction]) {
    self.input = input
    self.type = type
    self.fractions = fractions.sorted {
      // Ranks ascend with the fractions.
      Int128($0.numerator) * Int128($1.denominator) < Int128($1.numerator) * Int128($0.denominator)
    }
  }

  private var isWhole: Bool { type == .integer || type.isUnit }

  /// Each value's eight bytes and its group's four, and eight again while they are sorted by
  /// group.
  var byteCount: Int {
    valueCount * 20 + counts.count * (MemoryLayout<Int>.stride + 24 * fractions.count)
  }

  mutating func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  mutating func add(_ batch: GroupedBatch) throws(QueryError) {
    let values = batch.inputs[input]
    let (keys, validity) = isWhole ? try values.asIntegers() : try values.asOrderedKeys()
    var part = Part(keys: keys, groups: batch.groups)
    if let validity {
      part.keys = keys.indices.filter { validity[$0] }.map { keys[$0] }
      part.groups = keys.indices.filter { validity[$0] }.map { batch.groups[$0] }
    }
    for group in part.groups { counts[Int(group)] &+= 1 }
    valueCount += part.keys.count
    parts.append(part)
  }

  mutating func merge(_ other: DistributionAccumulator, groups: [UInt32]) {
    for part in other.parts {
      parts.append(Part(keys: part.keys, groups: part.groups.map { groups[Int($0)] }))
    }
    for index in groups.indices { counts[Int(groups[index])] += other.counts[index] }
    valueCount += other.valueCount
  }

  mutating func finish() {
    let starts = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    var sorted = scatter(starts)
    parts = []
    var keys = sorted.mutableSpan
    results = counts.indices.map { group in
      select(in: starts[group]..<starts[group + 1], of: &keys)
    }
  }

  /// The values, group after group.
  private func scatter(_ starts: [Int]) -> [Int64] {
    var sorted = [Int64](repeating: 0, count: valueCount)
    var places = starts
    var target = sorted.mutableSpan
    var next = places.mutableSpan
    for part in parts {
      let keys = part.keys.span
      let groups = part.groups.span
      for index in keys.indices {
        let group = Int(groups[index])
        target[next[group]] = keys[index]
        next[group] &+= 1
      }
    }
    return sorted
  }

  private func select(in range: Range<Int>, of keys: inout MutableSpan<Int64>) -> [Value] {
    guard !range.isEmpty else { return fractions.map { _ in .null } }
    var low = range.lowerBound
    return fractions.map { fraction in
      let rank = range.lowerBound + fraction.nearestRank(among: range.count) - 1
      // Ranks ascend, so what lies before the last one needs no more sorting.
      low = min(low, rank)
      let key = selectInPlace(&keys, rank: rank, in: low..<range.upperBound)
      low = rank
      return isWhole ? Value(key, unit: type) : Value(finite: Double(orderedKey: key))
    }
  }

  func result(of aggregate: Aggregate, group: Int) -> Value {
    guard case .quantile(_, let fraction) = aggregate,
      let index = fractions.firstIndex(of: fraction)
    else { return .null }
    return results[group][index]
  }
}

extension Double {
  /// An integer that orders as the number does.
  ///
  /// The bits of positive doubles order by themselves; those of negative ones the other way round.
  var orderedKey: Int64 {
    let bits = Int64(bitPattern: bitPattern)
    return bits >= 0 ? bits : bits ^ .max
  }

  init(orderedKey key: Int64) {
    self.init(bitPattern: UInt64(bitPattern: key >= 0 ? key : key ^ .max))
  }
}
