extension ComparisonInput {
  /// The bytes that making the report takes at most, besides the input and the report, for callers that
  /// have a budget.
  ///
  /// What is kept of the last samples, of the largest of them, and what sorting one takes meanwhile.
  package var workingBytes: Int {
    let samples = (metrics + strata.flatMap(\.metrics)).flatMap { [$0.baseline, $0.candidate] }
    let sizes = samples.map { sample in
      // Sums and counts of units; two sorted copies, and one with its groups; the table of groups.
      sample.unitCount * 24 + sample.values.count * 26
        + min(16 << 20, sample.values.count / 64 * min(sample.unitCount, 4_096) * 4)
    }
    let kept = sizes.sorted().suffix(SampleCache.limit).reduce(0, +)
    let largest = samples.map { $0.values.count + $0.unitCount }.max() ?? 0
    let nodes = shape?.forms.reduce(0) { $0 + $1.nodes.count } ?? 0
    let traces = shape?.traces.map { $0.baseline.values.count + $0.candidate.values.count } ?? 0
    return kept + largest * 40 + nodes * 64 + traces * 40
  }
}
