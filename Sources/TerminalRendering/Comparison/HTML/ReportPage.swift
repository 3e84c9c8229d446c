import Drift

/// The sections of one report on a page.
struct ReportPage {
  let report: ComparisonReport
  let columns: ReportColumns
  /// Of the report on its page, from 0.
  private let number: Int
  private let query: String?

  init(_ report: ComparisonReport, number: Int, query: String?) {
    self.report = report
    self.number = number
    self.query = query
    columns = ReportColumns(report)
  }

  var text: ReportText { columns.text }

  func write(to sink: (String) -> Void) {
    sink("<article id=\"r\(number)\">\n")
    let sections = [
      metrics, cards, shape, mix, causes, strata, exemplars, pairs, method,
    ].compactMap { $0 }
    sink(header + navigation(sections) + "\n</header>\n")
    for (index, section) in sections.enumerated() {
      sink("<section id=\"\(anchor(index))\">\n<h2>\(section.title)</h2>\n")
      sink(paragraph(section.lead, "lead") + section.content + "</section>\n")
    }
    sink("</article>\n")
  }

  /// A verdict as a mark, a word and a colour.
  static func pill(_ verdict: Verdict) -> String {
    HTMLText.element(
      "span", ["class": "pill \(verdict.rawValue)"],
      HTMLText.element("span", ["aria-hidden": "true"], verdict.mark) + " " + verdict.rawValue)
  }

  func escaped(_ text: String) -> String { HTMLText.escaped(DisplayText.sanitized(text)) }

  /// A part of the page with a head of its own.
  struct Section {
    var title: String
    /// A sentence before the content; empty for none.
    var lead: String
    /// Markup.
    var content: String
  }

  /// A section that has any content.
  func section(_ title: String, _ content: String, lead: String = "") -> Section? {
    content.isEmpty ? nil : Section(title: title, lead: lead, content: content)
  }

  private func anchor(_ section: Int) -> String { "r\(number)-\(section)" }

  /// Links to the sections of the report.
  private func navigation(_ sections: [Section]) -> String {
    let links = sections.enumerated().map { index, section in
      HTMLText.element("a", ["href": "#\(anchor(index))"], section.title)
    }
    return HTMLText.element(
      "nav", ["aria-label": "Sections"], links.joined(separator: " "))
  }

  func paragraph(_ text: String, _ className: String = "") -> String {
    text.isEmpty ? "" : HTMLText.element("p", ["class": className], escaped(text)) + "\n"
  }

  /// The sides, the answer and the query; the element is still open.
  private var header: String {
    let headline = ComparisonHeadline(report)
    let title =
      "<span class=\"key a\"></span>\(HTMLText.name(report.baseline.name, columns: 120).text)"
      + " <span class=\"arrow\">→</span> "
      + "<span class=\"key b\"></span>\(HTMLText.name(report.candidate.name, columns: 120).text)"
    var html = "<header>\n<h1>\(title)</h1>\n"
    let className = report.hasRegressed ? "answer bad" : "answer"
    html += paragraph(headline.verdicts, className)
    for warning in [headline.shape, headline.mix].compactMap({ $0 }) {
      html += paragraph(warning, "warning")
    }
    html += "<div class=\"sides\">\n"
    html += side("a", "A", "baseline", report.baseline)
    html += side("b", "B", "candidate", report.candidate) + "</div>\n"
    if let query { html += HTMLText.element("pre", ["class": "query"], HTMLText.escaped(query)) }
    return html + "\n"
  }

  private func side(
    _ key: String, _ letter: String, _ role: String, _ population: ComparisonReport.Population
  ) -> String {
    let window = ReportText.window(of: population).map { "<br>\($0)" } ?? ""
    return "<div><span class=\"key \(key)\"></span><b>\(letter)</b> \(role)<br>"
      + "<strong>\(escaped(population.name))</strong><br>"
      + "<span class=\"muted\">\(ReportText.size(of: population))\(window)</span></div>\n"
  }

  /// All effects with their intervals in one table.
  private var metrics: Section? {
    let lead =
      "Effects in multiples of each metric’s tolerance, the grey band; the tinted side is worse."
    guard !report.metrics.isEmpty else { return nil }
    return section(
      "Metrics", metricTable(report.metrics) + paragraph(text.needed, "muted"), lead: lead)
  }

  /// A table of metrics with a drawing of their effects.
  func metricTable(_ metrics: [MetricComparison]) -> String {
    guard !metrics.isEmpty else { return "" }
    let forest = ForestPlot(metrics)
    let heads = [
      ("metric", ""), ("verdict", ""), ("A", "n"), ("B", "n"),
      ("change, \(text.intervalTitle)", "n"), ("tolerance", "n"), ("effect, in tolerances", "f"),
      ("adj. p", "n"),
    ].map { title, className in
      HTMLText.element("th", ["scope": "col", "class": className], title)
    }
    let rows = metrics.map { metric in
      let row = MetricRow(metric)
      let name = HTMLText.name(row.metric, columns: 32)
      let cells = [
        HTMLText.element("th", ["scope": "row", "title": name.title], name.text),
        HTMLText.element("td", Self.pill(row.verdict)),
      ]
      let interval =
        row.interval.isEmpty
        ? "" : HTMLText.element("span", ["class": "below"], escaped(row.interval))
      let numbers = [
        escaped(row.baseline), escaped(row.candidate), escaped(row.change) + interval,
        escaped(row.tolerance),
      ].map { HTMLText.element("td", ["class": "n"], $0) }
      let rest = [
        HTMLText.element("td", ["class": "f"], forest.row(metric)),
        HTMLText.element("td", ["class": "n"], escaped(row.probability)),
      ]
      return HTMLText.element("tr", (cells + numbers + rest).joined())
    }
    let foot = HTMLText.element(
      "tr",
      HTMLText.element("td", ["colspan": "6"], "")
        + HTMLText.element("td", ["class": "f"], forest.axis) + HTMLText.element("td", ""))
    return HTMLText.wrapped(
      HTMLText.element("caption", ["class": "unseen"], "Metrics, effects and verdicts")
        + HTMLText.element("thead", HTMLText.element("tr", heads.joined()))
        + HTMLText.element("tbody", rows.joined(separator: "\n"))
        + HTMLText.element("tfoot", foot))
  }

  private var cards: Section? {
    let cards = report.metrics.map { metric in
      MetricCard(metric, report: report).html
    }.filter { !$0.isEmpty }
    guard !cards.isEmpty else { return nil }
    return section(
      "Distributions", "<div class=\"cards\">\n\(cards.joined(separator: "\n"))</div>\n")
  }

  private var method: Section? {
    section(
      "Method",
      paragraph(text.method, "muted") + report.notes.map { paragraph($0, "note") }.joined())
  }
}
