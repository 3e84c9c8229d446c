extension ComparisonInput {
  /// The bytes that making the report takes at most, besides the input and the report, for callers that
  /// have a budget.
  ///
  /// The parts that take the most of it, one for each of so many threads; causes are looked for once
  /// these are done.
  package func workingByteCount(threadCount: Int) -> Int {
    let samples = ReportPart.all(of: self).map { $0.workingByteCount(self) }
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

extension ReportPart {
  /// What comparing metrics of the same samples takes: what is kept of both sides, and what sorting one
  /// of them takes meanwhile.
  fileprivate func workingByteCount(_ input: ComparisonInput) -> Int {
    guard case .metrics(let places) = self else { return 0 }
    let metrics = places.map { input.allMetrics[$0] }
    let sides = metrics.first.map { [$0.baseline, $0.candidate] } ?? []
    let kept = sides.map { side in
      side.unitByteCount + metrics.reduce(0) { max($0, $1.kind.keptByteCount(side)) }
    }
    let largest = sides.map(\.values.count).max() ?? 0
    let sorting = metrics.contains { $0.kind.sorts } ? largest * 26 : 0
    return kept.reduce(0, +) + sorting
  }
}

extension Sample {
  /// Sums and counts of units, their means in order, and the logarithms of these.
  fileprivate var unitByteCount: Int { unitCount * 40 }
}

extension MetricInput.Kind {
  fileprivate var sorts: Bool {
    switch self {
    case .share, .categories: false
    case .distribution, .quantile, .mean, .meanOfSums: true
    }
  }

  /// What is kept of a sample: values in order, and what drawing units takes.
  fileprivate func keptByteCount(_ sample: Sample) -> Int {
    let weights = sample.weights == nil ? 0 : sample.values.count * 32
    switch self {
    case .distribution, .mean, .meanOfSums: return sample.values.count * 16 + weights
    case .quantile:
      let groups = min(sample.unitCount, 4_096)
      let table = min(16 << 20, sample.values.count / 64 * groups * 4)
      return sample.values.count * 18 + table + weights
    case .categories: return sample.values.count * 8
    case .share: return 0
    }
  }
}
