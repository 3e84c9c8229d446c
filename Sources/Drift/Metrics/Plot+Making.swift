import Statistics

extension MetricComparison.Plot {
  /// Values that are listed at most; the rest are drawn together.
  private static let listedCount = 20

  /// Of numbers; nil where a side has none.
  init?(_ baseline: SortedSample, _ candidate: SortedSample) {
    guard !baseline.isEmpty, !candidate.isEmpty else { return nil }
    let bins = SharedBins(baseline, candidate)
    self.init(
      baselineQuantiles: Self.quantiles(baseline), candidateQuantiles: Self.quantiles(candidate),
      edges: bins.edges, baselineBins: bins.counts(of: baseline),
      candidateBins: bins.counts(of: candidate), categories: [])
  }

  init(categories: [MetricComparison.CategoryCount]) {
    self.init(
      baselineQuantiles: [], candidateQuantiles: [], edges: [], baselineBins: [],
      candidateBins: [], categories: categories)
  }

  private static func quantiles(_ sample: SortedSample) -> [Double] {
    (0...100).compactMap { percent in
      QuantileFraction(Int64(percent), over: 100).flatMap { sample.quantile($0) }
    }
  }

  /// The values that come most often, or whose shares differ the most, most frequent first; the others
  /// are added up.
  static func frequent(
    _ counts: [MetricComparison.CategoryCount]
  ) -> [MetricComparison.CategoryCount] {
    let seen = counts.filter { $0.baseline + $0.candidate > 0 }
    let sorted = seen.sorted {
      ($1.baseline + $1.candidate, $0.value) < ($0.baseline + $0.candidate, $1.value)
    }
    let rest = sorted.dropFirst(listedCount)
    guard !rest.isEmpty else { return sorted }
    return sorted.prefix(listedCount) + [
      .init(
        value: "\(rest.count) others", baseline: rest.reduce(0) { $0 + $1.baseline },
        candidate: rest.reduce(0) { $0 + $1.candidate })
    ]
  }
}
