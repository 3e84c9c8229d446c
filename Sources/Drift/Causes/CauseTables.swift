/// The means of metrics within values of attributes, from columns gone through once.
struct CauseTables: Sendable {
  private let columns: CauseColumns
  private let baseline: ValueCombinations
  private let candidate: ValueCombinations

  init(_ columns: CauseColumns, _ workers: Workers) {
    self.columns = columns
    let sides = [columns.attributes.map(\.baseline), columns.attributes.map(\.candidate)]
    let found = workers.map(sides) { side in
      ValueCombinations(side, rowCount: side.first?.count ?? 0)
    }
    (baseline, candidate) = (found[0], found[1])
  }

  /// The sums of a metric; nil of one that has no mean, and without attributes.
  func sums(of name: String) -> MetricSums? {
    guard let metric = columns.metrics.first(where: { $0.name == name }),
      !columns.attributes.isEmpty
    else { return nil }
    return MetricSums(
      columns: columns, metric: metric, baseline: baseline, candidate: candidate,
      before: baseline.sums(of: metric.baseline), after: candidate.sums(of: metric.candidate),
      scales: (metric.baseline.scale, metric.candidate.scale))
  }
}

/// What one metric comes to within the combinations of attributes' values.
struct MetricSums: Sendable {
  let columns: CauseColumns
  let metric: CauseColumns.Metric
  let baseline: ValueCombinations
  let candidate: ValueCombinations
  let before: ValueCombinations.Sums
  let after: ValueCombinations.Sums
  /// Counts of weighted values are told as those of as many unweighted ones as tell as much.
  let scales: (baseline: Double, candidate: Double)

  /// The metric split by each attribute that may split it.
  var causes: [CauseInput] {
    guard before.counts.contains(where: { $0 > 0 }), after.counts.contains(where: { $0 > 0 })
    else { return [] }
    return columns.attributes.indices.compactMap { place in
      let attribute = columns.attributes[place]
      guard !metric.isOfSums || attribute.isPart else { return nil }
      return cause(attribute, sums(before, baseline, place), sums(after, candidate, place))
    }
  }

  /// By an attribute's values.
  private func sums(
    _ sums: ValueCombinations.Sums, _ combinations: ValueCombinations, _ place: Int
  ) -> ValueCombinations.Sums {
    let attribute = columns.attributes[place]
    let indices = attribute.valueOfCode
    var byValue = ValueCombinations.Sums(count: attribute.values.count)
    for index in 0..<combinations.count {
      byValue.add(sums, index, to: indices[combinations.code(place, of: index)])
    }
    return byValue
  }

  private func cause(
    _ attribute: CauseColumns.Attribute, _ before: ValueCombinations.Sums,
    _ after: ValueCombinations.Sums
  ) -> CauseInput {
    let groups = attribute.values.indices.map { index in
      let (n, m) =
        metric.isOfSums
        ? (metric.baseline.unitCount, metric.candidate.unitCount)
        : (before.counts[index], after.counts[index])
      return CauseInput.Group(
        value: attribute.values[index], baselineCount: n * scales.baseline,
        baselineMean: n > 0 ? before.sums[index] / n : 0, candidateCount: m * scales.candidate,
        candidateMean: m > 0 ? after.sums[index] / m : 0)
    }
    var cause = CauseInput(metric: metric.name, attribute: attribute.name, groups: groups)
    if metric.isOfSums { cause.split = .parts }
    return cause
  }
}

extension CauseColumns.Attribute {
  /// The value of each code that may be.
  var valueOfCode: [Int] {
    var values = [Int](repeating: 0, count: 256)
    for (value, code) in codes.enumerated() { values[code] = value }
    return values
  }
}
