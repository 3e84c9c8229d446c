import TraceModel

/// The lines above a waterfall: which trace it is, and its sums.
struct WaterfallHeader {
  let summary: TraceSummary
  let axis: TimeAxis
  let width: Int
  let palette: Palette

  func write(to sink: (String) -> Void) {
    if let traceID = summary.traceID { sink(palette.paint("trace \(traceID)", .bold) + "\n") }
    for facts in [[services], times, usage] where !facts.isEmpty {
      let line = facts.filter { !$0.isEmpty }.joined(separator: " · ")
      if !line.isEmpty { sink(DisplayText.truncated(line, to: width) + "\n") }
    }
  }

  private var services: String {
    DisplayText.sanitized(summary.services.joined(separator: ", "))
  }

  private var times: [String] {
    var facts = [
      HumanUnits.instant(axis.start), HumanUnits.duration(axis.length),
      counted(summary.spanCount, "span"),
    ]
    if summary.errorCount > 0 { facts.append(counted(summary.errorCount, "error")) }
    if summary.runningCount > 0 { facts.append("\(summary.runningCount) running") }
    return facts
  }

  private var usage: [String] {
    var facts: [String] = []
    if let input = summary.inputTokens { facts.append("\(HumanUnits.count(input)) tokens in") }
    if let output = summary.outputTokens { facts.append("\(HumanUnits.count(output)) tokens out") }
    if let other = summary.otherTokens { facts.append("\(HumanUnits.count(other)) tokens") }
    if let cost = summary.cost { facts.append(HumanUnits.money(cost)) }
    return facts
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(HumanUnits.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
