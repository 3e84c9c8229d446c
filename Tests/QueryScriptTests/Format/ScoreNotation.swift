import TraceModel

/// Reads a score of one line: `span=2 name=faithfulness value=0.5 source=human label=good …`.
enum ScoreNotation {
  static func read(_ line: String, ordinal: Int) throws(NotationError) -> Score {
    var trace = try traceID("1")
    var span: SpanID?
    var session: String?
    var score = Score(
      of: .trace(trace), name: "", time: SpanNotation.firstStart + Int64(ordinal) * 1_000_000_000)
    var words = ValueNotation(line)
    while let word = try words.next() {
      switch word.name {
      case "trace": trace = try traceID(word.text)
      case "span": span = try spanID(word.text)
      case "session": session = word.text
      case "name": score.name = word.text
      case "source": score.source = word.text
      case "label": score.label = word.text
      case "comment": score.comment = word.text
      case "time": score.time = try instant(word.text)
      case "value":
        guard let number = Double(word.text) else {
          throw NotationError("\(word.text) is no number; a word is a label")
        }
        score.number = number
      default: throw NotationError("there is no member \(word.name) of a score")
      }
    }
    score.target =
      session.map { .session($0) } ?? span.map { .span(trace: trace, span: $0) } ?? .trace(trace)
    return score
  }
}
