import Drift

/// A metric with its plots and all of its numbers.
struct MetricCard {
  private let metric: MetricComparison
  private let report: ComparisonReport

  init(_ metric: MetricComparison, report: ComparisonReport) {
    self.metric = metric
    self.report = report
  }

  /// Nothing for a metric without data.
  var html: String {
    let figures = figures
    guard !figures.isEmpty || metric.effect != nil else { return "" }
    let row = MetricRow(metric)
    let name = HTMLText.name(row.metric, columns: 60)
    let sides = row.baseline.isEmpty ? "" : "\(row.baseline) → \(row.candidate) · "
    let interval =
      row.interval.isEmpty ? "" : " (\(ReportText(report).intervalTitle) \(row.interval))"
    let needed =
      row.needed.isEmpty ? "" : " · about \(row.needed) more \(report.method.unit)s a side wanted"
    return "<div class=\"card\">\n"
      + HTMLText.element(
        "h3", ["title": name.title], "\(name.text) \(ReportPage.pill(row.verdict))") + "\n"
      + "<p class=\"figures\">\(escaped(sides + row.change + interval))\(escaped(needed))</p>\n"
      + figures + details + "</div>\n"
  }

  private func escaped(_ text: String) -> String {
    HTMLText.escaped(DisplayText.sanitized(text))
  }

  private var figures: String {
    var figures: [(drawing: String, remark: String)] = []
    if metric.measure == .categories || metric.measure == .share,
      let plot = CategoryPlot(metric)
    {
      figures.append((plot.drawing, plot.remark))
    } else if let plot = DistributionPlot(metric) {
      figures.append((plot.drawing, plot.remark))
    }
    if let plot = SeriesPlot(metric, release: report.candidate.firstStart) {
      figures.append((plot.drawing, ""))
    }
    guard !figures.isEmpty else { return "" }
    let key = "<span class=\"key a\"></span>A <span class=\"key b\"></span>B"
    return figures.enumerated().map { index, figure in
      let caption = (index == 0 ? [key] : []) + (figure.remark.isEmpty ? [] : [figure.remark])
      return HTMLText.element(
        "figure",
        figure.drawing
          + (caption.isEmpty
            ? "" : HTMLText.element("figcaption", caption.joined(separator: " · ")))) + "\n"
    }.joined()
  }

  /// The test, the tolerance, counts, and the other effects.
  private var details: String {
    var rows: [(String, String)] = []
    if let test = metric.test {
      rows.append((test, "p \(exact(metric.p)), adjusted \(exact(metric.adjustedP))"))
    }
    if let effect = metric.effect {
      rows.append(
        (
          "effect",
          EffectText.title(of: effect.name)
            + (EffectText(of: metric)?.absolute.map { ", \($0)" } ?? "")
        ))
    }
    rows.append(("tolerance", MetricRow(metric).tolerance + better))
    rows.append(("values", counts(metric.baselineCount, metric.candidateCount)))
    if metric.baselineMissing > 0 || metric.candidateMissing > 0 {
      rows.append(("missing", counts(metric.baselineMissing, metric.candidateMissing)))
    }
    rows += metric.effects.map { effect in
      let text = EffectText(effect, unit: metric.unit, baseline: metric.baseline)
      let interval = text.interval.isEmpty ? "" : " (\(text.interval))"
      let cut = effect.cut.map { ", by chance up to \(HumanUnits.number($0))" } ?? ""
      return (EffectText.title(of: effect.name), text.value + interval + cut)
    }
    let items = rows.map { "<dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd>" }
    return "<details><summary>Numbers</summary><dl>\(items.joined())</dl></details>\n"
  }

  private var better: String {
    metric.better == .neither ? "" : ", \(metric.better.rawValue) is better"
  }

  private func counts(_ baseline: Int, _ candidate: Int) -> String {
    "A \(HumanUnits.count(baseline)), B \(HumanUnits.count(candidate))"
  }

  private func exact(_ p: Double?) -> String {
    p.map { HumanUnits.number($0) } ?? HumanText.null
  }
}
