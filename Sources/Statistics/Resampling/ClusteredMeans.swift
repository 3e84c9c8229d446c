/// Sums and counts of clusters, all that resampling means and rates needs of the data.
package struct ClusteredMeans: Sendable {
  /// One sum for each cluster, such as a trace's cost or its errors.
  private let sums: [Double]
  /// One count for each cluster, such as a trace's spans; or sums of weights.
  private let counts: [Double]

  /// Nil where nothing is counted.
  ///
  /// - Precondition: as many counts as sums, all finite, and no count negative.
  package init?(sums: [Double], counts: [Double]) {
    precondition(sums.count == counts.count, "a count for each sum")
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    self.sums = sums
    self.counts = counts
  }

  /// The sum of sums over the sum of counts.
  package var mean: Double { sums.reduce(0, +) / counts.reduce(0, +) }

  /// The means of so many resamples of the clusters; NaN of one that counts nothing.
  ///
  /// - Complexity: O(clusters + resamples · min(clusters, 4,096)).
  package func resampledMeans(_ resamples: Int, seed: UInt64) -> [Double] {
    var resampler = ClusterResampler(clusterCount: sums.count, seed: seed)
    var groupSums = [Double](repeating: 0, count: resampler.groupCount)
    var groupCounts = groupSums
    for (cluster, group) in resampler.groups.enumerated() {
      groupSums[Int(group)] += sums[cluster]
      groupCounts[Int(group)] += counts[cluster]
    }
    var draws: [Int32] = []
    return (0..<resamples).map { _ in
      resampler.draw(into: &draws)
      var (sum, count) = (0.0, 0.0)
      for group in draws.indices {
        let times = Double(draws[group])
        sum += times * groupSums[group]
        count += times * groupCounts[group]
      }
      return count > 0 ? sum / count : .nan
    }
  }
}
