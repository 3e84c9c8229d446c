import Drift
import QueryEngine

/// A page of reports: the answer and all effects first, then each metric with its plots.
struct ComparisonHTMLWriter: ResultWriter {
  var query: String?

  func write(_ result: QueryResult, to sink: (String) -> Void) {
    let reports = result.comparisons
    let title = reports.map { ReportText($0).title }.joined(separator: ", ")
    sink(HTMLPage.start(title: DisplayText.sanitized("Comparison: \(title)")))
    if reports.count > 1 { sink(overview(of: reports)) }
    for (index, report) in reports.enumerated() {
      let page = ReportPage(report, number: index, query: index == 0 ? query : nil)
      page.write(to: sink)
    }
    let notes = result.notes.filter { note in !reports.contains { $0.notes.contains(note) } }
    for note in notes {
      sink(HTMLText.element("p", ["class": "note"], HTMLText.escaped(note)) + "\n")
    }
    sink(HTMLPage.end)
  }

  /// What became of each metric of each candidate.
  private func overview(of reports: [ComparisonReport]) -> String {
    var names: [String] = []
    for metric in reports.flatMap(\.metrics) where !names.contains(metric.metric) {
      names.append(metric.metric)
    }
    let heads = (["against \(reports.first?.baseline.name ?? "")"] + names).map {
      HTMLText.element("th", ["scope": "col"], HTMLText.escaped(DisplayText.sanitized($0)))
    }
    let rows = reports.enumerated().map { index, report in
      let link = HTMLText.element(
        "a", ["href": "#r\(index)"], HTMLText.escaped(DisplayText.sanitized(report.candidate.name)))
      let cells = names.map { name in
        let verdict = report.metrics.first { $0.metric == name }?.verdict
        return HTMLText.element("td", verdict.map(ReportPage.pill) ?? "")
      }
      return HTMLText.element(
        "tr", HTMLText.element("th", ["scope": "row"], link) + cells.joined())
    }
    return HTMLText.element("h1", "\(reports.count) candidates") + "\n"
      + HTMLText.wrapped(
        HTMLText.element("thead", HTMLText.element("tr", heads.joined()))
          + HTMLText.element("tbody", rows.joined(separator: "\n")))
  }
}
