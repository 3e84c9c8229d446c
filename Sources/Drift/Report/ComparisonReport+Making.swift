extension ComparisonReport {
  /// Compares two populations.
  ///
  /// The same input gives the same report, on any number of threads.
  package init(_ input: ComparisonInput) {
    self.init(
      baseline: input.baseline, candidate: input.candidate, metrics: [], mix: [], shape: nil,
      causes: [], strata: [], exemplars: [], pairs: [],
      method: Method(
        alpha: input.options.alpha, confidence: input.options.confidence,
        unit: input.options.unit, resamples: input.options.resamples, seed: input.options.seed,
        tests: 0), notes: [])
  }
}
