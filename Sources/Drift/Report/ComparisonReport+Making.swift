extension ComparisonReport {
  /// Compares two populations.
  ///
  /// The same input gives the same report, on any number of threads. Exemplars and pairs are for the
  /// caller to add.
  package init(_ input: ComparisonInput, workers: Workers = .caller) {
    var family = TestFamily()
    let findings = ReportFindings(input, workers)
    findings.add(to: &family)
    family.adjust()
    self = findings.report(&family, workers)
  }

  /// Compares several candidates with a baseline: the tests of all reports are adjusted together.
  ///
  /// - Parameters:
  ///   - inputs: One a candidate.
  ///   - workers: Who makes the parts of each report.
  ///   - check: Called between them; what it throws ends the work.
  /// - Returns: A report for each input.
  /// - Throws: What `check` throws.
  package static func reports<Failure: Error>(
    on inputs: [ComparisonInput], workers: Workers = .caller,
    check: () throws(Failure) -> Void
  ) throws(Failure) -> [ComparisonReport] {
    var family = TestFamily()
    var findings: [ReportFindings] = []
    for input in inputs {
      try check()
      findings.append(ReportFindings(input, workers))
    }
    for finding in findings { finding.add(to: &family) }
    family.adjust()
    return findings.map { $0.report(&family, workers) }
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
