import Statistics

extension ComparisonReport {
  /// The attributes that explain the differences of those metrics that differ, the most of each first.
  static func causes(
    _ input: ComparisonInput, _ metrics: [MetricComparison], _ workers: Workers
  ) -> [Cause] {
    let differing = input.metrics.indices.filter {
      (metrics[$0].adjustedP ?? 1) <= input.options.alpha
    }
    let columns = differing.isEmpty ? nil : input.causeColumns.map { CauseTables($0, workers) }
    let designEffects = Dictionary(
      input.mix.map { ($0.attribute, $0.designEffect) }, uniquingKeysWith: max)
    return workers.map(differing) { place in
      let metric = input.metrics[place]
      let known = input.causes.filter { $0.metric == metric.name }
      let sums = columns?.sums(of: metric.name)
      let found = (sums.map { $0.causes } ?? []).filter { cause in
        !known.contains { $0.attribute == cause.attribute }
      }
      return MetricCauses(
        metric: metric, inputs: known + found, pairs: sums?.pairs(designEffects) ?? [],
        options: input.options
      ).all
    }.flatMap { $0 }
  }
}

/// What explains the difference of one metric.
private struct MetricCauses {
  let metric: MetricInput
  let inputs: [CauseInput]
  let pairs: [PairInput]
  let options: ComparisonOptions

  /// Attributes that are told at most, besides the split by stages, and pairs of them.
  private static let limit = 3
  private static let pairLimit = 2

  /// The splits into parts, the pairs that explain more than their attributes do, then the attributes
  /// that explain the most.
  var all: [ComparisonReport.Cause] {
    let findings = inputs.compactMap { CauseFinding($0) }
    guard !findings.isEmpty else { return [] }
    let parts = findings.filter { $0.input.split == .parts }
    let groups = findings.filter { $0.input.split == .groups }
    let deviation = deviation
    let tells = CauseNull.tells(groups, deviation: deviation, options: options)
    let sorted = zip(groups, tells).filter(\.1).map(\.0).sorted {
      ($1.concentration, $0.input.attribute) < ($0.concentration, $1.input.attribute)
    }
    let together = PairSearch(pairs: pairs, deviation: deviation, options: options).found()
      .prefix(Self.pairLimit).compactMap { CauseFinding($0.cause) }
    return (parts + together + sorted.prefix(Self.limit)).map { $0.cause() }
  }

  /// The deviation of the metric's values, made larger where units have several: of both sides.
  private var deviation: Double {
    let variances = [metric.baseline, metric.candidate].compactMap { sample -> Double? in
      guard let moments = UnitSums(sample).ratioMoments else { return nil }
      // The variance that as many independent values would have for the mean to vary as it does.
      let count =
        sample.weights.map { effectiveCount($0.ofValues) } ?? Double(sample.values.count)
      return moments.variance / moments.count * count
    }
    guard !variances.isEmpty else { return 0 }
    return (variances.reduce(0, +) / Double(variances.count)).squareRoot()
  }
}
