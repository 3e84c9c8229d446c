import QueryEngine
import TraceModel

/// What a query asks for, one row of these each.
enum NaiveLevel: String, CaseIterable {
  case spans, traces, sessions
}

/// A row of a level: its fields as those of a span, and the start that time ranges go by.
struct NaiveRow {
  var span: TestSpan
  var start: Int64
}

/// Bounds on starts.
struct NaiveTimes {
  var text = ""
  var since: Int64?
  var until: Int64?

  func contains(_ start: Int64) -> Bool {
    (since.map { start >= $0 } ?? true) && (until.map { start < $0 } ?? true)
  }
}

/// A key of an order: an expression of rows, or the number of an aggregate of groups.
struct NaiveOrder {
  var text: String
  var value: (_ spans: [TestSpan]) -> OracleValue?
  var isDescending: Bool
  var putsNullsFirst: Bool

  var clause: String {
    text + (isDescending ? " desc" : "") + (putsNullsFirst ? " nulls first" : "")
  }
}

/// What loops answer.
struct NaiveAnswer {
  var rows: [[Value]]
  /// Of an assertion: the rows that it is asked of, and those of which it is not true.
  var checkedCount = 0
  var failureCount: Int?
}

/// A whole query: what it says, and what loops over plain rows answer.
struct NaiveQuery {
  var level = NaiveLevel.spans
  var lets: [String] = []
  var filter: OracleCondition?
  var times = NaiveTimes()
  var interval: NaiveInterval?
  var keys: [OracleExpression] = []
  /// Of queries without groups.
  var columns: [OracleExpression] = []
  /// Of queries with groups.
  var aggregates: [NaiveAggregate] = []
  var having: NaiveGroupCondition?
  var orders: [NaiveOrder] = []
  var skip: Int?
  var limit: Int?
  /// The number of the key that a limit is for.
  var limitKey: Int?
  var keepsOther = false
  /// Whether sampled spans count as one each.
  var isUnweighted = false
  var assertion: NaiveGroupCondition?
  /// What `$name` stands for.
  var parameters: [String: String] = [:]

  var isGrouped: Bool { !aggregates.isEmpty }

