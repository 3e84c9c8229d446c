import QuerySyntax
import TraceModel

extension Binder {
  /// What a name means of traces, sessions and scores where that is not what it means of spans.
  func levelReference(
    _ path: Path, _ written: String, at range: SourceRange
  ) throws(Diagnostic) -> ColumnReference? {
    let name = path.parts.joined(separator: ".")
    switch level {
    case .spans: return nil
    case .traces:
      guard path.parts.count == 1 else { return nil }
      let field = Field(named: name)?.name ?? name
      return TreeField(named: "trace.\(field)").map {
        ColumnReference(source: .tree($0), name: written)
      }
    case .sessions, .scores:
      if let own = level.ownFields.first(where: { $0.name == name }) {
        return ColumnReference(source: .level(own), name: written)
      }
      if let field = Field(named: name), level.sharedFields.contains(field) {
        return ColumnReference(source: .field(field), name: written)
      }
      throw unknown(name, at: range)
    }
  }

  private func unknown(_ name: String, at range: SourceRange) -> Diagnostic {
    let known = level.ownFields.map(\.name) + level.sharedFields.map(\.name)
    let near = nearest(name, among: known).map { "did you mean \($0)? " } ?? ""
    return Diagnostic(
      "\(level.rawValue) have no \(name)", at: range,
      hint: near + "they have \(known.joined(separator: ", "))")
  }

  /// What a filter without `select` shows.
  func defaultColumns() -> [OutputColumn<Scalar>] {
    level.defaultColumns.compactMap { name in
      let path = Path(parts: [name])
      let reference =
        (try? levelReference(path, name, at: SourceRange(0, 0))).flatMap { $0 }
        ?? Field(named: name).map { ColumnReference($0) }
      return reference.map { OutputColumn(name: name, expression: .column($0)) }
    }
  }

  /// When something began.
  var startField: ColumnReference {
    let path = Path(parts: [level == .scores ? "time" : "start"])
    let found = try? levelReference(path, "start", at: SourceRange(0, 0))
    return found.flatMap { $0 } ?? .start
  }
}

extension GroupBinder {
  /// What groups of traces, sessions and scores show without `select`.
  mutating func selectDefaults(of binder: Binder) {
    for text in binder.level.defaultAggregates {
      // Texts of the level itself parse and bind.
      guard let parsed = try? Parser.parseExpression(text) else { continue }
      var inner = Binder(
        binder.catalogue, options: binder.options, text: text, level: binder.level)
      guard let bound = try? expression(parsed, &inner) else { continue }
      show(bound, as: text)
    }
    if binder.level == .traces { show(position(of: .exemplar), as: "exemplar") }
  }
}
