/// Weighted values in clusters, made ready for quantiles of many resamples; what `ClusteredQuantiles` is
/// for values that stand for themselves.
package struct WeightedQuantiles: Sendable {
  private let values: [Double]
  private let weights: [Double]
  /// The group of each value, in the order of the values.
  private let groups: [UInt16]
  /// For each block after the last: for each group, the weights of its values before the block's end.
  private let cumulative: [Double]
  private let blockLength: Int
  private let resampler: ClusterResampler

  /// Nil where there are no values; clusters may have none.
  ///
  /// Needs 26 bytes a value, and at most 16 MiB for the table.
  /// - Precondition: finite values, a cluster and a weight for each.
  /// - Complexity: O(n log n).
  package init?(
    values: [Double], weights: [Double], clusters: [Int32], clusterCount: Int, seed: UInt64
  ) {
    precondition(values.count == clusters.count, "a cluster for each value")
    precondition(values.count == weights.count, "a weight for each value")
    guard !values.isEmpty else { return nil }
    let resampler = ClusterResampler(clusterCount: clusterCount, seed: seed)
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    self.values = order.map { values[$0] }
    self.weights = order.map { weights[$0] }
    groups = order.map { resampler.groups[Int(clusters[$0])] }
    self.resampler = resampler
    let blockCount = min(512, max(1, values.count / 64))
    blockLength = (values.count + blockCount - 1) / blockCount
    var counts = [Double](repeating: 0, count: resampler.groupCount)
    var table: [Double] = []
    for start in stride(from: 0, to: groups.count, by: blockLength) {
      for place in start..<min(start + blockLength, groups.count) {
        counts[Int(groups[place])] += self.weights[place]
      }
      table += counts
    }
    cumulative = table
  }

  /// The quantiles of so many resamples: of each the least value at which the weights up to it reach the
  /// fraction of all; NaN of one without values.
  ///
  /// - Complexity: O(resamples · (groups · log(blocks) + n / blocks)).
  package func resampledQuantiles(_ fraction: QuantileFraction, _ resamples: Int) -> [Double] {
    var resampler = resampler
    var draws: [Int32] = []
    let share = Double(fraction.numerator) / Double(fraction.denominator)
    return (0..<resamples).map { _ in
      resampler.draw(into: &draws)
      let blockCount = cumulative.count / draws.count
      let total = weight(before: blockCount, draws)
      // Sums of weights are rounded; a rank that is met but for that is met.
      return total > 0 ? quantile(total * share * (1 - 1e-12), draws) : .nan
    }
  }

  /// The weights of a resample's values in the first blocks.
  private func weight(before block: Int, _ draws: [Int32]) -> Double {
    guard block > 0 else { return 0 }
    let start = (block - 1) * draws.count
    var sum = 0.0
    for group in draws.indices { sum += Double(draws[group]) * cumulative[start + group] }
    return sum
  }

  private func quantile(_ wanted: Double, _ draws: [Int32]) -> Double {
    var (low, high) = (0, cumulative.count / draws.count)
    var passed = 0.0
    while high - low > 1 {
      let middle = (low + high) / 2
      let weight = weight(before: middle, draws)
      if weight < wanted {
        (low, passed) = (middle, weight)
      } else {
        high = middle
      }
    }
    var last = Double.nan
    for index in (low * blockLength)..<values.count {
      let times = draws[Int(groups[index])]
      guard times > 0 else { continue }
      last = values[index]
      passed += Double(times) * weights[index]
      if passed >= wanted { return last }
    }
    return last
  }
}
