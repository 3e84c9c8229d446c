import Drift

/// One report as lines of a terminal.
struct TerminalReport {
  let report: ComparisonReport
  let columns: ReportColumns
  let width: Int?
  let palette: Palette

  init(_ report: ComparisonReport, width: Int?, palette: Palette) {
    self.report = report
    self.width = width
    self.palette = palette
    columns = ReportColumns(report)
  }

  var text: ReportText { columns.text }

  /// The whole report, its sections apart by empty lines.
  var lines: [String] {
    let sections = [
      header, metrics, shape, mix, causes, strata, exemplars, pairs, foot,
    ]
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  /// The sides, and the answer.
  private var header: [String] {
    let headline = ComparisonHeadline(report)
    var lines = sentence(text.title, .bold)
    lines += sentence(headline.verdicts, report.hasRegressed ? .red : nil)
    for warning in [headline.shape, headline.mix].compactMap({ $0 }) {
      lines += sentence(warning, .yellow)
    }
    // Sides need no heads.
    return lines + [""] + table(columns.sides).dropFirst()
  }

  private var metrics: [String] {
    guard !report.metrics.isEmpty else { return [] }
    return table(columns.metrics(report.metrics))
      + text.movedCategories.flatMap { sentence($0) } + sentence(text.needed, .dim)
  }

  private var shape: [String] {
    guard let shape = report.shape else { return [] }
    let telling = shape.tests.filter(\.differs)
    var lines = heading("Shape of traces") + table(columns.features(telling))
    lines += sentence(ReportText.quietFeatures(of: shape), .dim)
    guard !shape.movers.isEmpty else { return lines }
    return lines + [""] + table(columns.movers(shape.movers))
  }

  private var mix: [String] {
    let differing = report.mix.filter(\.differs)
    guard !differing.isEmpty else { return [] }
    return heading("Mix: the sides are not made of the same")
      + table(columns.mix(differing))
  }

  private var causes: [String] {
    guard !report.causes.isEmpty else { return [] }
    return heading("Causes: what a difference of means comes from") + table(columns.causes)
  }

  private var strata: [String] {
    let sections = report.strata.map { stratum in
      sentence(stratum.name, .bold) + table(columns.metrics(stratum.metrics))
    }
    return Array(sections.joined(separator: [""]))
  }

  private var exemplars: [String] {
    guard !report.exemplars.isEmpty else { return [] }
    return heading("Traces to look at") + table(columns.exemplars)
  }

  /// How it was computed, and what the reader should know.
  private var foot: [String] {
    sentence(text.method, .dim)
      + report.notes.flatMap { note in
        WrappedText.lines("note: " + DisplayText.sanitized(note), width: width, indent: 6)
      }
  }

  func heading(_ title: String) -> [String] { sentence(title, .bold) }

  private func table(_ columns: [ReportTable.Column]) -> [String] {
    ReportTable(columns, width: width).lines(palette)
  }

  /// Lines of a sentence that may hold names from spans; none of an empty one.
  func sentence(_ text: String, _ style: Palette.Style? = nil) -> [String] {
    guard !text.isEmpty else { return [] }
    return WrappedText.lines(DisplayText.sanitized(text), width: width)
      .map { palette.paint($0, style) }
  }
}
