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
    let candidates = candidates()
    return DifferencePlan(
      first: first, second: second, candidates: candidates.filter { !defining.contains($0) },
      definingNames: candidates.filter { defining.contains($0) }.map(\.name),
      count: count, range: stage.range)
  }

  /// Fields of text, and attributes of texts, booleans and whole numbers.
  private func candidates() -> [ColumnReference] {
    let fields: [Field] = [
      .name, .service, .scope, .kind, .stage, .status, .errorType, .statusMessage, .model,
      .requestModel, .provider, .finishReason, .promptName, .promptVersion, .templateHash,
      .environment, .sessionID, .userID,
    ]
    let attributes = catalogue.attributeColumns.filter { column in
      [.span, .resource].contains(column.scope)
        && [.string, .boolean, .integer].contains(column.type)
    }
    let names = Set(attributes.map { AttributeName(scope: $0.scope, key: $0.key) })
    return fields.map { ColumnReference($0) }
      + names.sorted { ($0.scope.rawValue, $0.key) < ($1.scope.rawValue, $1.key) }.map { name in
        let columns = catalogue.columns(of: name.key, in: name.scope)
          .filter { [.string, .boolean, .integer].contains($0.type) }
        return ColumnReference(
          source: .attribute(columns), name: "\(name.scope.prefix).\(name.key)")
      }
  }
}

private struct AttributeName: Hashable {
  var scope: AttributeScope
  var key: String
}
