import Drift
import QueryEngine

/// Reports for an issue or a pull request: the answer and the metrics in sight, the rest to unfold.
struct ComparisonMarkdownWriter: ResultWriter {
  func write(_ result: QueryResult, to sink: (String) -> Void) {
    if result.comparisons.count > 1 {
      for report in result.comparisons {
        let name = MarkdownText.escaped(report.candidate.name)
        let text = MarkdownText.escaped(ComparisonHeadline(report).verdicts)
        sink("- **\(name)**: \(text)\n")
      }
      sink("\n")
    }
    for (index, report) in result.comparisons.enumerated() {
      if index > 0 { sink("\n") }
      sink(MarkdownReport(report).lines.joined(separator: "\n") + "\n")
    }
  }
}

/// One report as lines of Markdown.
private struct MarkdownReport {
  private let report: ComparisonReport
  private let columns: ReportColumns

  init(_ report: ComparisonReport) {
    self.report = report
    columns = ReportColumns(report)
  }

  private var text: ReportText { columns.text }

  var lines: [String] {
    let sections = [
      header, text.movedCategories.flatMap(paragraph), paragraph(text.needed), shape, mix, causes,
      strata, exemplars, pairs, foot,
    ]
    return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private var header: [String] {
    let headline = ComparisonHeadline(report)
    var lines = ["### \(MarkdownText.escaped(text.title))", ""]
    lines += ["**\(MarkdownText.escaped(headline.verdicts))**"]
    for warning in [headline.shape, headline.mix].compactMap({ $0 }) {
      lines += ["", MarkdownText.escaped(warning)]
    }
    for (letter, side) in [("A", report.baseline), ("B", report.candidate)] {
      let window = ReportText.window(of: side).map { ", \($0)" } ?? ""
      let size = ReportText.size(of: side)
      lines += ["", "\(letter): \(MarkdownText.escaped(side.name)), \(size)\(window)"]
    }
    return report.metrics.isEmpty
      ? lines : lines + [""] + MarkdownText.table(columns.metrics(report.metrics))
  }

  private var shape: [String] {
    guard let shape = report.shape else { return [] }
    return folded(
      "Shape of traces",
      [
        MarkdownText.table(columns.features(shape.tests.filter(\.differs))),
        paragraph(ReportText.quietFeatures(of: shape)),
        MarkdownText.table(columns.movers(shape.movers)),
      ])
  }

  private var mix: [String] {
    let differing = report.mix.filter(\.differs)
    guard !differing.isEmpty else { return [] }
    return folded("Mix", [MarkdownText.table(columns.mix(differing))])
  }

  private var causes: [String] {
    guard !report.causes.isEmpty else { return [] }
    return folded("Causes", [MarkdownText.table(columns.causes)])
  }

  private var strata: [String] {
    guard !report.strata.isEmpty else { return [] }
    return folded(
      "Strata",
      report.strata.flatMap { stratum in
        [
          ["**\(MarkdownText.escaped(stratum.name))**"],
          MarkdownText.table(columns.metrics(stratum.metrics)),
        ]
      })
  }

  private var exemplars: [String] {
    guard !report.exemplars.isEmpty else { return [] }
    return folded("Traces to look at", [MarkdownText.table(columns.exemplars)])
  }

  private var pairs: [String] {
    guard !report.pairs.isEmpty else { return [] }
    let differing = report.pairs.filter { $0.outputDifference != nil }
    return folded(
      ReportText.pairsTitle,
      [paragraph(text.pairs)]
        + differing.flatMap { pair in
          [
            paragraph("A \(pair.baselineTrace), B \(pair.candidateTrace):"),
            MarkdownText.block(
              DifferenceLine.lines(of: pair.outputDifference ?? "")
                .map { DisplayText.sanitized($0.text) }, language: "diff"),
          ]
        })
  }

  private var foot: [String] {
    folded("Method", [paragraph(text.method)] + report.notes.map { paragraph("Note: \($0)") })
  }

  private func paragraph(_ text: String) -> [String] {
    text.isEmpty ? [] : [MarkdownText.escaped(text)]
  }

  private func folded(_ title: String, _ blocks: [[String]]) -> [String] {
    let content = Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
    return ["<details><summary>\(title)</summary>", ""] + content + ["", "</details>"]
  }
}
