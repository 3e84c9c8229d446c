import QuerySyntax

extension Binder {
  /// The stretch that `since`, `until` and `during` leave together.
  func timeRange(of stages: [Stage]) throws(Diagnostic) -> TimeRange {
    var range = TimeRange.everything
    for stage in stages {
      switch stage.kind {
      case .since(let bound): range.narrow(from: try instant(bound, "since"))
      case .until(let bound): range.narrow(until: try instant(bound, "until"))
      case .during(let bound):
        guard case .instant(let from, let until) = try timeLiteral(bound) else {
          throw Diagnostic(
            "during takes a date or a month", at: bound.range,
            hint: "write during 2026-11-03, or since 24h for the last day")
        }
        range.narrow(from: from)
        range.narrow(until: until)
      default: preconditionFailure("not a stage about time")
      }
    }
    return range
  }

  /// A duration counts back from now; a date stands for its first moment.
  private func instant(_ bound: Expression, _ stage: String) throws(Diagnostic) -> Int64 {
    switch try timeLiteral(bound) {
    case .duration(let length):
      let (instant, overflow) = options.now.subtractingReportingOverflow(length)
      return overflow ? (length > 0 ? .min : .max) : instant
    case .instant(let from, _): return from
    default:
      throw Diagnostic(
        "\(stage) takes a duration or a date", at: bound.range,
        hint: "write \(stage) 24h, or \(stage) 2026-11-03")
    }
  }

  /// The key that `every` puts before the others: the first moment of each span's interval.
  func timeKey(every expression: Expression) throws(Diagnostic) -> GroupBinder.Key {
    GroupBinder.Key(
      scalar: .interval(try interval(expression), .column(startField)), alias: "time",
      header: "time")
  }

  private func interval(_ expression: Expression) throws(Diagnostic) -> TimeInterval {
    switch try timeLiteral(expression) {
    case .duration(let length) where length > 0: return .fixed(length: length, origin: 0)
    case .word(let word):
      if let interval = TimeInterval(named: word) { return interval }
      let nearest = nearest(word, among: TimeInterval.names)
      throw Diagnostic(
        "there is no interval \(word)", at: expression.range,
        hint: nearest.map { "did you mean \($0)?" } ?? "write every 5m, or every day")
    default:
      throw Diagnostic(
        "every takes a length of time", at: expression.range,
        hint: "write every 5m, every 1h, or every day, week or month")
    }
  }

  private func timeLiteral(_ bound: Expression) throws(Diagnostic) -> Literal.Value? {
    if case .literal(let literal) = try constant(bound) { literal.value } else { nil }
  }

  /// The count after `limit` or `skip`.
  func count(_ expression: Expression, _ stage: String) throws(Diagnostic) -> Int {
    guard case .literal(let literal) = try constant(expression),
      case .integer(let count) = literal.value, count >= 0
    else {
      throw Diagnostic(
        "\(stage) takes a whole number, not below zero", at: expression.range,
        hint: "write \(stage) 10")
    }
    return Int(count)
  }
}

/// The right side of a comparison when it is written out.
enum WrittenConstant {
  case literal(Literal)
  /// Quoted text: it is never a number.
  case quoted(String)

  /// The characters, which is what a field of text compares with.
  var text: String {
    switch self {
    case .literal(let literal): literal.text
    case .quoted(let text): text
    }
  }
}

extension Binder {
  /// The constant that an expression writes out, parameters filled in; nil for others.
  func constant(_ expression: Expression) throws(Diagnostic) -> WrittenConstant? {
    switch expression.kind {
    case .literal(let literal): return .literal(literal)
    case .string(let text): return .quoted(text)
    case .parameter(let name):
      guard let text = options.parameters[name] else {
        let nearest = nearest(name, among: options.parameters.keys.sorted())
        throw Diagnostic(
          "there is no value for the parameter $\(name)", at: expression.range,
          hint: nearest.map { "did you mean $\($0)?" } ?? "give one: --param \(name)=…")
      }
      do {
        return .literal(try Literal(typing: text))
      } catch {
        throw Diagnostic(
          "the parameter $\(name): \(error.message)", at: expression.range, hint: error.hint)
      }
    default: return nil
    }
  }
}
