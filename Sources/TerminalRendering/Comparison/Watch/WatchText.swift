package import Drift

/// The state of a comparison that is watched, as text.
package struct WatchText {
  private let state: WatchState

  package init(_ state: WatchState) {
    self.state = state
  }

  /// One line: when, how many traces, and what became of each metric.
  package var line: String {
    let sides = [state.baseline] + state.candidates
    let traces = sides.map { HumanUnits.count($0.traces) }.joined(separator: " + ")
    let metrics = state.metrics.map { "\(name($0)) \(outcome($0))" }
    let parts = [HumanUnits.instant(state.time), "\(traces) traces"] + metrics
    return DisplayText.sanitized(parts.joined(separator: " · "))
  }

  /// The state as one object of JSON, on one line.
  package var json: String { "{\"kind\":\"watch\",\(OrderedJSON.members(state))}" }

  /// A line for each metric that regressed.
  package var regressions: [String] {
    state.metrics.filter { $0.verdict == .regressed }.map { metric in
      let row = WatchRow(metric)
      return DisplayText.sanitized(
        "regressed: \(metric.metric), \(state.baseline.name) → \(metric.candidateName): "
          + "\(row.baseline) to \(row.candidate), \(row.change)"
          + (row.interval.isEmpty ? "" : " (\(row.interval))") + ", tolerance \(row.tolerance)")
    }
  }

  /// Of several candidates the metric's name says which.
  private func name(_ metric: WatchState.Metric) -> String {
    state.candidates.count > 1 ? "\(metric.candidateName) \(metric.metric)" : metric.metric
  }

  private func outcome(_ metric: WatchState.Metric) -> String {
    let row = WatchRow(metric)
    var text = metric.verdict.rawValue
    if !row.interval.isEmpty { text += " \(row.change) (\(row.interval))" }
    if metric.needed != nil { text += ", about \(row.needed) more \(unit(metric.needed))" }
    return text
  }

  private func unit(_ count: Int?) -> String { state.method.unit + (count == 1 ? "" : "s") }
}

extension WatchText {
  /// The state as lines of a terminal of so many columns.
  package func lines(width: Int?, palette: Palette) -> [String] {
    func sentence(_ text: String, _ style: Palette.Style? = nil, indent: Int = 0) -> [String] {
      WrappedText.lines(DisplayText.sanitized(text), width: width, indent: indent)
        .map { palette.paint($0, style) }
    }
    let title =
      "\(state.baseline.name) → \(state.candidates.map(\.name).joined(separator: ", ")) · "
      + HumanUnits.instant(state.time)
    var lines = sentence(title, .bold) + sentence(answer, state.hasRegressed ? .red : nil) + [""]
    lines += ReportTable(sides, width: width).lines(palette).dropFirst()
    lines += [""] + ReportTable(columns, width: width).lines(palette)
    lines += sentence(method, .dim)
    return lines + state.notes.flatMap { sentence("note: " + $0, indent: 6) }
  }

  private var answer: String {
    let regressed = state.metrics.filter { $0.verdict == .regressed }.map(name)
    if !regressed.isEmpty { return "\(regressed.joined(separator: ", ")) regressed." }
    let open = state.metrics.filter { $0.decidedAt == nil }.map(name)
    if open.isEmpty { return "No metric regressed." }
    return "No metric regressed so far; open: \(open.joined(separator: ", "))."
  }

  private var sides: [ReportTable.Column] {
    let sides = [state.baseline] + state.candidates
    let letters = sides.indices.map { $0 == 0 ? "A" : "B" }
    return [
      ReportTable.Column("", letters), ReportTable.Column("", sides.map(\.name)),
      ReportTable.Column(
        "", sides.map { HumanUnits.count($0.traces, "trace") }, isNumeric: true),
      ReportTable.Column(
        "", sides.map { $0.waiting == 0 ? "" : "\(HumanUnits.count($0.waiting)) wait" },
        isNumeric: true, dropRank: 1, styles: sides.map { _ in .dim }),
    ]
  }

  private var columns: [ReportTable.Column] {
    let rows = state.metrics.map(WatchRow.init)
    let candidates = state.candidates.count > 1 ? state.metrics.map(\.candidateName) : []
    return [
      ReportTable.Column("metric", rows.map(\.metric), leastWidth: 12),
      ReportTable.Column(
        "candidate", rows.indices.map { candidates.isEmpty ? "" : candidates[$0] }),
      ReportTable.Column(
        "verdict", rows.map { "\($0.verdict.mark) \($0.verdict.rawValue)" }, leastWidth: .max,
        styles: rows.map(\.verdict.style)),
      ReportTable.Column("A", rows.map(\.baseline), isNumeric: true, dropRank: 2),
      ReportTable.Column("B", rows.map(\.candidate), isNumeric: true, dropRank: 2),
      ReportTable.Column("change", rows.map(\.change), isNumeric: true),
      ReportTable.Column("interval", rows.map(\.interval), isNumeric: true, dropRank: 3),
      ReportTable.Column("adj. p", rows.map(\.probability), isNumeric: true, dropRank: 4),
      ReportTable.Column(
        "needs", rows.map { $0.needed.isEmpty ? "" : "≈ \($0.needed) more" }, isNumeric: true,
        dropRank: 1),
    ]
  }

  private var method: String {
    let tests = HumanUnits.count(state.method.tests, "test")
    return
      "Holds at every look: \(MetricText.percent(1 - state.method.alpha)) for \(tests) together; "
      + "each \(state.method.unit) counts as one independent observation; traces count "
      + "\(HumanUnits.duration(state.method.delay)) after their end, and not before "
      + "\(HumanUnits.duration(state.method.delay &+ state.method.longest)) after their start."
  }
}
