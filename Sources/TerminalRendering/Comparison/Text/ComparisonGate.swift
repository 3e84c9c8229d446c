package import Drift

/// What `--check` makes of a comparison.
package enum ComparisonGate {
  /// A line for each metric that fails: those that regressed, and those with too few data where
  /// data are required.
  package static func failures(
    of reports: [ComparisonReport], requiringData: Bool
  ) -> [String] {
    reports.flatMap { report in
      report.metrics.compactMap { metric in
        switch metric.verdict {
        case .regressed: regression(metric, of: report)
        case .insufficient: requiringData ? lack(metric, of: report) : nil
        case .improved, .changed, .equivalent, .inconclusive: nil
        }
      }
    }
  }

  private static func regression(
    _ metric: MetricComparison, of report: ComparisonReport
  ) -> String {
    var text = start("regressed", metric, report)
    if let baseline = metric.baseline, let candidate = metric.candidate {
      text += MetricText.value(baseline, metric.unit) + " to "
      text += MetricText.value(candidate, metric.unit) + ", "
    }
    guard let effect = EffectText(of: metric) else { return text }
    text += effect.value
    if !effect.interval.isEmpty { text += " (\(effect.interval))" }
    return text + ", tolerance \(effect.tolerance(metric.tolerance))"
  }

  private static func lack(_ metric: MetricComparison, of report: ComparisonReport) -> String {
    var text = start("too few data", metric, report)
    text += "\(HumanUnits.count(metric.baselineCount)) and "
    text += HumanUnits.count(metric.candidateCount, "value")
    guard let needed = metric.needed else { return text }
    return text + "; \(HumanUnits.count(needed)) more \(report.method.unit)s a side are needed"
  }

  private static func start(
    _ what: String, _ metric: MetricComparison, _ report: ComparisonReport
  ) -> String {
    DisplayText.sanitized("\(what): \(metric.metric), \(ReportText(report).title): ")
  }
}
