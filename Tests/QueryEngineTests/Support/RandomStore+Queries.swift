import TestSupport
import TraceModel

extension RandomStore {
  /// The moment at which random queries are asked.
  var now: Int64 { 25 * secondsPerTick * second }

  /// A random query about rows of a level.
  mutating func query(of level: NaiveLevel) -> NaiveQuery {
    questions = level.questions
    spanQuestions = level == .spans ? nil : NaiveLevel.spans.questions
    asksOfFirstToken = level != .sessions
    asksOfStructure = level != .sessions && chance(40)
    asksOfExpressions = chance(60)
    var query = NaiveQuery()
    query.level = level
    named = [:]
    parameters = chance(30) ? [:] : nil
    addNames(to: &query)
    if chance(80) { query.filter = condition(depth: chance(50) ? 1 : 0) }
    if chance(30) { query.times = times() }
    if chance(60) { addGroups(to: &query) } else { addColumns(to: &query) }
    query.isUnweighted = chance(15)
    query.parameters = parameters ?? [:]
    return query
  }

  private mutating func addNames(to query: inout NaiveQuery) {
    for number in 0..<choose([0, 0, 0, 1, 2]) {
      let type = choose(types)
      let expression = expression(type)
      query.lets.append("let l\(number) = \(expression.text)")
      named[type, default: []].append(.named("l\(number)", expression))
    }
  }

  private mutating func times() -> NaiveTimes {
    let first = Int64.random(in: 0...12, using: &generator)
    let length = Int64.random(in: 0...12, using: &generator)
    let tick = secondsPerTick * second
    var times = NaiveTimes()
    if chance(70) {
      times.since = first * tick
      times.text =
        chance(50)
        ? "since \(dateText(first * secondsPerTick))" : "since \((25 - first) * secondsPerTick)s"
    }
    if times.since == nil || chance(50) {
      times.until = (first + length) * tick
      times.text += " until \(dateText((first + length) * secondsPerTick))"
    }
    if chance(20) { addStretch(to: &times, around: first) }
    if times.since != nil && chance(25) {
      times.text += " offset \(2 * secondsPerTick)s"
      times.since = times.since.map { $0 - 2 * tick }
      times.until = (times.until ?? now) - 2 * tick
    }
    return times
  }

  /// `during`, of the hour, day or month of a moment; what is asked for besides still holds.
  private mutating func addStretch(to times: inout NaiveTimes, around tick: Int64) {
    let moment = tick * secondsPerTick
    let (digits, name) = choose([(13, "hour"), (10, "day"), (7, "month")])
    let interval =
      name == "hour"
      ? NaiveInterval(text: name, length: 3_600 * second)
      : NaiveInterval(unit: name, zone: nil)
    guard let interval else { return }
    times.text += " during \(dateText(moment).prefix(digits))"
    let start = interval.start(of: moment * second)
    times.since = max(times.since ?? start, start)
    times.until = min(times.until ?? .max, interval.end(of: start))
  }

  // MARK: Rows

  private mutating func addColumns(to query: inout NaiveQuery) {
    let id = query.level == .sessions ? "session_id" : "span_id"
    query.columns = [.field(OracleField(name: id))]
    for _ in 0..<Int.random(in: 0...3, using: &generator) {
      query.columns.append(expression(choose(types)))
    }
    guard query.isOrdered else { return }
    for _ in 0..<choose([0, 0, 1, 1, 2]) {
      let value = expression(choose(types))
      query.orders.append(
        NaiveOrder(
          text: value.text, value: { $0.first.flatMap { value.value(of: $0) } },
          isDescending: chance(50), putsNullsFirst: chance(20)))
    }
    addLimit(to: &query, keyCount: query.columns.count)
  }

  private mutating func addLimit(to query: inout NaiveQuery, keyCount: Int) {
    if chance(20) { query.skip = Int.random(in: 0...4, using: &generator) }
    guard chance(40) else { return }
    query.limit = Int.random(in: 0...6, using: &generator)
    if keyCount > 0 && chance(30) {
      query.limitKey = Int.random(in: 0..<keyCount, using: &generator)
    }
  }

  // MARK: Groups

