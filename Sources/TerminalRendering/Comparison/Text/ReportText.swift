import Drift

/// Sentences that all formats of a report share.
struct ReportText {
  let report: ComparisonReport

  init(_ report: ComparisonReport) {
    self.report = report
  }

  /// Both sides: `prompt_version=v3 → prompt_version=v4`.
  var title: String { "\(report.baseline.name) → \(report.candidate.name)" }

  /// How much a side is: `1,203 spans in 300 traces`.
  static func size(of population: ComparisonReport.Population) -> String {
    HumanUnits.count(population.spans, "span") + " in "
      + HumanUnits.count(population.traces, "trace")
  }

  /// From the first span's start to the last one's: days, or minutes where these are few; nil
  /// without spans.
  static func window(of population: ComparisonReport.Population) -> String? {
    guard let first = population.firstStart, let last = population.lastStart else { return nil }
    let (extent, isLong) = last.subtractingReportingOverflow(first)
    let (start, end) = (MetricText.minute(first), MetricText.minute(last))
    if isLong || extent > 3 * day { return "\(start.prefix(10)) to \(end.prefix(10))" }
    let isOneDay = start.prefix(10) == end.prefix(10)
    return "\(start) to \(isOneDay ? String(end.suffix(5)) : end) UTC"
  }

  private static let day: Int64 = 86_400_000_000_000

  /// `confidence` as the head of a column: `95% CI`.
  var intervalTitle: String { MetricText.percent(report.method.confidence) + " CI" }

  /// How many more traces each metric wants that has no verdict yet; empty where none does.
  var needed: String {
    let wants = report.metrics.compactMap { metric in
      metric.needed.map { "\(metric.metric) \(HumanUnits.count($0))" }
    }
    guard !wants.isEmpty else { return "" }
    return "More \(report.method.unit)s a side for a verdict, about: "
      + wants.joined(separator: ", ") + "."
  }

  var method: String {
    let method = report.method
    let tests =
      method.tests == 1 ? "the one test" : "all \(HumanUnits.count(method.tests)) tests"
    return "Each \(method.unit) counts as one independent observation; "
      + "\(MetricText.percent(method.confidence)) intervals; p adjusted for \(tests) "
      + "(Benjamini–Hochberg), alpha \(HumanUnits.number(method.alpha)); "
      + "\(HumanUnits.count(method.resamples)) resamples, seed \(method.seed)."
  }

  /// How many features of traces do not differ; empty where all do.
  static func quietFeatures(of shape: ComparisonReport.Shape) -> String {
    let quiet = shape.tests.count { !$0.differs }
    guard quiet > 0 else { return "" }
    let other = quiet == shape.tests.count ? "" : "other "
    return HumanUnits.count(quiet, other + "feature") + " tested: no difference beyond chance."
  }

  /// For each metric of categories that differs, the values that moved the most.
  var movedCategories: [String] {
    report.metrics.compactMap { metric in
      guard metric.measure == .categories,
        [.regressed, .improved, .changed].contains(metric.verdict),
        let counts = metric.plot?.categories
      else { return nil }
      let totals = [counts.reduce(0) { $0 + $1.baseline }, counts.reduce(0) { $0 + $1.candidate }]
      let moves = counts.map { count in
        let before = Double(count.baseline) / Double(max(1, totals[0]))
        let after = Double(count.candidate) / Double(max(1, totals[1]))
        return (value: count.value, before: before, after: after)
      }.sorted { ($0.after - $0.before).magnitude > ($1.after - $1.before).magnitude }
      let texts = moves.prefix(Self.moveCount).map { move in
        "\(move.value) \(MetricText.percent(move.before)) → \(MetricText.percent(move.after))"
      }
      return "\(metric.metric): \(texts.joined(separator: ", "))"
        + (moves.count > Self.moveCount ? ", …" : "")
    }
  }

  private static let moveCount = 3

  /// The head of the section on pairs.
  static let pairsTitle = "Same input on both sides"

  /// How many pairs there are, and how many differ.
  var pairs: String {
    let differing = report.pairs.count { $0.outputDifference != nil }
    let number = differing == 0 ? "none" : HumanUnits.count(differing)
    return HumanUnits.count(report.pairs.count, "pair") + ", \(number) with a difference to show."
  }

  /// What a number of a metric of that name is; plain where no metric has the name.
  func unit(of metric: String) -> MetricComparison.Unit {
    report.metrics.first { $0.metric == metric }?.unit ?? .number
  }

  /// The value of an exemplar, in the unit of the metric that its reason names.
  func value(of exemplar: ComparisonReport.Exemplar) -> String {
    guard let value = exemplar.value else { return "" }
    let named = report.metrics.filter { exemplar.reason.contains($0.metric) }
      .max { $0.metric.utf8.count < $1.metric.utf8.count }
    // Of a share an exemplar is a case or none, which the reason says.
    guard named?.unit != .share else { return "" }
    return MetricText.value(value, named?.unit ?? .number)
  }
}
