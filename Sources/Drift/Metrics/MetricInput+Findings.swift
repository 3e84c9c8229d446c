import Statistics

extension MetricInput {
  /// Applies the methods of the metric's kind.
  func findings(_ options: ComparisonOptions, _ cache: inout SampleCache) -> MetricFindings {
    switch kind {
    case .distribution:
      isPaired
        ? PairedMetric(metric: self, options: options).distribution(&cache)
        : DistributionMetric(metric: self, options: options).findings(&cache)
    case .quantile(let numerator, let denominator):
      quantileFindings(numerator, denominator, options, &cache)
    case .mean:
      isPaired
        ? PairedMetric(metric: self, options: options).mean(&cache)
        : MeanMetric(metric: self, isOfSums: false, options: options).findings(&cache)
    case .meanOfSums:
      isPaired
        ? PairedMetric(metric: self, options: options).mean(&cache)
        : MeanMetric(metric: self, isOfSums: true, options: options).findings(&cache)
    case .share:
      isPaired
        ? PairedMetric(metric: self, options: options).share()
        : ShareMetric(metric: self, options: options).findings(&cache)
    case .categories(let names):
      isPaired
        ? PairedCategories(metric: self, names: names, options: options).findings()
        : CategoryMetric(metric: self, names: names, options: options).findings()
    }
  }

  private func quantileFindings(
    _ numerator: Int64, _ denominator: Int64, _ options: ComparisonOptions,
    _ cache: inout SampleCache
  ) -> MetricFindings {
    guard let fraction = QuantileFraction(numerator, over: denominator) else {
      preconditionFailure("a quantile lies between 0 and 1")
    }
    return QuantileMetric(metric: self, fraction: fraction, options: options).findings(&cache)
  }
}