  private mutating func addGroups(to query: inout NaiveQuery) {
    if chance(25) { query.interval = interval() }
    // A month of seconds would fill more intervals than a query may hold.
    if let interval = query.interval, let since = query.times.since,
      ((query.times.until ?? now) - since) / interval.length > 10_000
    {
      query.interval?.fill = nil
    }
    for _ in 0..<choose([0, 1, 1, 1, 2, 3]) { query.keys.append(groupKey(of: query.level)) }
    let isFilled = query.interval?.fill != nil
    if !isFilled && chance(20) {
      let aggregate = aggregate(of: query.level)
      query.lets.append("let m = \(aggregate.text)")
      query.aggregates.append(.named("m", aggregate))
    }
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let aggregate = aggregate(of: query.level)
      query.aggregates.append(
        chance(20) && !isFilled ? combination(of: query.level) ?? aggregate : aggregate)
    }
    if !isFilled && chance(25) { query.having = groupCondition(query) }
    guard query.isOrdered else { return }
    if !isFilled {
      for _ in 0..<choose([0, 0, 1, 2]) {
        let place = Int.random(in: query.aggregates.indices, using: &generator)
        guard query.aggregates[place].hasOrder else { continue }
        // An order is told the spans of a group, and not those that are still in flight.
        guard query.interval == nil || !query.aggregates[place].isOfFlight else { continue }
        let aggregate = query.aggregates[place]
        query.orders.append(
          NaiveOrder(
            text: chance(50) ? "a\(place)" : aggregate.text, value: { aggregate.value(of: $0) },
            isDescending: chance(50), putsNullsFirst: chance(20)))
      }
    }
    addLimit(to: &query, keyCount: query.keys.count)
    if !isFilled && chance(15) { query.assertion = groupCondition(query) }
    query.keepsOther =
      query.limit != nil && query.skip == nil && !isFilled
      && !(query.keys.isEmpty && query.interval == nil) && chance(40)
  }

  private mutating func groupKey(of level: NaiveLevel) -> OracleExpression {
    if level != .sessions && chance(15) {
      return .field(
        OracleField(
          name: choose(["attr.retries", "attr.tags", "event.kind", "attr.flag"])))
    }
    return expression(choose(types), depth: chance(60) ? 3 : 0)
  }

  private mutating func interval() -> NaiveInterval {
    let lengths =
      [("1s", 1), ("2s", 2), ("7s", 7), ("1m", 60), ("hour", 3_600), ("36h", 129_600)]
      as [(String, Int64)]
    var interval: NaiveInterval
    let kind = Int.random(in: 0..<8, using: &generator)
    if kind == 0 {
      interval = NaiveInterval(
        text: "day tz +02:00", length: 86_400 * second, shift: 7_200 * second)
    } else if kind < (secondsPerTick > 1 ? 6 : 3), let days = calendarInterval() {
      interval = days
    } else {
      let (text, length) = choose(lengths)
      interval = NaiveInterval(text: text, length: length * second)
    }
    // Of a year of seconds nobody would read each.
    let isFew = interval.length >= secondsPerTick * second / 40
    if isFew && chance(30) { interval.fill = choose(["0", "null"]) }
    return interval
  }

  private mutating func calendarInterval() -> NaiveInterval? {
    NaiveInterval(
      unit: choose(["day", "week", "month", "year"]),
      zone: choose([
        nil, "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Europe/London",
      ]))
  }

  private var numbers: [OracleType] { types.filter(\.isNumber) }

  private mutating func groupCondition(_ query: NaiveQuery) -> NaiveGroupCondition {
    let number = Int64.random(in: 0...6, using: &generator)
    let count = NaiveGroupCondition.compare(
      .call("count", nil, nil), choose([">", "<=", "!="]),
      OracleConstant(text: "\(number)", value: .whole(number, unit: "")))
    let type = choose(numbers)
    let other = NaiveGroupCondition.compare(
      .call(choose(["min", "max", "sum"]), .field(field(type)), type), choose([">", "<"]),
      constant(type.example))
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return count
    case 1: return other
    case 2: return .not(other)
    default: return .and(count, other)
    }
  }

  private mutating func aggregate(of level: NaiveLevel) -> NaiveAggregate {
    let aggregate = plainAggregate(of: level)
    return chance(25) ? .conditional(aggregate, condition(depth: 2)) : aggregate
  }

  private mutating func plainAggregate(of level: NaiveLevel) -> NaiveAggregate {
    let type = choose(types)
    let numeric = choose(numbers)
    // Fractions that are no quarters have no sum that loops could tell.
    let summed = choose([OracleType.duration, .integer, .money])
    let value = expression(type, depth: 1)
    switch Int.random(in: 0..<21, using: &generator) {
    case 0, 1: return .call("count", nil, nil)
    case 2: return .call("count", value, type)
    case 3: return .call("error_rate", nil, nil)
    case 4, 5: return .call(choose(["sum", "avg"]), expression(summed, depth: 1), summed)
    case 6:
      return .call(choose(["sum", "avg"]), .field(OracleField(name: "attr.score")), .double)
        .orCount(level)
    case 7, 8: return .call(choose(["min", "max"]), value, type)
    case 9, 10: return quantile(expression(numeric, depth: 1), numeric)
    case 11: return .call("count_distinct", value, type)
    case 12: return .uniqueValues(value, limit: chance(50) ? 2 : nil)
    case 13:
      let kind = choose([OracleType.duration, .integer, .money])
      return .histogram(expression(kind, depth: 1), width: width(kind))
    case 14 where level == .spans: return .call("concurrency", nil, nil)
    case 15 where level != .sessions: return .call("exemplar", nil, nil)
    case 16 where level != .sessions: return .exemplars(3)
    case 18 where level != .sessions: return .rate
    case 19:
      if chance(20) && level != .sessions {
        return .deviation(.field(OracleField(name: "attr.score")), .double)
      }
      return .deviation(expression(summed, depth: 1), summed)
    case 17 where level != .sessions: return .call(choose(["first", "last", "any"]), value, type)
    case 20 where level != .sessions:
      return .call(
        choose(["any", "last", "min", "max"]), .field(OracleField(name: "attr.never")), nil)
    default: return .call("count", nil, nil)
    }
  }

  private mutating func quantile(
    _ value: OracleExpression, _ type: OracleType
  ) -> NaiveAggregate {
    let (numerator, denominator) = choose([
      (1, 2), (3, 4), (9, 10), (19, 20), (99, 100), (999, 1_000), (3, 10), (0, 1), (1, 1),
    ])
    return .quantile(value, type, numerator: numerator, denominator: denominator)
  }

  /// Arithmetic between aggregates.
  private mutating func combination(of level: NaiveLevel) -> NaiveAggregate? {
    let type = choose([OracleType.duration, .integer, .money])
    let sum = NaiveAggregate.call(choose(["sum", "max", "min"]), .field(field(type)), type)
    let count = NaiveAggregate.call("count", nil, nil)
    switch Int.random(in: 0..<5, using: &generator) {
    case 4: return .estimate(expression(choose(types), depth: 1))
    case 0: return .arithmetic(sum, "/", count)
    case 1: return .arithmetic(.conditional(count, condition(depth: 2)), "/", count)
    case 2: return .arithmetic(sum, choose(["+", "-"]), .call("min", .field(field(type)), type))
    default: return .arithmetic(sum, "*", count)
    }
  }
}

