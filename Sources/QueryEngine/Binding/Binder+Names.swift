import QuerySyntax
import Scanning
import TraceModel

extension Binder {
  /// The column that a path names.
  mutating func reference(
    _ path: Path, at range: SourceRange
  ) throws(Diagnostic) -> ColumnReference {
    let written = source(of: range)
    let name = path.parts.joined(separator: ".")
    if path.parts.count > 1, let scope = AttributeScope(prefix: path.parts[0]) {
      let key = path.parts.dropFirst().joined(separator: ".")
      if scope != .score { try refuseSource(path, at: range) }
      return scopedReference(path.source.map { "\(key)[\($0)]" } ?? key, in: scope, written)
    }
    try refuseSource(path, at: range)
    if path.parts.count == 1, let field = Field(named: name) {
      return ColumnReference(source: .field(field), name: written)
    }
    if let reference = bareReference(name, written) { return reference }
    throw unknownName(name, at: range)
  }

  private func refuseSource(_ path: Path, at range: SourceRange) throws(Diagnostic) {
    guard let source = path.source else { return }
    throw Diagnostic(
      "only a score has a source in brackets, as in score.faithfulness[human]", at: range,
      hint: "a part of a name takes quotes there: [\"\(source)\"]")
  }

  /// `attr.x` and its like exist by being written: rows may get such an attribute tomorrow.
  private mutating func scopedReference(
    _ key: String, in scope: AttributeScope, _ written: String
  ) -> ColumnReference {
    let columns = catalogue.columns(of: key, in: scope)
    if columns.isEmpty && scope == .instrumentation && key == "name" {
      return ColumnReference(source: .field(.scope), name: written)
    }
    if columns.isEmpty {
      let nearest = catalogue.nearestAttribute(to: key, in: scope)
      let hint = nearest.map { "; did you mean \(scope.prefix).\($0)?" } ?? ""
      note("no span has `\(written)`\(hint)")
    }
    return ColumnReference(source: .attribute(columns), name: written)
  }

  private mutating func bareReference(_ name: String, _ written: String) -> ColumnReference? {
    let scopes = AttributeScope.byPrecedence.filter {
      !catalogue.columns(of: name, in: $0).isEmpty
    }
    guard let scope = scopes.first else { return nil }
    if scopes.count > 1 {
      let others = scopes.dropFirst().map { "\($0.prefix).\(name)" }.joined(separator: " and ")
      let verb = scopes.count > 2 ? "exist" : "exists"
      note("`\(written)` was read as \(scope.prefix).\(name); \(others) \(verb), too")
    }
    return ColumnReference(
      source: .attribute(catalogue.columns(of: name, in: scope)), name: written)
  }

  private func unknownName(_ name: String, at range: SourceRange) -> Diagnostic {
    let isScore = !catalogue.columns(of: name, in: .score).isEmpty
    let known = isScore ? "score.\(name)" : catalogue.nearestName(to: name)
    let nearest = known.map { "did you mean \($0)? " } ?? ""
    return Diagnostic(
      "there is no field or attribute \(name)", at: range,
      hint: nearest + "an attribute not seen yet is written attr[\"\(name)\"]")
  }
}
