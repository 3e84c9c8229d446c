import Spoor
import TerminalRendering
import TraceModel

/// Finds a trace by its id or the first digits of it, and draws it.
struct TracePresenter {
  let store: Store
  let palette: Palette

  /// Traces named when the digits fit several.
  private static let toldTraceCount = 10

  /// Writes the trace's waterfall to standard output.
  func show(_ id: String) throws(CommandFailure) {
    let spans = try spans(id)
    Waterfall(
      spans.map { TraceSpan($0, fields: SpanFields($0)) },
      width: Terminal.width(of: .output) ?? Waterfall.standardWidth, palette: palette
    ).write { Terminal.write($0, to: .output) }
    guard let trace = spans.first?.traceID else { return }
    let scores = try reporting { () throws(StoreError) in try store.scores(of: trace) }
    Terminal.write(ScoreListing(scores, of: spans).text, to: .output)
  }

  /// The spans of a trace that exists.
  func spans(_ id: String) throws(CommandFailure) -> [SpanData] {
    let trace = try resolve(id)
    let spans = try reporting { () throws(StoreError) in try store.trace(trace) }
    guard !spans.isEmpty else { throw CommandFailure("spoor: there is no trace \(id)", .failed) }
    return spans
  }

  /// The trace that the digits name.
  private func resolve(_ id: String) throws(CommandFailure) -> TraceID {
    if let whole = TraceID(id) { return whole }
    let isHexadecimal = id.utf8.allSatisfy { hexadecimalValue(CollectionOfOne($0)) != nil }
    guard !id.isEmpty, id.utf8.count < 32, isHexadecimal else {
      throw CommandFailure(
        "spoor: \"\(DisplayText.sanitized(id))\" is no trace id: 32 hexadecimal digits", .usage)
    }
    let found = try reporting { () throws(StoreError) in
      try store.traces(startingWith: id, limit: Self.toldTraceCount)
    }
    guard let first = found.first else {
      throw CommandFailure("spoor: no trace id begins with \(id)", .failed)
    }
    guard found.count == 1 else {
      let list = found.map { "\n  \($0)" }.joined()
      throw CommandFailure("spoor: several trace ids begin with \(id):\(list)", .failed)
    }
    return first
  }
}