extension NaiveAggregate {
  /// Sessions have no attributes.
  fileprivate func orCount(_ level: NaiveLevel) -> NaiveAggregate {
    level == .sessions ? .call("count", nil, nil) : self
  }

  fileprivate var hasOrder: Bool {
    switch self {
    case .uniqueValues, .histogram, .exemplars, .rate, .deviation, .estimate: false
    case .conditional(let inner, _), .named(_, let inner): inner.hasOrder
    default: true
    }
  }
}

extension NaiveLevel {
  /// The fields that random questions are about.
  fileprivate var questions: [OracleField] {
    switch self {
    case .spans:
      RandomStore.fields + RandomStore.scoreFields + RandomStore.treeFields
        + ["root.", "parent."].flatMap { relative in
          ["stage", "status", "model", "attr.score"].map { OracleField(name: relative + $0) }
            + [OracleField(name: relative + "latency", unit: "ns")]
        }
    case .traces:
      RandomStore.fields + RandomStore.scoreFields + RandomStore.treeFields
        + [
          OracleField(name: "span_count"), OracleField(name: "error_count"),
          OracleField(name: "session_id"), OracleField(name: "user_id"),
          OracleField(name: "root.latency", unit: "ns"), OracleField(name: "root.status"),
        ]
    case .sessions:
      [
        OracleField(name: "session_id"), OracleField(name: "user_id"),
        OracleField(name: "start", unit: "t"), OracleField(name: "latency", unit: "ns"),
        OracleField(name: "status"), OracleField(name: "total_tokens"),
        OracleField(name: "cost", unit: "$"), OracleField(name: "turn_count"),
        OracleField(name: "span_count"), OracleField(name: "error_count"),
      ]
    }
  }
}
