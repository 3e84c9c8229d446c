/// Values in clusters, made ready for quantiles of many resamples.
///
/// Values are sorted once. A table of how many of each group lie in each block of them finds the block
/// of a resample's quantile without touching the values; only that block is then walked.
package struct ClusteredQuantiles: Sendable {
  private let values: [Double]
  /// The group of each value, in the order of the values.
  private let groups: [UInt16]
  /// For each block after the last: for each group, its values before the block's end.
  private let cumulative: [UInt32]
  private let blockLength: Int
  private let resampler: ClusterResampler

  /// Nil where there are no values.
  ///
  /// `clusters` names the cluster of each value by a number from 0; those of one value each are the
  /// plain bootstrap. Needs 18 bytes a value, and at most 16 MiB for the table.
  /// - Precondition: finite values, a cluster for each.
  /// - Complexity: O(n).
  package init?(values: [Double], clusters: [Int], seed: UInt64) {
    guard let last = clusters.max() else { return nil }
    self.init(
      values: values, clusters: clusters.map(Int32.init), clusterCount: last + 1, seed: seed)
  }

  /// Nil where there are no values; clusters may have none.
  ///
  /// - Complexity: O(n).
  package init?(values: [Double], clusters: [Int32], clusterCount: Int, seed: UInt64) {
    precondition(values.count == clusters.count, "a cluster for each value")
    precondition(values.allSatisfy(\.isFinite), "finite values")
    guard !values.isEmpty else { return nil }
    let resampler = ClusterResampler(clusterCount: clusterCount, seed: seed)
    (self.values, groups) = ascending(
      values, labels: clusters.map { resampler.groups[Int($0)] })
    self.resampler = resampler
    // Blocks and groups so that neither walking a block nor the table costs much.
    let blockCount = min(1_024, max(1, values.count / 64))
    blockLength = (values.count + blockCount - 1) / blockCount
    cumulative = Self.table(groups, blockLength: blockLength, groupCount: resampler.groupCount)
  }

  /// The values in ascending order.
  package var sorted: SortedSample { SortedSample(ascending: values) }

  /// The value of the nearest rank.
  package func quantile(_ fraction: QuantileFraction) -> Double {
    values[fraction.nearestRank(among: values.count) - 1]
  }

  private static func table(
    _ groups: [UInt16], blockLength: Int, groupCount: Int
  ) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: groupCount)
    var table: [UInt32] = []
    for start in stride(from: 0, to: groups.count, by: blockLength) {
      for group in groups[start..<min(start + blockLength, groups.count)] {
        counts[Int(group)] += 1
      }
      table += counts
    }
    return table
  }

  /// The quantiles of so many resamples: for each fraction, one value of the nearest rank a resample,
  /// all of the same resamples; NaN of one without values.
  ///
  /// - Complexity: O(resamples · fractions · (groups · log(blocks) + n / blocks)).
  package func resampledQuantiles(_ fractions: [QuantileFraction], _ resamples: Int) -> [[Double]] {
    var resampler = resampler
    var draws: [Int32] = []
    var replicates = fractions.map { _ in [Double]() }
    for _ in 0..<resamples {
      resampler.draw(into: &draws)
      let total = weight(before: cumulative.count / draws.count, draws)
      for (index, fraction) in fractions.enumerated() {
        let value = total > 0 ? quantile(fraction.nearestRank(among: total), draws) : .nan
        replicates[index].append(value)
      }
    }
    return replicates
  }

  /// How many values of a resample lie in the first blocks.
  private func weight(before block: Int, _ draws: [Int32]) -> Int {
    guard block > 0 else { return 0 }
    let start = (block - 1) * draws.count
    var sum = 0
    for group in draws.indices {
      sum &+= Int(draws[group]) &* Int(cumulative[start + group])
    }
    return sum
  }

  private func quantile(_ rank: Int, _ draws: [Int32]) -> Double {
    // The last block before which there are fewer values than the rank. It is near where the rank
    // falls in the sample itself, so that few blocks are looked at.
    let blockCount = cumulative.count / draws.count
    var (low, high) = (0, blockCount)
    var passed = 0
    var guess = min(rank / blockLength, blockCount - 1)
    var step = 1
    while high - low > 1 {
      let middle = min(max(guess, low + 1), high - 1)
      let weight = weight(before: middle, draws)
      if weight < rank {
        (low, passed) = (middle, weight)
        guess = middle + step
      } else {
        high = middle
        guess = middle - step
      }
      // Once both sides are known, halving is as good as anything.
      if low > 0 && high < blockCount { guess = (low + high) / 2 }
      step *= 2
    }
    var index = low * blockLength
    while index < values.count {
      passed += Int(draws[Int(groups[index])])
      if passed >= rank { return values[index] }
      index += 1
    }
    return .nan
  }
}
