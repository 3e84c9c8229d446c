import QuerySyntax

/// Several mistakes of one query.
///
/// Parts that do not depend on each other are each attempted. Whatever cannot be bound since a part
/// of it could not throws `told`, so that no mistake is told for what only follows from another.
extension Binder {
  /// What `body` binds; nil where that is wrong, which is remembered.
  mutating func attempt<Result>(
    _ body: (inout Binder) throws(Diagnostic) -> Result
  ) -> Result? {
    do throws(Diagnostic) {
      return try body(&self)
    } catch {
      report(error)
      return nil
    }
  }

  /// What two parts bind; both are looked at where the first is wrong.
  mutating func both<First, Second>(
    _ first: (inout Binder) throws(Diagnostic) -> First,
    _ second: (inout Binder) throws(Diagnostic) -> Second
  ) throws(Diagnostic) -> (First, Second) {
    let (one, other) = (attempt(first), attempt(second))
    guard let one, let other else { throw .told }
    return (one, other)
  }

  /// What parts bind; all are looked at where one is wrong.
  mutating func all<Part, Result>(
    _ parts: [Part], _ body: (inout Binder, Part) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> [Result] {
    var results: [Result] = []
    for part in parts {
      let result = attempt { (binder) throws(Diagnostic) in try body(&binder, part) }
      if let result { results.append(result) }
    }
    guard results.count == parts.count else { throw .told }
    return results
  }

  /// What `body` binds; nil where that is wrong, which is nobody's mistake.
  mutating func tried<Result>(
    _ body: (inout Binder) throws(Diagnostic) -> Result
  ) -> Result? {
    let known = mistakes
    defer { mistakes = known }
    return try? body(&self)
  }

  /// Remembers a mistake; the same one, in the same words, once.
  private mutating func report(_ mistake: Diagnostic) {
    let isKnown = mistakes.contains { known in
      known.message == mistake.message && source(of: known.range) == source(of: mistake.range)
    }
    if mistake != .told, !isKnown { mistakes.append(mistake) }
  }

  /// The mistakes, or what `body` binds where there are none.
  mutating func finish<Result>(
    _ body: (inout Binder) throws(Diagnostic) -> Result
  ) throws(Diagnostics) -> Result {
    let result = attempt(body)
    if let mistakes = Diagnostics(mistakes) { throw mistakes }
    guard let result else { preconditionFailure("a mistake was not told") }
    return result
  }
}

/// Names that mean nothing since what gives them a meaning is wrong.
extension Binder {
  /// Stops without a word where a name was lost.
  func refuseLost(_ expression: Expression) throws(Diagnostic) {
    if let name = expression.soleName, lostNames.contains(name) { throw .told }
  }

  /// Remembers that a key or a column is not bound.
  mutating func lose(_ item: Item) {
    if let alias = item.alias { lostNames.insert(alias) }
  }

  /// Remembers that a stage is not bound.
  mutating func lose(_ stage: Stage) {
    switch stage.kind {
    case .select(let items): for item in items { lose(item) }
    case .group(let items):
      for item in items { lose(item) }
      hasLostKeys = true
    default: break
    }
  }
}

extension Diagnostic {
  /// Thrown where something cannot be bound for a mistake that was told already.
  static let told = Diagnostic("", at: SourceRange(0, 0))
}
