import QuerySyntax
import Statistics

/// Aggregates that take something special in their brackets.
extension Binder {
  /// Nil for the aggregates that take one value and nothing else.
  mutating func specialAggregate(
    _ name: AggregateName, _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate? {
    switch name {
    case .quantile: return try quantile(call, expression)
    case .first, .any:
      return .edge(isLast: false, try scalar(try onlyArgument(of: call, expression)))
    case .last: return .edge(isLast: true, try scalar(try onlyArgument(of: call, expression)))
    case .uniqueValues: return try uniqueValues(call, expression)
    case .histogram: return try histogram(call, expression)
    case .exemplar: return try exemplar(call, expression)
    case .exemplars: return try exemplars(call, expression)
    default: return nil
    }
  }

  /// Some aggregates are about spans, which have ids and are in flight.
  func refuseLevel(of name: AggregateName, _ expression: Expression) throws(Diagnostic) {
    let isAboutSpans: Bool
    switch name {
    case .concurrency: isAboutSpans = level != .spans
    case .exemplar, .exemplars, .first, .last, .any:
      isAboutSpans = level == .sessions || level == .scores
    default: isAboutSpans = false
    }
    guard isAboutSpans else { return }
    throw Diagnostic(
      "\(name.rawValue) is about spans, and these are \(level.rawValue)", at: expression.range,
      hint: "leave from \(level.rawValue) out to ask for spans")
  }

  private mutating func quantile(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    guard call.arguments.count == 2, case .expression(let argument) = call.arguments[0],
      case .expression(let share) = call.arguments[1]
    else {
      throw Diagnostic(
        "quantile takes a value and a share", at: expression.range,
        hint: "write quantile(latency, 0.95)")
    }
    guard let written = try constant(share), let fraction = QuantileFraction(decimal: written.text)
    else {
      throw Diagnostic(
        "the share of a quantile is a decimal from 0 to 1", at: share.range,
        hint: "write quantile(latency, 0.95)")
    }
    return .quantile(try number(try scalar(argument), argument.range, "quantile"), fraction)
  }

  /// The expressions in a call's brackets; `*` is none.
  private func expressions(of call: Call) -> [Expression] {
    call.arguments.compactMap { argument in
      if case .expression(let expression) = argument { expression } else { nil }
    }
  }

  private mutating func uniqueValues(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    let arguments = expressions(of: call)
    guard 1...2 ~= arguments.count, arguments.count == call.arguments.count else {
      throw Diagnostic(
        "uniq_values takes a value, and how many to show", at: expression.range,
        hint: "write uniq_values(model) or uniq_values(model, 10)")
    }
    let limit = try arguments[safe: 1].map { (limit) throws(Diagnostic) in
      try listCount(limit, of: "uniq_values")
    }
    return .uniqueValues(try scalar(arguments[0]), limit: limit)
  }

  private func listCount(
    _ expression: Expression, of name: String
  ) throws(Diagnostic) -> Int {
    guard case .literal(let literal) = try constant(expression),
      case .integer(let count) = literal.value, (1...1_000).contains(count)
    else {
      throw Diagnostic(
        "how many \(name) shows is a whole number from 1 to 1000", at: expression.range)
    }
    return Int(count)
  }

  private mutating func histogram(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    let arguments = expressions(of: call)
    guard 1...2 ~= arguments.count, arguments.count == call.arguments.count else {
      throw Diagnostic(
        "histogram takes a number, and how wide a bucket is", at: expression.range,
        hint: "write histogram(latency) or histogram(latency, 500ms)")
    }
    let value = try number(try scalar(arguments[0]), arguments[0].range, "histogram")
    guard value.type != .instant else {
      throw Diagnostic(
        "instants have no histogram", at: arguments[0].range, hint: "write every 1h")
    }
    guard arguments.count == 2 else { return .histogram(value, .logarithmic) }
    try checkWidth([(arguments[0], value.type), (arguments[1], .mixed)], of: "histogram")
    let width = try constant(arguments[1]).map { Value($0) } ?? .null
    return .histogram(value, .linear(width))
  }

  /// `exemplar()`, `exemplar(x)`, `exemplar(x, min)`.
  private mutating func exemplar(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    let arguments = expressions(of: call)
    guard arguments.count <= 2, arguments.count == call.arguments.count else {
      throw Diagnostic(
        "exemplar takes a number, and max or min", at: expression.range,
        hint: "write exemplar(latency, max)")
    }
    guard let value = arguments.first else {
      return level == .spans
        ? .exemplar : .rankedExemplar(try slowness(expression), .greatest, count: nil)
    }
    var choice = ExemplarChoice.greatest
    if let word = arguments[safe: 1] {
      guard let name = word.soleName, let known = ExemplarChoice(rawValue: name.lowercased())
      else {
        throw Diagnostic(
          "an exemplar is that of the max or the min", at: word.range,
          hint: "write exemplar(\(source(of: value.range)), max)")
      }
      choice = known
    }
    return .rankedExemplar(
      try number(try scalar(value), value.range, "exemplar"), choice, count: nil)
  }

  /// The latency of what a row is.
  private func slowness(_ expression: Expression) throws(Diagnostic) -> Scalar {
    let path = Path(parts: ["latency"])
    return .column(try levelReference(path, "latency", at: expression.range) ?? .latency)
  }

  /// `exemplars(n)`, `exemplars(x, n)`.
  private mutating func exemplars(
    _ call: Call, _ expression: Expression
  ) throws(Diagnostic) -> Aggregate {
    let arguments = expressions(of: call)
    guard 1...2 ~= arguments.count, arguments.count == call.arguments.count,
      let limit = arguments.last
    else {
      throw Diagnostic(
        "exemplars takes a number, and how many traces to show", at: expression.range,
        hint: "write exemplars(3) or exemplars(output_tokens, 3)")
    }
    let count = try listCount(limit, of: "exemplars")
    guard arguments.count == 2 else {
      return .rankedExemplar(try slowness(expression), .greatest, count: count)
    }
    return .rankedExemplar(
      try number(try scalar(arguments[0]), arguments[0].range, "exemplars"), .greatest,
      count: count)
  }
}
