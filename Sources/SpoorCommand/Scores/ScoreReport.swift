import Spoor
import TerminalRendering

/// What became of scores.
struct ScoreReport {
  private(set) var summary = ScoreSummary()
  private(set) var rejectedCount = 0
  private var reasons: [String] = []

  /// Reasons told: enough to see what is wrong, few enough to read.
  private static let toldReasonCount = 10

  mutating func reject(_ reason: String, at place: String) {
    rejectedCount += 1
    if reasons.count < Self.toldReasonCount { reasons.append("\(place): \(reason)") }
  }

  mutating func add(_ other: ScoreSummary) {
    summary.scoreCount += other.scoreCount
    summary.waitingCount += other.waitingCount
    summary.duplicateCount += other.duplicateCount
  }

  /// Whether anything was a score, new or known.
  var isSuccess: Bool { summary.scoreCount + summary.duplicateCount > 0 }

  func write(asJSON: Bool) {
    for reason in reasons {
      Terminal.write("rejected: \(DisplayText.sanitized(reason))\n", to: .error)
    }
    if rejectedCount > reasons.count {
      Terminal.write("rejected: … and \(rejectedCount - reasons.count) more\n", to: .error)
    }
    Terminal.write(asJSON ? json : text, to: .output)
  }

  private var text: String {
    "scores \(summary.scoreCount), waiting \(summary.waitingCount), "
      + "duplicates \(summary.duplicateCount), rejected \(rejectedCount)\n"
  }

  private var json: String {
    "{\"scores\":\(summary.scoreCount),\"waiting\":\(summary.waitingCount),"
      + "\"duplicates\":\(summary.duplicateCount),\"rejected\":\(rejectedCount)}\n"
  }
}
