import Statistics

extension ComparisonReport {
  /// Compares two populations.
  ///
  /// The same input gives the same report, on any number of threads. Exemplars and pairs are for the
  /// caller to add.
  package init(_ input: ComparisonInput) {
    let options = input.options
    var cache = SampleCache()
    let findings = input.metrics.map { $0.findings(options, &cache) }
    let strata = input.strata.map { stratum in
      stratum.metrics.map { $0.findings(options, &cache) }
    }
    let mixes = input.mix.compactMap { MixFindings($0, options) }
    let shapes = input.shape.flatMap { ShapeFindings($0, options) }

    var family = TestFamily()
    for finding in findings { family.add(finding.testedP) }
    for finding in strata.joined() { family.add(finding.testedP) }
    for mix in mixes { family.add(mix.p) }
    for test in shapes?.tests ?? [] { family.add(test.p) }
    family.adjust()

    let metrics = zip(input.metrics, findings).map { metric, finding in
      MetricComparison(metric, finding, adjustedP: family.take(finding.testedP), options)
    }
    let judgedStrata = zip(input.strata, strata).map { stratum, findings in
      Stratum(
        name: stratum.name,
        metrics: zip(stratum.metrics, findings).map { metric, finding in
          MetricComparison(metric, finding, adjustedP: family.take(finding.testedP), options)
        })
    }
    let mix = mixes.map { $0.mix(adjustedP: family.take($0.p), alpha: options.alpha) }
    let shape = shapes.map { shapes in
      Shape(
        tests: shapes.tests.map { $0.test(adjustedP: family.take($0.p), alpha: options.alpha) },
        movers: shapes.movers)
    }
    let isPaired = !input.metrics.isEmpty && input.metrics.allSatisfy(\.isPaired)
    self.init(
      baseline: input.baseline, candidate: input.candidate, metrics: metrics,
      mix: mix.sorted(by: Mix.isMoreTelling), shape: shape,
      causes: Self.causes(input, metrics, &cache), strata: judgedStrata, exemplars: [], pairs: [],
      method: Method(
        alpha: options.alpha, confidence: options.confidence,
        unit: isPaired ? "pair" : options.unit, resamples: options.resamples, seed: options.seed,
        tests: family.count),
      notes: [])
    notes = Self.notes(input, findings, self)
  }

  private static func notes(
    _ input: ComparisonInput, _ findings: [MetricFindings], _ report: ComparisonReport
  ) -> [String] {
    var notes = Notes()
    let named = zip(input.metrics.map(\.name), findings)
    if let units = input.metrics.first, !units.isPaired {
      notes.addUnits(
        units.baseline.unitCount, units.candidate.unitCount, unit: input.options.unit)
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

extension MetricComparison {
  init(
    _ metric: MetricInput, _ findings: MetricFindings, adjustedP: Double?,
    _ options: ComparisonOptions
  ) {
    let tolerance = metric.resolvedTolerance(findings)
    let judgement = Judgement(
      findings, adjustedP: adjustedP, tolerance: tolerance,
      // How far categories moved has no direction.
      better: findings.measure == .categories ? .neither : metric.better, options: options)
    self.init(
      metric: metric.name, measure: findings.measure, unit: metric.unit,
      baseline: findings.baseline, candidate: findings.candidate,
      baselineCount: metric.baseline.values.count, candidateCount: metric.candidate.values.count,
      baselineMissing: metric.baseline.missing, candidateMissing: metric.candidate.missing,
      effect: findings.effect, effects: findings.effects, test: findings.test,
      p: findings.testedP, adjustedP: adjustedP, tolerance: tolerance, better: metric.better,
      verdict: judgement.verdict, needed: judgement.needed, plot: findings.plot)
  }
}
