import Drift
import QuerySyntax
import Scanning
import Statistics
import TraceModel

/// Finds the values that are compared, and says which there are.
extension ComparisonRunner {
  /// More reports than that nobody reads, and each holds its values.
  private static let greatestPopulationCount = 50

  /// The sides, the baseline first; fewer than two where there is nothing to compare.
  func populations(
    _ scan: inout SegmentScan, _ notes: inout [String]
  ) throws(QueryError) -> [ComparedPopulation] {
    let key: ComparedKey
    let baseline: ComparedPopulation?
    switch plan.sides {
    case .populations(let populations, _): return populations
    case .everyValue(let drifting, let first): (key, baseline) = (drifting, first)
    }
    var values = try self.values(of: key, &scan)
    guard values.count <= Self.greatestPopulationCount else {
      throw .refused(
        Diagnostics(
          Diagnostic(
            "\(key.name) has \(values.count) values, and drift compares at most "
              + "\(Self.greatestPopulationCount)", at: key.range,
            hint:
              "narrow the filter or the time range, or compare two of them: compare \(key.name) "
              + "a vs b")))
    }
    let place = try baselinePlace(among: values, key, baseline, &notes, &scan)
    guard values.count > 1, let place else {
      notes.append(Self.nothingToCompare(key, values))
      return []
    }
    values.insert(values.remove(at: place), at: 0)
    return try values.map { (value) throws(QueryError) in
      ComparedPopulation(
        name: "\(key.name)=\(Self.label(value.value))",
        condition: try condition(key, value.value), value: Self.label(value.value),
        range: key.range)
    }
  }

  private static func nothingToCompare(_ key: ComparedKey, _ values: [KeyValue]) -> String {
    guard let value = values.first else {
      return "no value of \(key.name) was found, so there is nothing to compare"
    }
    return "\(key.name) has one value, \(label(value.value)), and nothing to compare it with"
  }

  private func baselinePlace(
    among values: [KeyValue], _ key: ComparedKey, _ baseline: ComparedPopulation?,
    _ notes: inout [String], _ scan: inout SegmentScan
  ) throws(QueryError) -> Int? {
    if let baseline {
      guard let place = values.firstIndex(where: { baseline.condition.holds(for: $0.value) }) else {
        throw .refused(Diagnostics(try unknownValue(baseline, of: key, &scan)))
      }
      return place
    }
    if let place = values.firstIndex(where: { $0.traceCount >= MinimumCounts.shift }) {
      return place
    }
    if let first = values.first {
      notes.append(
        "no value of \(key.name) has \(MinimumCounts.shift) traces; the baseline is the earliest, "
          + Self.label(first.value))
    }
    return values.isEmpty ? nil : 0
  }

  /// A value of a key, and what has it.
  struct KeyValue {
    var value: Value
    var count: Int
    var traceCount: Int
    var firstStart: Int64
  }

  /// The values of a key in first-seen order.
  private func values(
    of key: ComparedKey, _ scan: inout SegmentScan
  ) throws(QueryError) -> [KeyValue] {
    let aggregates: [Aggregate] = [
      .count, .distinctCount(.column(.traceID)), .extremum(.least, .column(.start)),
    ]
    var keyScan = scan
    keyScan.isRepeated = true
    let rows = try groups(of: [key.scalar], aggregates, &keyScan)
    let values = rows.filter { $0[0] != .null }.map { row in
      KeyValue(
        value: row[0], count: Int(row[1].wholeNumber ?? 0),
        traceCount: Int(row[2].wholeNumber ?? 0), firstStart: row[3].wholeNumber ?? 0)
    }
    return values.sorted { left, right in
      left.firstStart != right.firstStart
        ? left.firstStart < right.firstStart : Value.order(left.value, right.value) < 0
    }
  }

  private func condition(_ key: ComparedKey, _ value: Value) throws(QueryError) -> Predicate {
    guard let test = ValueTest(equalTo: value) else {
      throw .refused(
        Diagnostics(
          Diagnostic(
            "\(key.name) has lists, of which several values may be of one span", at: key.range,
            hint: "compare {…} vs {…}")))
    }
    if case .column(let column) = key.scalar { return .column(column, test, negated: false) }
    return .computed(key.scalar, test, negated: false)
  }

  /// What is wrong with a value that nothing has.
  func unknownValue(
    _ population: ComparedPopulation, of key: ComparedKey, _ scan: inout SegmentScan
  ) throws(QueryError) -> Diagnostic {
    let values = try self.values(of: key, &scan)
    let level = logical.level.noun
    guard !values.isEmpty else {
      return Diagnostic(
        "no \(level) that is asked for has \(key.name)", at: population.range,
        hint: "widen the filter or the time range")
    }
    let names = values.map { Self.label($0.value) }
    let near = nearest(population.value ?? "", among: names).map { "did you mean \($0)? " } ?? ""
    let shown = values.enumerated().sorted { left, right in
      left.element.count != right.element.count
        ? left.element.count > right.element.count : left.offset < right.offset
    }.prefix(8).map { "\(names[$0.offset]) (\($0.element.count))" }
    let rest = values.count > shown.count ? " and \(values.count - shown.count) others" : ""
    return Diagnostic(
      "no \(level) that is asked for has \(population.name)", at: population.range,
      hint: near + "\(key.name) has: \(shown.joined(separator: ", "))\(rest)")
  }

  /// Groups of the query's rows.
  func groups(
    of keys: [Scalar], _ aggregates: [Aggregate], _ scan: inout SegmentScan
  ) throws(QueryError) -> [[Value]] {
    let columns =
      keys.indices.map { OutputColumn(name: "", expression: GroupExpression.key($0, .mixed)) }
      + aggregates.indices.map {
        OutputColumn(
          name: "", expression: GroupExpression.aggregate($0, aggregates[$0].type))
      }
    let groups = GroupPlan(
      keys: keys, keyNames: keys.map { _ in "" }, aggregates: aggregates, columns: columns,
      steps: [], fill: nil)
    return try AggregateOperator(
      plan: groups, timeRange: logical.timeRange, options: options, notices: scan.notices,
      meter: scan.meter
    ).run(&scan).rows
  }

  /// A value as it stands in names.
  static func label(_ value: Value) -> String {
    switch value {
    case .string(let text): text
    case .null: "∅"
    default: PlanText.text(of: value)
    }
  }
}

extension ValueTest {
  /// That a value equals another; nil of null and of lists.
  fileprivate init?(equalTo value: Value) {
    switch value {
    case .null, .list: return nil
    case .string(let text): self.init(text: TextTest(.equal, text))
    case .boolean(let flag): self.init(booleans: IntegerRanges((flag ? 1 : 0)...(flag ? 1 : 0)))
    case .integer(let number): self.init(.equal, .integer(number))
    case .double(let number): self.init(.equal, .double(number))
    case .duration(let number), .instant(let number), .bytes(let number), .money(let number):
      self.init(integers: IntegerRanges(number...number))
    }
  }
}

extension Predicate {
  /// Whether a comparison with a constant holds for a value.
  fileprivate func holds(for value: Value) -> Bool {
    switch self {
    case .column(_, let test, let negated), .computed(_, let test, let negated):
      test.holds(for: value) == !negated
    case .missing(_, let negated): (value == .null) != negated
    default: false
    }
  }
}
