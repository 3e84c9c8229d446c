import QuerySyntax
import Scanning
import TraceModel

/// `diff {a} vs {b}`.
extension Binder {
  mutating func differencePlan(
    _ difference: Difference, _ stage: Stage, among stages: QueryStages
  ) throws(Diagnostic) -> DifferencePlan {
    if let other = stages.otherThanFilters {
      throw Diagnostic(
        "diff has rows of its own, and stands alone behind the filter", at: other,
        hint: "what is compared goes into the filter or the braces")
    }
    guard level == .spans || level == .traces else {
      throw Diagnostic(
        "diff compares spans or traces, not \(level.rawValue)", at: stage.range)
    }
    let count = attempt { (binder) throws(Diagnostic) in
      try difference.count.map { (count) throws(Diagnostic) in try binder.count(count, "top") }
        ?? 10
    }
    let compared = comparedColumns
    comparedColumns = []
    let (first, second) = try both(
      { (binder) throws(Diagnostic) in
        try binder.conditionInBraces(difference.first, negated: false)
      },
      { (binder) throws(Diagnostic) in
        try difference.second.map { (second) throws(Diagnostic) in
          try binder.conditionInBraces(second, negated: false)
        }
      })
    let defining = comparedColumns.map(\.column)
    comparedColumns = compared
    guard let count else { throw .told }
    let candidates = differenceCandidates()
    let isDefining = { (candidate: DifferenceCandidate) in
      defining.contains { candidate.isRead(from: $0) }
    }
    return DifferencePlan(
      first: first, second: second, candidates: candidates.filter { !isDefining($0) },
      definingNames: candidates.filter(isDefining).map(\.name), count: count, range: stage.range)
  }

  /// Fields, then attributes by their names.
  private func differenceCandidates() -> [DifferenceCandidate] {
    let names = Dictionary(
      grouping: catalogue.attributeColumns.filter { [.span, .resource].contains($0.scope) }
    ) { AttributeName(scope: $0.scope, key: $0.key) }
    let attributes = names.keys.sorted { ($0.scope.rawValue, $0.key) < ($1.scope.rawValue, $1.key) }
    return comparedFields.map { DifferenceCandidate($0) }
      + attributes.compactMap { name in
        DifferenceCandidate(attribute: catalogue.columns(of: name.key, in: name.scope))
      }
  }

  /// Those of text, then those of numbers, as the level has them.
  private var comparedFields: [ColumnReference] {
    let texts: [Field] = [
      .name, .service, .scope, .kind, .stage, .status, .errorType, .statusMessage, .model,
      .requestModel, .provider, .finishReason, .promptName, .promptVersion, .templateHash,
      .environment, .sessionID, .userID,
    ]
    let numbers: [Field] = [
      .latency, .timeToFirstToken, .inputTokens, .outputTokens, .cachedTokens, .reasoningTokens,
      .totalTokens, .cost, .inputBytes, .outputBytes, .samplingProbability,
    ]
    let own = level == .traces ? ["span_count", "error_count"] : []
    return ((texts + numbers).map(\.name) + own).compactMap { name in
      let ofLevel = try? levelReference(Path(parts: [name]), name, at: SourceRange(0, 0))
      return ofLevel.flatMap { $0 } ?? Field(named: name).map { ColumnReference($0) }
    }
  }
}

private struct AttributeName: Hashable {
  var scope: AttributeScope
  var key: String
}
