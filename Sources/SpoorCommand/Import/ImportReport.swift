import Spoor
import TerminalRendering

/// What an import found and stored.
struct ImportReport {
  var summary = WriteSummary()
  var rejectedCount = 0
  /// Messages that were OTLP, spans in them or not.
  var messageCount = 0
  /// What became of scores that stood in tables; nil when there were none.
  private(set) var scores: ScoreSummary?
  /// The first reasons for rejections, with where they were.
  private(set) var reasons: [String] = []

  /// Reasons told: enough to see what is wrong, few enough to read.
  private static let toldReasonCount = 10

  mutating func reject(_ reason: String, at place: String) {
    rejectedCount += 1
    if reasons.count < Self.toldReasonCount { reasons.append("\(place): \(reason)") }
  }

  mutating func add(_ summary: ScoreSummary) {
    var sum = scores ?? ScoreSummary()
    sum.scoreCount += summary.scoreCount
    sum.duplicateCount += summary.duplicateCount
    scores = sum
  }

  /// Whether the import brought anything to the store, new or known.
  var isSuccess: Bool { summary.spanCount + summary.duplicateCount > 0 || messageCount > 0 }

  func write(asJSON: Bool) {
    for reason in reasons {
      Terminal.write("rejected: \(DisplayText.sanitized(reason))\n", to: .error)
    }
    if rejectedCount > reasons.count, !reasons.isEmpty {
      Terminal.write("rejected: … and \(rejectedCount - reasons.count) more\n", to: .error)
    }
    Terminal.write(asJSON ? json : text, to: .output)
  }

  private var text: String {
    let scores =
      scores.map { ", scores \($0.scoreCount), duplicate scores \($0.duplicateCount)" } ?? ""
    return "spans \(summary.spanCount), traces \(summary.traceCount), "
      + "duplicates \(summary.duplicateCount), rejected \(rejectedCount)\(scores)\n"
  }

  private var json: String {
    let scores =
      scores.map { ",\"scores\":\($0.scoreCount),\"duplicateScores\":\($0.duplicateCount)" } ?? ""
    return "{\"spans\":\(summary.spanCount),\"traces\":\(summary.traceCount),"
      + "\"duplicates\":\(summary.duplicateCount),\"rejected\":\(rejectedCount)\(scores)}\n"
  }
}
