import Drift

/// Outputs for the same input.
extension TerminalReport {
  /// Pairs whose outputs are shown, and lines of each; the other formats have all.
  private static let shownPairCount = 3
  private static let shownLineCount = 12

  var pairs: [String] {
    guard !report.pairs.isEmpty else { return [] }
    let differing = report.pairs.filter { $0.outputDifference != nil }
    var lines = heading(ReportText.pairsTitle) + sentence(text.pairs, .dim)
    for pair in differing.prefix(Self.shownPairCount) { lines += self.lines(of: pair) }
    let rest = differing.count - Self.shownPairCount
    guard rest > 0 else { return lines }
    let hint = "… \(HumanUnits.count(rest, "pair")) not shown; --format html or markdown has all"
    return lines + [""] + sentence(hint, .yellow)
  }

  private func lines(of pair: ComparisonReport.MatchedPair) -> [String] {
    let traces = ["A \(pair.baselineTrace)", "B \(pair.candidateTrace)"]
    let heads = [""] + traces.map { palette.paint(fit($0), .bold) }
    let difference = DifferenceLine.lines(of: pair.outputDifference ?? "")
    let shown = difference.prefix(Self.shownLineCount).map { line in
      palette.paint(fit("  " + line.text), style(of: line.kind))
    }
    let rest = difference.count - Self.shownLineCount
    guard rest > 0 else { return heads + shown }
    return heads + shown
      + [palette.paint(fit("  … \(HumanUnits.count(rest, "line")) not shown"), .yellow)]
  }

  private func fit(_ line: String) -> String {
    let clean = DisplayText.sanitized(line)
    return width.map { DisplayText.truncated(clean, to: $0) } ?? clean
  }

  private func style(of kind: DifferenceLine.Kind) -> Palette.Style? {
    switch kind {
    case .added: .green
    case .removed: .red
    case .place: .cyan
    case .same: nil
    }
  }
}
