import QuerySyntax
import Scanning
import TraceModel

extension Binder {
  /// The column that a path names.
  mutating func reference(
    _ path: Path, at range: SourceRange
  ) throws(Diagnostic) -> ColumnReference {
    if path.parts.count == 1, lostNames.contains(path.parts[0]) { throw .told }
    let written = WrittenName(text: source(of: range))
    if let reference = try levelReference(path, written.text, at: range) { return reference }
    guard path.parts.count > 1, let relation = Relation(rawValue: path.parts[0]) else {
      return try reference(path.parts[...], source: path.source, written, at: range)
    }
    if path.parts.count > 2, Relation(rawValue: path.parts[1]) != nil {
      throw Diagnostic(
        "\(relation.rawValue). is followed by a field or an attribute", at: range,
        hint: "a relative's relative cannot be asked for")
    }
    noteShadowed(path.parts.joined(separator: "."), by: relation)
    var reference = try reference(
      path.parts.dropFirst(), source: path.source, written.after("\(relation.rawValue)."),
      at: range)
    reference.source = .related(relation, reference.source)
    return reference
  }

  private mutating func reference(
    _ parts: ArraySlice<String>, source: String?, _ written: WrittenName, at range: SourceRange
  ) throws(Diagnostic) -> ColumnReference {
    let name = parts.joined(separator: ".")
    if parts.count > 1, let first = parts.first, let scope = AttributeScope(prefix: first) {
      let key = parts.dropFirst().joined(separator: ".")
      if scope != .score { try refuse(source, at: range) }
      return scopedReference(source.map { "\(key)[\($0)]" } ?? key, in: scope, written)
    }
    try refuse(source, at: range)
    if parts.count == 1, let field = Field(named: name) {
      return ColumnReference(source: .field(field), name: written.text)
    }
    if let field = TreeField(named: name) {
      noteShadowed(name, by: written)
      return ColumnReference(source: .tree(field), name: written.text)
    }
    if let reference = bareReference(name, written) { return reference }
    throw unknownName(name, prefix: written.prefix, at: range)
  }

  private func refuse(_ source: String?, at range: SourceRange) throws(Diagnostic) {
    guard let source else { return }
    throw Diagnostic(
      "only a score has a source in brackets, as in score.faithfulness[human]", at: range,
      hint: "a part of a name takes quotes there: [\"\(source)\"]")
  }

  /// `attr.x` and its like exist by being written: rows may get such an attribute tomorrow.
  private mutating func scopedReference(
    _ key: String, in scope: AttributeScope, _ written: WrittenName
  ) -> ColumnReference {
    let columns = catalogue.columns(of: key, in: scope)
    if columns.isEmpty && scope == .instrumentation && key == "name" {
      return ColumnReference(source: .field(.scope), name: written.text)
    }
    if columns.isEmpty {
      let nearest = catalogue.nearestAttribute(to: key, in: scope)
      let hint = nearest.map { "; did you mean \(written.prefix)\(scope.prefix).\($0)?" } ?? ""
      note("no span has `\(written.withoutPrefix)`\(hint)")
    }
    return ColumnReference(source: .attribute(columns), name: written.text)
  }

  private mutating func bareReference(_ name: String, _ written: WrittenName) -> ColumnReference? {
    let scopes = AttributeScope.byPrecedence.filter {
      !catalogue.columns(of: name, in: $0).isEmpty
    }
    guard let scope = scopes.first else { return nil }
    if scopes.count > 1 {
      let names = scopes.map { "\(written.prefix)\($0.prefix).\(name)" }
      let others = names.dropFirst().joined(separator: " and ")
      let verb = scopes.count > 2 ? "exist" : "exists"
      note("`\(written.text)` was read as \(names[0]); \(others) \(verb), too")
    }
    return ColumnReference(
      source: .attribute(catalogue.columns(of: name, in: scope)), name: written.text)
  }

  /// An attribute whose name begins like that of a relative's field needs its scope.
  private mutating func noteShadowed(_ name: String, by relation: Relation) {
    let scope = AttributeScope.byPrecedence.first {
      !catalogue.columns(of: name, in: $0).isEmpty
    }
    guard let scope else { return }
    note(
      "`\(name)` was read as the \(relation.rawValue)'s; \(scope.prefix).\(name) exists, too")
  }

  /// An attribute that is called like a field of trees needs its scope.
  private mutating func noteShadowed(_ name: String, by written: WrittenName) {
    let scope = AttributeScope.byPrecedence.first {
      !catalogue.columns(of: name, in: $0).isEmpty
    }
    guard let scope else { return }
    note("`\(written.text)` was read as the field; \(scope.prefix).\(name) exists, too")
  }
}

/// A name as the query wrote it.
private struct WrittenName {
  var text: String
  /// What precedes the field or attribute: the relative whose it is.
  var prefix = ""

  /// The same name, read on behind a prefix.
  func after(_ prefix: String) -> WrittenName { WrittenName(text: text, prefix: prefix) }

  /// The name of the field or attribute alone.
  var withoutPrefix: String {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }
}
