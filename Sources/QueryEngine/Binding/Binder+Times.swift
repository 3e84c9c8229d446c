import CivilCalendar
import QuerySyntax

extension Binder {
  /// The stretch that `since`, `until` and `during` leave together.
  mutating func timeRange(of stages: [Stage]) throws(Diagnostic) -> TimeRange {
    var range = TimeRange.everything
    var offset: Stage?
    _ = try all(stages) { (binder, stage) throws(Diagnostic) in
      guard case .offset = stage.kind else { return try binder.narrow(&range, by: stage) }
      guard offset == nil else {
        throw Diagnostic("offset can be written once", at: stage.range)
      }
      offset = stage
    }
    if let offset { try move(&range, by: offset) }
    return range
  }

  private func narrow(_ range: inout TimeRange, by stage: Stage) throws(Diagnostic) {
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

  /// Moves both ends of a range back; an open end is now.
  private func move(_ range: inout TimeRange, by stage: Stage) throws(Diagnostic) {
    guard case .offset(let distance) = stage.kind,
      case .duration(let length) = try timeLiteral(distance), length >= 0
    else {
      throw Diagnostic(
        "offset takes a length of time", at: stage.range, hint: "write since 24h offset 7d")
    }
    guard !range.isEverything else {
      throw Diagnostic(
        "offset moves a time range back, and there is none", at: stage.range,
        hint: "write since 24h offset 7d")
    }
    range.from = range.from.map { back(from: $0, by: length) }
    range.until = back(from: range.until ?? options.now, by: length)
  }

  private func back(from instant: Int64, by length: Int64) -> Int64 {
    let (earlier, overflow) = instant.subtractingReportingOverflow(length)
    return overflow ? .min : earlier
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
  mutating func timeKey(every stage: Every) throws(Diagnostic) -> GroupBinder.Key {
    let zone = attempt { (binder) throws(Diagnostic) in
      try stage.zone.map { (zone) throws(Diagnostic) in try binder.zone(zone) }
    }
    let interval = try interval(stage.width, (zone ?? nil) ?? .utc)
    guard let zone else { throw .told }
    if zone != nil, case .fixed(let length, _) = interval, length >= Self.day,
      case .literal(let literal) = try constant(stage.width), case .duration = literal.value
    {
      note("\(literal.text) counts from 1970 in UTC; every day follows the clocks of a zone")
    }
    return GroupBinder.Key(
      scalar: .interval(interval, .column(startField)), alias: "time", header: "time",
      zone: zone)
  }

  private static let day: Int64 = 86_400_000_000_000

  /// What `fill` puts where there are no spans.
  func fill(_ expression: Expression) throws(Diagnostic) -> GroupPlan.Fill {
    switch try timeLiteral(expression) {
    case .integer(0): return .zero
    case .null: return .null
    default:
      throw Diagnostic(
        "fill takes 0 or null", at: expression.range, hint: "write every 5m fill 0")
    }
  }

  private func zone(_ expression: Expression) throws(Diagnostic) -> Zone {
    guard let written = try constant(expression), let zone = Zone(named: written.text) else {
      throw Diagnostic(
        "there is no time zone \(source(of: expression.range))", at: expression.range,
        hint: "write a name such as Europe/Paris, UTC, or +02:00")
    }
    return zone
  }

  private func interval(
    _ expression: Expression, _ zone: Zone
  ) throws(Diagnostic) -> TimeInterval {
    switch try timeLiteral(expression) {
    case .duration(let length) where length > 0: return .fixed(length: length, origin: 0)
    case .word(let word):
      if let interval = TimeInterval(named: word, in: zone) { return interval }
      let nearest = nearest(word, among: TimeInterval.names)
      throw Diagnostic(
        "there is no interval \(word)", at: expression.range,
        hint: nearest.map { "did you mean \($0)?" } ?? "write every 5m, or every day")
    default:
      throw Diagnostic(
        "every takes a length of time", at: expression.range,
        hint: "write every 5m, every 1h, or every day, week, month, quarter or year")
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