  var text: String {
    var parts: [String] = []
    if level != .spans { parts.append("from \(level.rawValue)") }
    parts += lets
    if let filter { parts.append(lets.isEmpty ? filter.text : "where \(filter.text)") }
    parts.append(times.text)
    if let interval {
      parts.append("every \(interval.text)" + (interval.fill.map { " fill \($0)" } ?? ""))
    }
    let named = keys.enumerated().map { "\($1.text) as k\($0)" }
    if !named.isEmpty { parts.append("group by \(named.joined(separator: ", "))") }
    let items =
      isGrouped
      ? aggregates.enumerated().map { "\($1.text) as a\($0)" }
      : columns.enumerated().map { "\($1.text) as c\($0)" }
    parts.append("select \(items.joined(separator: ", "))")
    if let having { parts.append("having \(having.text)") }
    if !orders.isEmpty {
      parts.append("order by \(orders.map(\.clause).joined(separator: ", "))")
    }
    if let skip { parts.append("skip \(skip)") }
    if let limit {
      let names = isGrouped ? "k" : "c"
      parts.append(
        "limit \(limit)" + (limitKey.map { " per \(names)\($0)" } ?? "")
          + (keepsOther ? " with other" : ""))
    }
    if isUnweighted { parts.insert("unweighted", at: parts.count - 1) }
    if let assertion { parts.append("assert \(assertion.text)") }
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether rows have an order that loops can tell.
  var isOrdered: Bool { isGrouped ? keys.allSatisfy(\.hasOrder) : level != .sessions }

  /// - Parameters:
  ///   - all: The level's rows.
  ///   - starts: Those that filled intervals reach from and to.
  ///   - now: When the query is asked.
  /// - Returns: The rows of the answer, in order where there is one.
  func answer(of all: [NaiveRow], starts: [Int64], now: Int64) -> NaiveAnswer {
    let kept = all.filter { row in
      times.contains(row.start) && filter.map { $0.holds(for: row.span) == true } ?? true
    }
    guard isGrouped else { return NaiveAnswer(rows: singles(of: kept)) }
    let counted = kept.map { row in
      var row = row
      if isUnweighted || level != .spans { row.span.samplingProbability = nil }
      return row
    }
    return groups(of: counted, starts, now: now)
  }

  // MARK: Rows

  private func singles(of rows: [NaiveRow]) -> [[Value]] {
    var sorted = rows.sorted { $0.precedes($1) }
    if orders.isEmpty {
      sorted.sort { $0.start != $1.start ? $0.start > $1.start : $0.precedes($1) }
    } else {
      sorted.sort { left, right in
        let order = compare([left.span], [right.span])
        return order != 0 ? order < 0 : left.precedes(right)
      }
    }
    let values = sorted.map { row in columns.map { $0.value(of: row.span)?.shown ?? .null } }
    return cut(values) { row in limitKey.map { [row[$0]] } ?? [] }.kept
  }

  // MARK: Groups

  private struct Group {
    var keys: [OracleValue?]
    /// In order.
    var rows: [NaiveRow]
    var isFilled = false
    /// Those of all intervals that have the same other keys.
    var timeline: [NaiveRow] = []

    var spans: [TestSpan] { rows.map(\.span) }
  }

  private func groups(of rows: [NaiveRow], _ starts: [Int64], now: Int64) -> NaiveAnswer {
    var members: [[OracleValue?]: [NaiveRow]] = [:]
    if keys.isEmpty && interval == nil { members[[]] = [] }
    for row in rows.sorted(by: { $0.precedes($1) }) {
      let time = interval.map { OracleValue.whole($0.start(of: row.span.start), unit: "t") }
      let own = keys.map { $0.key(of: row.span) }
      members[(time.map { [$0] } ?? []) + own, default: []].append(row)
    }
    var groups = members.map { Group(keys: $0.key, rows: $0.value) }
    groups += filled(beside: groups, starts, now: now)
    if interval != nil {
      let timelines = Dictionary(grouping: groups) { Array($0.keys.dropFirst()) }
        .mapValues { $0.flatMap(\.rows) }
      for index in groups.indices {
        groups[index].timeline = timelines[Array(groups[index].keys.dropFirst())] ?? []
      }
    }
    groups.sort { left, right in
      let order = compare(left.spans, right.spans)
      return order != 0 ? order < 0 : Self.compare(left.keys, right.keys) < 0
    }
    if let having { groups = groups.filter { having.holds(for: $0.spans) == true } }
    let (kept, others) = cut(groups) { group in
      limitKey.map { [group.keys[$0 + (interval == nil ? 0 : 1)]] } ?? []
    }
    let lengths = NaiveLengths(times, interval, starts: starts, now: now)
    var rows = kept.map { row(of: $0, over: lengths.seconds(of: $0.keys.first)) }
    if keepsOther {
      // The groups of several intervals are from all of them.
      let whole = lengths.rangeSeconds
      let keyCount = keys.count + (interval == nil ? 0 : 1)
      let none = [OracleValue?](repeating: nil, count: keyCount)
      if !others.isEmpty {
        rows.append(row(of: Group(keys: none, rows: Self.rows(of: others)), over: whole))
      }
      rows.append(row(of: Group(keys: none, rows: Self.rows(of: kept + others)), over: whole))
    }
    let failures = assertion.map { condition in
      kept.count { condition.holds(for: $0.spans) != true }
    }
    return NaiveAnswer(rows: rows, checkedCount: kept.count, failureCount: failures)
  }

  private static func rows(of groups: [Group]) -> [NaiveRow] {
    groups.flatMap(\.rows).sorted { $0.precedes($1) }
  }

  private func row(of group: Group, over seconds: Double?) -> [Value] {
    group.keys.map { $0?.shown ?? .null }
      + aggregates.map { aggregate in
        if let interval, aggregate.isOfFlight, case .whole(let start, _)? = group.keys.first ?? nil
        {
          let spans = group.timeline.map(\.span)
          return aggregate.inFlight(spans, from: start, before: interval.end(of: start))?.shown
            ?? .null
        }
        if !group.isFilled {
          return aggregate.value(of: group.spans, over: seconds)?.shown ?? .null
        }
        return interval?.fill == "0" ? aggregate.zero : .null
      }
  }

  /// Groups of the intervals without rows, one for each combination of the other keys.
  private func filled(beside groups: [Group], _ starts: [Int64], now: Int64) -> [Group] {
    guard let interval, interval.fill != nil else { return [] }
    let starts = starts.filter { times.contains($0) }
    guard let first = times.since ?? starts.min() else { return [] }
    let isOpen = times.since == nil && times.until == nil
    guard let last = isOpen ? starts.max() : (times.until ?? now) - 1, first <= last
    else { return [] }
    var combinations = Set(groups.map { Array($0.keys.dropFirst()) })
    if keys.isEmpty { combinations.insert([]) }
    let known = Set(groups.map(\.keys))
    var new: [Group] = []
    var moment = interval.start(of: first)
    while moment <= last {
      defer { moment = interval.end(of: moment) }
      for combination in combinations {
        let own = [OracleValue.whole(moment, unit: "t")] + combination
        if !known.contains(own) { new.append(Group(keys: own, rows: [], isFilled: true)) }
      }
    }
    return new
  }

  // MARK: Orders and limits

  private func compare(_ left: [TestSpan], _ right: [TestSpan]) -> Int {
    for key in orders {
      switch (key.value(left), key.value(right)) {
      case (nil, nil): continue
      case (nil, _): return key.putsNullsFirst ? -1 : 1
      case (_, nil): return key.putsNullsFirst ? 1 : -1
      case (let first?, let second?):
        let order = first.order(second) ?? 0
        if order != 0 { return key.isDescending ? -order : order }
      }
    }
    return 0
  }

  private static func compare(_ left: [OracleValue?], _ right: [OracleValue?]) -> Int {
    for (first, second) in zip(left, right) {
      switch (first, second) {
      case (nil, nil): continue
      case (nil, _): return 1
      case (_, nil): return -1
      case (let first?, let second?):
        let order = first.order(second) ?? 0
        if order != 0 { return order }
      }
    }
    return 0
  }

  private func cut<Row, Key: Hashable>(
    _ rows: [Row], by key: (Row) -> Key
  ) -> (kept: [Row], cut: [Row]) {
    let rows = Array(rows.dropFirst(skip ?? 0))
    guard let limit else { return (rows, []) }
    var counts: [Key: Int] = [:]
    var (kept, cut): ([Row], [Row]) = ([], [])
    for row in rows {
      counts[key(row), default: 0] += 1
      if counts[key(row), default: 0] <= limit { kept.append(row) } else { cut.append(row) }
    }
    return (kept, cut)
  }
}

extension NaiveRow {
  func precedes(_ other: NaiveRow) -> Bool {
    (start, span.traceID, span.spanID) < (other.start, other.span.traceID, other.span.spanID)
  }
}

extension OracleExpression {
  /// Whether its values compare with each other.
  fileprivate var hasOrder: Bool {
    guard case .field(let field) = self else { return true }
    return !["attr.tags", "event.kind", "attr.retries"].contains(field.baseName)
  }

  /// The value that groups go by: where whole numbers and fractions meet, equal ones are one.
  fileprivate func key(of span: TestSpan) -> OracleValue? {
    let value = value(of: span)
    guard case .field(let field) = self, field.baseName == "attr.retries", span.mixesRetries,
      case .number(let number)? = value, let whole = Int64(exactly: number)
    else { return value }
    return .whole(whole, unit: "")
  }
}
