import Spoor
import TerminalRendering

/// What an import found and stored.
struct ImportReport {
  var summary = WriteSummary()
  var rejectedCount = 0
  /// Messages that were OTLP, spans in them or not.
  var messageCount = 0
  /// The first reasons for rejections, with where they were.
  private(set) var reasons: [String] = []

  /// Reasons told: enough to see what is wrong, few enough to read.
  private static let toldReasonCount = 10

  mutating func reject(_ reason: String, at place: String) {
    rejectedCount += 1
    if reasons.count < Self.toldReasonCount { reasons.append("\(place): \(reason)") }
  }

  /// Whether the import brought anything to the store, new or known.
  var isSuccess: Bool { summary.spanCount + summary.duplicateCount > 0 || messageCount > 0 }

  func write(asJSON: Bool) {
    for reason in reasons { Terminal.write("rejected: \(reason)\n", to: .error) }
    if rejectedCount > reasons.count, !reasons.isEmpty {
      Terminal.write("rejected: … and \(rejectedCount - reasons.count) more\n", to: .error)
    }
    Terminal.write(asJSON ? json : text, to: .output)
  }

  private var text: String {
    "spans \(summary.spanCount), traces \(summary.traceCount), "
      + "duplicates \(summary.duplicateCount), rejected \(rejectedCount)\n"
  }

  private var json: String {
    "{\"spans\":\(summary.spanCount),\"traces\":\(summary.traceCount),"
      + "\"duplicates\":\(summary.duplicateCount),\"rejected\":\(rejectedCount)}\n"
  }
}
