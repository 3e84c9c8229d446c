extension ComparisonInput {
  /// The bytes that making the report takes at most, besides the input and the report, for callers that
  /// have a budget.
  ///
  /// The parts that take the most of it, one for each of so many threads; causes are looked for once
  /// these are done.
  package func workingByteCount(threadCount: Int) -> Int {
    let samples = (metrics + strata.flatMap(\.metrics)).map {
      $0.baseline.workingByteCount + $0.candidate.workingByteCount
    }
    let greatest = samples.sorted().suffix(threadCount).reduce(0, +)
    return max(greatest + shapeByteCount, causeByteCount)
  }

  /// Features of forms, and what each trace has of one.
  private var shapeByteCount: Int {
    let forms = shape?.forms.reduce(0) { $0 + $1.nodes.count * 64 + 256 } ?? 0
    let traces = shape?.traces.map { $0.baseline.values.count + $0.candidate.values.count } ?? 0
    return forms + traces * 40
  }

  /// The combination of each row, the table that they are found by on either side, and the units' sums
  /// of the metrics that differ.
  private var causeByteCount: Int {
    guard let columns = causeColumns, let first = columns.attributes.first else { return 0 }
    let units = metrics.map { $0.baseline.unitCount + $0.candidate.unitCount }.max() ?? 0
    return (first.baseline.count + first.candidate.count) * 4
      + 2 * ValueCombinations.greatestTableByteCount + units * 16
  }
}

extension Sample {
  /// What a metric of it takes while it is compared.
  ///
  /// Sums and counts of units, and their means in order; values in order with their groups, and what
  /// sorting them takes; their logarithms; and the table of groups for draws.
  fileprivate var workingByteCount: Int {
    unitCount * 40 + values.count * 40
      + min(16 << 20, values.count / 64 * min(unitCount, 4_096) * 4)
  }
}
