import QuerySyntax
import Scanning
import TraceModel

/// Names that `let` gives to expressions.
extension Binder {
  /// The query with the expressions in the places of their names, in the stages behind each `let`.
  mutating func resolvingNames(_ query: Query) -> Query {
    var resolved = query
    var meanings: [String: Expression] = [:]
    for (index, stage) in query.stages.enumerated() {
      resolved.stages[index].kind = stage.kind.replacing(meanings)
      let known = meanings
      _ = attempt { (binder) throws(Diagnostic) in try binder.refuseTaken(stage, known) }
      guard case .naming(let name, let expression) = resolved.stages[index].kind else { continue }
      let isFree: Void? = attempt { (binder) throws(Diagnostic) in
        try binder.check(name, for: expression, stage, known)
      }
      if isFree != nil { meanings[name] = expression } else { lostNames.insert(name) }
    }
    return resolved
  }

  private mutating func check(
    _ name: String, for expression: Expression, _ stage: Stage, _ known: [String: Expression]
  ) throws(Diagnostic) {
    guard expression.size(upTo: Limits.namedExpressionSize) != nil else {
      throw Diagnostic(
        "\(name) stands for more than \(Limits.namedExpressionSize) operations", at: stage.range,
        hint: "name less with let")
    }
    if Field(named: name) != nil {
      throw Diagnostic("\(name) is a field", at: stage.range, hint: "give it another name")
    }
    if known[name] != nil {
      throw Diagnostic("\(name) has a meaning already", at: stage.range)
    }
    if let scope = AttributeScope.byPrecedence.first(where: {
      !catalogue.columns(of: name, in: $0).isEmpty
    }) {
      note("`\(name)` was read as let says; \(scope.prefix).\(name) exists, too")
    }
  }

  /// A column that had the same name would leave open which of the two is meant.
  private func refuseTaken(
    _ stage: Stage, _ known: [String: Expression]
  ) throws(Diagnostic) {
    let items: [Item]
    switch stage.kind {
    case .group(let keys): items = keys
    case .select(let columns): items = columns
    default: return
    }
    for item in items {
      guard let alias = item.alias, known[alias] != nil else { continue }
      throw Diagnostic(
        "\(alias) has a meaning already, by let", at: item.expression.range,
        hint: "give the column another name, or leave as \(alias) out")
    }
  }
}

extension Stage.Kind {
  fileprivate func replacing(_ meanings: [String: Expression]) -> Stage.Kind {
    guard !meanings.isEmpty else { return self }
    func items(_ items: [Item]) -> [Item] {
      items.map { Item(expression: $0.expression.replacing(meanings), alias: $0.alias) }
    }
    switch self {
    case .filter(let predicate): return .filter(predicate.replacing(meanings))
    case .naming(let name, let expression):
      return .naming(name, expression.replacing(meanings))
    case .group(let keys): return .group(by: items(keys))
    case .select(let columns): return .select(items(columns))
    case .having(let predicate): return .having(predicate.replacing(meanings))
    case .assertion(let predicate): return .assertion(predicate.replacing(meanings))
    case .order(let keys):
      return .order(
        by: keys.map {
          OrderKey(
            expression: $0.expression.replacing(meanings), direction: $0.direction,
            nullsFirst: $0.nullsFirst)
        })
    case .cut(var cut):
      cut.keys = cut.keys.map { $0.replacing(meanings) }
      return .cut(cut)
    case .difference(var difference):
      difference.first = difference.first.replacing(meanings)
      difference.second = difference.second?.replacing(meanings)
      return .difference(difference)
    case .comparison(let comparison): return .comparison(comparison.replacing(meanings))
    case .since, .until, .during, .offset, .every, .limit, .skip, .show, .unweighted:
      return self
    }
  }
}

extension ComparisonStage {
  fileprivate func replacing(_ meanings: [String: Expression]) -> ComparisonStage {
    var stage = self
    switch sides {
    case .values(let key, let baseline, let candidates):
      stage.sides = .values(
        key: key.replacing(meanings), baseline: baseline, candidates: candidates)
    case .populations(let baseline, let candidate):
      stage.sides = .populations(
        baseline: baseline.replacing(meanings), candidate: candidate.replacing(meanings))
    case .previous: break
    case .drift(let key, let baseline):
      stage.sides = .drift(key: key.replacing(meanings), baseline: baseline)
    }
    for index in metrics.indices {
      stage.metrics[index].item.expression = metrics[index].item.expression.replacing(meanings)
    }
    stage.pairing = pairing?.replacing(meanings)
    stage.strata = strata.map { $0.replacing(meanings) }
    return stage
  }
}

extension Expression {
  /// The expression with others in the places of names; each is where the name was.
  func replacing(_ meanings: [String: Expression]) -> Expression {
    if let name = soleName {
      guard let meaning = meanings[name] else { return self }
      return Expression(meaning.kind, range)
    }
    return Expression(kind.replacingParts { $0.replacing(meanings) }, range)
  }

  /// How many expressions it is made of, itself included; nil for more than a limit, and for one
  /// that nests deeper than a query may.
  fileprivate func size(upTo limit: Int, depth: Int = 0) -> Int? {
    guard depth < Limits.namedExpressionDepth else { return nil }
    var size = 1
    for part in parts {
      guard let count = part.size(upTo: limit - size, depth: depth + 1) else { return nil }
      size += count
    }
    return size <= limit ? size : nil
  }
}

extension Expression.Kind {
  fileprivate func replacingParts(_ body: (Expression) -> Expression) -> Expression.Kind {
    switch self {
    case .literal, .string, .parameter, .path: self
    case .call(let call):
      .call(
        Call(
          name: call.name,
          arguments: call.arguments.map { argument in
            if case .expression(let expression) = argument {
              .expression(body(expression))
            } else {
              argument
            }
          }, condition: call.condition.map(body)))
    case .negate(let operand): .negate(body(operand))
    case .arithmetic(let operation, let left, let right):
      .arithmetic(operation, body(left), body(right))
    case .not(let operand): .not(body(operand))
    case .and(let left, let right): .and(body(left), body(right))
    case .or(let left, let right): .or(body(left), body(right))
    case .comparison(let comparison, let left, let right):
      .comparison(comparison, body(left), body(right))
    case .membership(let value, let values, let negated):
      .membership(body(value), in: values.map(body), negated: negated)
    case .between(let value, let low, let high, let negated):
      .between(body(value), body(low), body(high), negated: negated)
    case .missing(let operand, let negated): .missing(body(operand), negated: negated)
    case .relatives(let relatives):
      .relatives(
        Relatives(
          relation: relatives.relation, condition: relatives.condition.map(body),
          field: relatives.field.map(body)))
    case .spans(let condition): .spans(condition.map(body))
    case .arrow(let arrow, let left, let right): .arrow(arrow, body(left), body(right))
    case .both(let left, let right): .both(body(left), body(right))
    case .either(let left, let right): .either(body(left), body(right))
    }
  }
}
