import Spoor
import TerminalRendering
import TraceModel

/// The scores of a trace that count, a line each, below its waterfall.
struct ScoreListing {
  private struct Key: Hashable {
    var target: Score.Target
    var name: String
    var source: String
  }

  private let scores: [Score]
  private let names: [SpanID: String]

  /// - Parameters:
  ///   - scores: of the trace and its spans, the oldest first.
  ///   - spans: of the trace.
  init(_ scores: [Score], of spans: [SpanData]) {
    var latest: [Key: Int] = [:]
    for (place, score) in scores.enumerated() {
      latest[Key(target: score.target, name: score.name, source: score.source)] = place
    }
    self.scores = latest.values.sorted().map { scores[$0] }
    names = Dictionary(spans.map { ($0.spanID, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nothing where there is no score.
  var text: String {
    guard !scores.isEmpty else { return "" }
    return "\nscores\n" + scores.map { "  \(line($0))\n" }.joined()
  }

  private func line(_ score: Score) -> String {
    var parts = [score.name, score.number.map { "\($0)" }, score.label].compactMap { $0 }
    if !score.source.isEmpty { parts.append("by \(score.source)") }
    parts.append("of \(subject(score.target))")
    if let comment = score.comment { parts.append("— \(comment)") }
    return DisplayText.sanitized(parts.joined(separator: " "))
  }

  private func subject(_ target: Score.Target) -> String {
    switch target {
    case .span(_, let span): names[span] ?? "span \(span), which has not come"
    case .trace, .session: "the trace"
    }
  }
}
