/// Finite numbers in ascending order, each with what it stands for.
package struct WeightedSample: Sendable {
  package let values: [Double]
  /// The weights of the values up to each one.
  package let cumulated: [Double]
  private let total: WeightTotal

  /// Sorts numbers with their weights.
  ///
  /// - Precondition: finite numbers, and a weight of at least 1 for each.
  /// - Complexity: O(n log n).
  package init(_ values: [Double], weights: [Double]) {
    precondition(values.count == weights.count, "a weight for each value")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    self.values = order.map { values[$0] }
    var total = WeightTotal()
    cumulated = order.map { index in
      total.add(weights[index])
      return total.value
    }
    self.total = total
  }

  package var count: Int { values.count }
  package var weight: Double { cumulated.last ?? 0 }

  /// The least value at which what the values up to it stand for reaches the fraction of what all do;
  /// nil of an empty sample.
  package func quantile(_ fraction: QuantileFraction) -> Double? {
    guard !values.isEmpty else { return nil }
    // Exact, as in answers to queries.
    let wanted = fraction.nearestRank(among: total)
    let reached = Double(wanted) / Double(WeightTotal.unitsOfOne)
    return values[firstPlace(reaching: reached)]
  }

  /// The first value at which the weights reach so much; the last where they do not.
  private func firstPlace(reaching weight: Double) -> Int {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] < weight { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What the values below a bound stand for, and half of what those equal to it do, as a share of all.
  package func share(upToMiddleOf bound: Double) -> Double {
    let (below, upTo) = (place(of: bound, isIncluded: false), place(of: bound, isIncluded: true))
    let first = below > 0 ? cumulated[below - 1] : 0
    let last = upTo > 0 ? cumulated[upTo - 1] : 0
    return (first + last) / 2 / weight
  }

  /// What the values above a bound stand for, as a share of all.
  package func share(above bound: Double) -> Double {
    let upTo = place(of: bound, isIncluded: true)
    return upTo > 0 ? 1 - cumulated[upTo - 1] / weight : 1
  }

  /// How many values are below a bound, or up to it.
  private func place(of bound: Double, isIncluded: Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      let isBelow = isIncluded ? values[middle] <= bound : values[middle] < bound
      if isBelow { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// So many unweighted values that lie as these do: those in the middles of as many parts of equal
  /// weight.
  package func spaced(count: Int) -> SortedSample {
    var spaced: [Double] = []
    spaced.reserveCapacity(count)
    var place = 0
    for part in 0..<count {
      let wanted = (Double(part) + 0.5) / Double(count) * weight
      while place < values.count - 1, cumulated[place] < wanted { place += 1 }
      spaced.append(values[place])
    }
    return SortedSample(ascending: spaced)
  }
}
