import QuerySyntax

/// Relations, spansets, and aggregates over relatives.
extension Binder {
  /// `child{…}` as a condition.
  mutating func relation(
    _ relatives: Relatives, _ expression: Expression, _ negated: Bool
  ) throws(Diagnostic) -> Predicate {
    guard relatives.field == nil else { throw manyValues(expression) }
    return .structure(
      SpanStructure(
        .relation(relatives.relation, try conditionOnRelatives(relatives.condition))),
      negated: negated)
  }

  /// `{a} >> {b}`: the spans of the right side that have such a relative on the left.
  mutating func arrow(
    _ arrow: Arrow, _ left: Expression, _ right: Expression, _ negated: Bool
  ) throws(Diagnostic) -> Predicate {
    let (own, condition) = try both(
      { (binder) throws(Diagnostic) in try binder.predicate(right, negated: negated) },
      { (binder) throws(Diagnostic) in try binder.conditionOnRelatives(left) })
    let relative = Predicate.structure(
      SpanStructure(.relation(arrow.relation, condition)),
      negated: arrow.isNegated != negated)
    return negated ? .any([own, relative]) : .all([own, relative])
  }

  /// `{a} && {b}`: the spans of both sides, in traces that have both.
  ///
  /// A chain is bound as one, and each side once, so that a plan grows as its query does. Where rows
  /// are no spans, a side means one thing of them and another of their spans.
  mutating func together(
    _ expression: Expression, _ negated: Bool
  ) throws(Diagnostic) -> Predicate {
    let parts = expression.joinedByBoth
    let own = try all(parts) { (binder, part) throws(Diagnostic) in
      try binder.predicate(part, negated: negated)
    }
    // Of a trace, a side says one thing of the row and another of the spans that the trace has.
    guard negated || level != .spans else {
      return .structure(SpanStructure(.together(own)), negated: false)
    }
    let present = try all(parts) { (binder, part) throws(Diagnostic) -> Predicate in
      let condition = try binder.conditionOnRelatives(part)
      return .structure(SpanStructure(.relation(.trace, condition)), negated: negated)
    }
    return negated ? .any([.all(own)] + present) : .all([.any(own)] + present)
  }

  /// A condition on other spans: what these lack is none of the asked spans' business.
  private mutating func conditionOnRelatives(
    _ expression: Expression?
  ) throws(Diagnostic) -> Predicate {
    guard let expression else { return .always }
    let compared = comparedColumns
    let condition = try ofSpans(expression.range) { (binder) throws(Diagnostic) in
      try binder.conditionInBraces(expression, negated: false)
    }
    comparedColumns = compared
    return condition
  }

  /// Binds what is asked of relatives, which are spans, whatever the rows are.
  private mutating func ofSpans<Result>(
    _ range: SourceRange, _ bind: (inout Binder) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let outer = level
    guard outer == .spans || outer == .traces else {
      throw Diagnostic(
        "\(outer.rawValue) have no spans to ask", at: range,
        hint: "from traces, or from spans, has them")
    }
    level = .spans
    defer { level = outer }
    return try bind(&self)
  }

  mutating func conditionInBraces(
    _ expression: Expression, negated: Bool
  ) throws(Diagnostic) -> Predicate {
    braceDepth += 1
    defer { braceDepth -= 1 }
    return try predicate(expression, negated: negated)
  }

  /// `sum(child{…}.latency)` of a span.
  mutating func relativeAggregate(
    _ call: Call, _ relatives: Relatives, _ expression: Expression
  ) throws(Diagnostic) -> Scalar {
    if let condition = call.condition {
      throw Diagnostic(
        "an aggregate over relatives takes no if", at: condition.range,
        hint: "put the condition into the braces")
    }
    guard let function = RelativeAggregate.Function(rawValue: call.name) else {
      throw Diagnostic(
        "\(call.name) does not take relatives", at: expression.range,
        hint: "count, sum, avg, min and max do")
    }
    let (condition, value) = try both(
      { (binder) throws(Diagnostic) in try binder.conditionOnRelatives(relatives.condition) },
      { (binder) throws(Diagnostic) in try binder.value(of: relatives, function, expression) })
    return .relatives(
      RelativeAggregate(function, relatives.relation, where: condition, of: value),
      at: expression.range)
  }

  private mutating func value(
    of relatives: Relatives, _ function: RelativeAggregate.Function, _ expression: Expression
  ) throws(Diagnostic) -> Scalar? {
    guard let field = relatives.field else {
      guard function == .count else {
        throw Diagnostic(
          "\(function.rawValue) of relatives needs a field", at: expression.range,
          hint: "as in \(function.rawValue)(\(relatives.relation.rawValue){…}.latency)")
      }
      return nil
    }
    let value = try ofSpans(field.range) { (binder) throws(Diagnostic) in
      try binder.scalar(field)
    }
    if function == .count { return value }
    let number = try number(value, field.range, function.rawValue)
    guard number.type != .instant || function != .sum else {
      throw Diagnostic("instants have no sum", at: field.range, hint: "take min, max or avg")
    }
    return number
  }

  /// `child{…}.latency` without an aggregate around it.
  func manyValues(_ expression: Expression) -> Diagnostic {
    let name = source(of: expression.range)
    return Diagnostic(
      "\(name) may have many values", at: expression.range,
      hint: "aggregate them: max(\(name)); count, sum, avg, min and max do")
  }
}

extension Expression {
  /// The sides of a chain of `&&`.
  fileprivate var joinedByBoth: [Expression] {
    guard case .both(let left, let right) = kind else { return [self] }
    return left.joinedByBoth + right.joinedByBoth
  }
}

extension Call {
  /// The relatives that the call is over, and nothing else.
  var relatives: Relatives? {
    guard arguments.count == 1, case .expression(let argument) = arguments[0],
      case .relatives(let relatives) = argument.kind
    else { return nil }
    return relatives
  }
}
