import Spoor
import TerminalRendering

/// What retention removed, for people and for programs.
enum RetentionText {
  static func text(
    _ report: RetentionReport, _ policy: RetentionPolicy, isDryRun: Bool
  ) -> String {
    var lines = [summary(report, isDryRun ? "would remove" : "removed")]
    lines.append(
      "\(isDryRun ? "would keep" : "kept") \(HumanUnits.count(report.keptSpanCount, "span")) in "
        + HumanUnits.count(report.keptSegmentCount, "segment"))
    if report.hotSpanCount > 0 {
      lines.append("\(HumanUnits.count(report.hotSpanCount, "span")) of these are not sealed yet")
    }
    if let limit = policy.maximumSpanCount, report.keptSegmentCount == 1, report.isComplete,
      report.keptSpanCount - report.hotSpanCount > limit
    {
      lines.append("the newest segment stays, although it has more spans than that")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func summary(_ report: RetentionReport, _ verb: String) -> String {
    guard report.segmentCount > 0 else { return "\(verb) nothing" }
    let reasons = [
      ("for their age", report.segmentCountByAge), ("for the size", report.segmentCountBySize),
      ("for the number of spans", report.segmentCountBySpans),
    ].filter { $0.1 > 0 }.map { "\(HumanUnits.count($0.1)) \($0.0)" }
    return "\(verb) \(HumanUnits.count(report.spanCount, "span")) in "
      + "\(HumanUnits.count(report.segmentCount, "segment")) "
      + "(\(reasons.joined(separator: ", "))), \(HumanUnits.bytes(Int64(report.byteCount)))"
  }

  static func json(_ report: RetentionReport) -> String {
    let members = [
      ("segments", report.segmentCount), ("by_age", report.segmentCountByAge),
      ("by_size", report.segmentCountBySize), ("by_spans", report.segmentCountBySpans),
      ("spans", report.spanCount), ("bytes", report.byteCount),
      ("kept_segments", report.keptSegmentCount), ("kept_spans", report.keptSpanCount),
      ("hot_spans", report.hotSpanCount),
    ].map { "\"\($0.0)\":\($0.1)" }
    return "{\(members.joined(separator: ","))}\n"
  }
}
