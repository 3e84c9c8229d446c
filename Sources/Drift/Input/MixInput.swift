/// How often each value of an attribute is on each side; a missing value is one of them.
package struct MixInput: Sendable {
  package var attribute: String
  package var counts: [MetricComparison.CategoryCount]
  /// By how many times the variance of a share exceeds that of independent values: 1 where what was
  /// counted is independent, more where values of one unit go together.
  package var designEffect = 1.0

  package init(attribute: String, counts: [MetricComparison.CategoryCount]) {
    self.attribute = attribute
    self.counts = counts
  }
}

extension MixInput {
  /// Counts values, indices into the names, that come in units.
  package init(attribute: String, names: [String], baseline: Sample, candidate: Sample) {
    let before = CategoryTally(baseline, categoryCount: names.count)
    let after = CategoryTally(candidate, categoryCount: names.count)
    self.init(
      attribute: attribute,
      counts: names.indices.map { index in
        .init(
          value: names[index], baseline: before.counts[index], candidate: after.counts[index])
      })
    designEffect = CategoryTally.designEffect(before, after)
  }

  /// Counts the values of rows that come in units.
  ///
  /// `codes` are those of the names, in their order.
  package init(
    attribute: String, names: [String], codes: [Int], baseline: CodedSample,
    candidate: CodedSample
  ) {
    let count = max(256, (codes.max() ?? 0) + 1)
    let before = CategoryTally(
      baseline.codes, baseline.runs, weights: baseline.weights, categoryCount: count)
    let after = CategoryTally(
      candidate.codes, candidate.runs, weights: candidate.weights, categoryCount: count)
    self.init(
      attribute: attribute,
      counts: zip(names, codes).map { name, code in
        .init(value: name, baseline: before.counts[code], candidate: after.counts[code])
      })
    designEffect = CategoryTally.designEffect(before, after)
  }
}
