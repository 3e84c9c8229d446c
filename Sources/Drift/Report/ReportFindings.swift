import Statistics

/// What was found between two populations, before p-values are adjusted.
struct ReportFindings {
  let input: ComparisonInput
  private let metrics: [MetricFindings]
  private let strata: [[MetricFindings]]
  private let mixes: [MixFindings]
  private let shapes: ShapeFindings?

  init(_ input: ComparisonInput, _ workers: Workers) {
    self.input = input
    let parts = ReportPart.all(of: input)
    var found = FoundParts(input)
    let made = workers.map(parts) { $0.findings(input) }
    for (part, findings) in zip(parts, made) { found.put(findings, of: part) }
    (metrics, strata) = found.metrics(of: input)
    mixes = found.mixes.compactMap { $0 }
    shapes = found.shapes
  }

  /// Adds the tests to those that are adjusted together.
  func add(to family: inout TestFamily) {
    for finding in metrics { family.add(finding.testedP) }
    for finding in strata.joined() { family.add(finding.testedP) }
    for mix in mixes { family.add(mix.p) }
    for test in shapes?.tests ?? [] { family.add(test.p) }
  }

  /// The report, once the family is adjusted.
  ///
  /// Reports are made in the order in which their tests were added.
  func report(_ family: inout TestFamily, _ workers: Workers) -> ComparisonReport {
    let options = input.options
    let metrics = judged(input.metrics, self.metrics, &family)
    let strata = zip(input.strata, self.strata).map { stratum, findings in
      ComparisonReport.Stratum(
        name: stratum.name, metrics: judged(stratum.metrics, findings, &family))
    }
    let mix = mixes.map { $0.mix(adjustedP: family.take($0.p), alpha: options.alpha) }
    let shape = shapes.map { shapes in
      ComparisonReport.Shape(
        tests: shapes.tests.map { $0.test(adjustedP: family.take($0.p), alpha: options.alpha) },
        movers: shapes.movers)
    }
    let isPaired = !input.metrics.isEmpty && input.metrics.allSatisfy(\.isPaired)
    var report = ComparisonReport(
      baseline: input.baseline, candidate: input.candidate, metrics: metrics,
      mix: mix.sorted(by: ComparisonReport.Mix.isMoreTelling), shape: shape,
      causes: ComparisonReport.causes(input, metrics, workers), strata: strata, exemplars: [],
      pairs: [],
      method: ComparisonReport.Method(
        alpha: options.alpha, confidence: options.confidence,
        unit: isPaired ? "pair" : options.unit, resamples: options.resamples, seed: options.seed,
        tests: family.count, weights: input.weighting.map { .init($0) }),
      notes: [])
    report.notes = notes(report)
    return report
  }

  private func judged(
    _ inputs: [MetricInput], _ findings: [MetricFindings], _ family: inout TestFamily
  ) -> [MetricComparison] {
    zip(inputs, findings).map { metric, finding in
      MetricComparison(
        metric, finding, adjustedP: family.take(finding.testedP), input.options)
    }
  }

  private func notes(_ report: ComparisonReport) -> [String] {
    var notes = Notes()
    let named = zip(input.metrics.map(\.name), metrics)
    if let units = input.metrics.first, !units.isPaired {
      notes.addUnits(
        units.baseline.unitCount, units.candidate.unitCount, unit: input.options.unit)
    }
    if let weighting = input.weighting {
      notes.addWeights(
        weighting, unit: input.options.unit,
        plain: named.filter { !$0.1.isWeighted }.map(\.0))
    }
    notes.addMix(report.mix)
    notes.addClusters(
      named.filter { $0.1.isClustered && $0.1.measure == .distribution }.map(\.0),
      unit: input.options.unit)
    notes.addTies(named.filter { $0.1.effect?.name == "mean_difference" }.map(\.0))
    return notes.texts
  }
}

extension MetricFindings {
  /// The p-value, where there are the data for a verdict.
  var testedP: Double? {
    lack == .nothing ? p : nil
  }
}

extension ComparisonReport.Mix {
  fileprivate static func isMoreTelling(_ first: Self, _ second: Self) -> Bool {
    guard first.differs == second.differs else { return first.differs }
    return (second.totalVariation, first.attribute) < (first.totalVariation, second.attribute)
  }
}
