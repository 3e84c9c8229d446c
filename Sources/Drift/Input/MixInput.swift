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
}
