import Drift
import QueryEngine

/// Reports for a terminal: the answer first, then what it rests on.
struct ComparisonTableWriter: ResultWriter {
  /// Columns of the terminal; nil where there is no limit.
  var width: Int?
  var palette: Palette

  func write(_ result: QueryResult, to sink: (String) -> Void) {
    let reports = result.comparisons
    if reports.count > 1 { sink(overview(of: reports)) }
    for (index, report) in reports.enumerated() {
      if index > 0 || reports.count > 1 { sink("\n") }
      let sections = TerminalReport(report, width: width, palette: palette)
      for line in sections.lines { sink(line + "\n") }
    }
  }

  /// A line for each candidate.
  private func overview(of reports: [ComparisonReport]) -> String {
    reports.map { report in
      let name = DisplayText.sanitized(report.candidate.name)
      let text = DisplayText.sanitized(ComparisonHeadline(report).verdicts)
      let lines = WrappedText.lines("\(name): \(text)", width: width, indent: 2)
      return lines.joined(separator: "\n") + "\n"
    }.joined()
  }
}
