import Scanning
import TraceModel

extension LevelTable {
  /// Every score of a store.
  static func scores(
    of source: any ScanSource, control: QueryControl
  ) throws(QueryError) -> LevelTable {
    var scores: [Score]
    do {
      scores = try source.everyScore()
    } catch {
      throw .storage(error)
    }
    try control.check()
    // The log keeps them by their targets; equal ones keep no order that lasts.
    scores = scores.map { ($0, $0.rank) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    var table = LevelTable(starts: scores.map(\.time))
    func text(_ value: (Score) -> String?) -> Values {
      .texts(scores.map { value($0).flatMap { $0.isEmpty ? nil : $0 } })
    }
    table.add(LevelField.scoreName.column, text(\.name))
    table.add(LevelField.scoreSource.column, text(\.source))
    table.add(LevelField.scoreValue.column, .doubles(scores.map(\.number)))
    table.add(LevelField.scoreLabel.column, text(\.label))
    table.add(LevelField.scoreComment.column, text(\.comment))
    table.add(LevelField.scoreTarget.column, text(\.target.noun))
    table.add(LevelField.scoreTrace.column, text(\.target.trace?.description))
    table.add(LevelField.scoreSpan.column, text(\.target.span?.description))
    table.add(LevelField.scoreSession.column, text(\.target.session))
    return table
  }
}

extension Score {
  /// An order that does not depend on how scores are stored.
  fileprivate var rank: [String] {
    [target.trace?.description, target.span?.description, target.session, name, source]
      .map { $0 ?? "" } + [number.map { String($0) } ?? "", label ?? "", comment ?? ""]
  }
}

extension Score.Target {
  fileprivate var noun: String {
    switch self {
    case .span: "span"
    case .trace: "trace"
    case .session: "session"
    }
  }

  fileprivate var trace: TraceID? {
    switch self {
    case .span(let trace, _), .trace(let trace): trace
    case .session: nil
    }
  }

  fileprivate var span: SpanID? { if case .span(_, let span) = self { span } else { nil } }

  fileprivate var session: String? { if case .session(let name) = self { name } else { nil } }
}
