import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Random questions, answered by the engine and by plain loops over plain rows.
struct OracleTests {
  @Test(arguments: 0..<15)
  func `filters select what plain loops select`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    for _ in 0..<8 {
      let condition = random.condition()
      let expected = segments.joined()
        .filter { !$0.isDead && condition.holds(for: $0) == true }
        .map { Value.string($0.spanID.description) }
      let query = "\(condition.text) select span_id"
      let result = try run(query, over: source)
      #expect(
        Set(result.rows.map { $0[0] }) == Set(expected), "seed \(seed): \(query)")
      #expect(result.rows.count == expected.count, "seed \(seed): \(query)")
      #expect(result.statistics.rowsMatched == expected.count, "seed \(seed): \(query)")
      let shared = try run(query, over: source, threadCount: 3)
      #expect(shared.rows == result.rows, "seed \(seed), shared: \(query)")
      #expect(shared.notes == result.notes, "seed \(seed), shared: \(query)")
    }
  }

  @Test(arguments: 100..<110)
  func `groups hold what plain loops find`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    for _ in 0..<4 {
      let condition = random.condition()
      let keys = Array(
        RandomStore.fields.shuffled(using: &random.generator)
          .prefix(Int.random(in: 0...3, using: &random.generator)))
      let measure =
        [
          OracleField(name: "latency", unit: "ns"), OracleField(name: "total_tokens"),
          OracleField(name: "cost", unit: "$"), OracleField(name: "attr.score"),
        ].randomElement(using: &random.generator) ?? RandomStore.fields[0]
      let expected = OracleGroups(
        spans: segments.joined().filter { !$0.isDead && condition.holds(for: $0) == true },
        keys: keys, measure: measure)
      let groupBy = keys.isEmpty ? "" : " group by \(keys.map(\.name).joined(separator: ", "))"
      let query = "\(condition.text)\(groupBy) select \(expected.items)"
      let result = try run(query, over: source)
      #expect(Set(result.rows) == Set(expected.rows), "seed \(seed): \(query)")
      #expect(result.rows.count == expected.rows.count, "seed \(seed): \(query)")
      for threadCount in [2, 7] {
        let shared = try run(query, over: source, threadCount: threadCount)
        #expect(shared.rows == result.rows, "seed \(seed), \(threadCount) threads: \(query)")
        #expect(shared.notes == result.notes, "seed \(seed), \(threadCount) threads: \(query)")
        #expect(
          shared.statistics.rowsMatched == result.statistics.rowsMatched, "seed \(seed): \(query)")
      }
    }
  }

  @Test(arguments: 200..<205)
  func `orders, skips and limits are those of a stable sort`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let condition = random.condition()
    let spans = segments.joined().filter { !$0.isDead && condition.holds(for: $0) == true }
    for field in RandomStore.fields
    where !["attr.tags", "event.kind", "attr.retries"].contains(field.name) {
      let (skip, limit) = (Int.random(in: 0...3, using: &random.generator), 7)
      let isDescending = Bool.random(using: &random.generator)
      let query =
        "\(condition.text) select span_id order by \(field.name)\(isDescending ? " desc" : "") skip \(skip) limit \(limit)"
      let sorted = spans.sorted {
        OracleGroups.precedes($0, $1, by: field, isDescending: isDescending)
      }
      let expected = sorted.dropFirst(skip).prefix(limit)
        .map { [Value.string($0.spanID.description)] }
      for threadCount in [1, 2, 7] {
        let rows = try run(query, over: source, threadCount: threadCount).rows
        #expect(rows == Array(expected), "seed \(seed), \(threadCount) threads: \(query)")
      }
    }
  }
}

/// Groups made by plain loops.
struct OracleGroups {
  var rows: [[Value]] = []
  var items: String

  init(spans: [TestSpan], keys: [OracleField], measure: OracleField) {
    items = Self.aggregates(of: measure.name).joined(separator: ", ")
    var groups: [[Value]: [TestSpan]] = keys.isEmpty ? [[]: []] : [:]
    for span in spans {
      let key = keys.map { field -> Value in
        let value = field.value(of: span)?.shown ?? .null
        // An attribute with whole numbers and fractions shows whole ones as such.
        guard field.baseName == "attr.retries", case .double(let number) = value else {
          return value
        }
        return Int64(exactly: number).map { .integer($0) } ?? value
      }
      groups[key, default: []].append(span)
    }
    rows = groups.map { key, spans in key + Self.results(spans, measure) }
  }

  /// What `results` has, in its order.
  static func aggregates(of name: String) -> [String] {
    [
      "count()", "count(\(name))", "sum(\(name))", "avg(\(name))", "min(\(name))",
      "max(\(name))", "p50(\(name))", "quantile(\(name), 0.9)", "count_distinct(\(name))",
      "error_rate()",
    ]
  }

  static func results(_ spans: [TestSpan], _ measure: OracleField) -> [Value] {
    let values = spans.compactMap { measure.value(of: $0) }
    let sorted = values.sorted { ($0.order($1) ?? 0) < 0 }
    func rank(_ numerator: Int, _ denominator: Int) -> Value {
      guard !sorted.isEmpty else { return .null }
      return sorted[max(1, (sorted.count * numerator + denominator - 1) / denominator) - 1].shown
    }
    let errors = spans.count { $0.texts[.status] == "error" }
    return [
      .integer(Int64(spans.count)), .integer(Int64(values.count)), sum(values), average(values),
      sorted.first?.shown ?? .null, sorted.last?.shown ?? .null, rank(1, 2), rank(9, 10),
      .integer(Int64(Set(values.map(\.shown)).count)),
      spans.isEmpty ? .null : .double(Double(errors) / Double(spans.count)),
    ]
  }

  static func sum(_ values: [OracleValue]) -> Value {
    guard let first = values.first else { return .null }
    if case .whole(_, let unit) = first {
      return OracleValue.whole(values.reduce(0) { $0 + $1.whole }, unit: unit).shown
    }
    // Quarters add up without rounding.
    return .double(values.reduce(0) { $0 + $1.double })
  }

  static func average(_ values: [OracleValue]) -> Value {
    guard let first = values.first else { return .null }
    let count = values.count
    guard case .whole(_, let unit) = first else {
      return .double(values.reduce(0) { $0 + $1.double } / Double(count))
    }
    let sum = values.reduce(0) { $0 + $1.whole }
    guard !unit.isEmpty else { return .double(Double(sum) / Double(count)) }
    var quotient = sum / Int64(count)
    let twice = 2 * (sum % Int64(count))
    if twice > count || (twice == count && quotient % 2 != 0) { quotient += 1 }
    return OracleValue.whole(quotient, unit: unit).shown
  }

  static func precedes(
    _ left: TestSpan, _ right: TestSpan, by field: OracleField, isDescending: Bool
  ) -> Bool {
    let (leftValue, rightValue) = (field.value(of: left), field.value(of: right))
    switch (leftValue, rightValue) {
    case (nil, .some): return false
    case (.some, nil): return true
    case (let leftValue?, let rightValue?):
      let order = leftValue.order(rightValue) ?? 0
      if order != 0 { return isDescending ? order > 0 : order < 0 }
    default: break
    }
    return (left.start, left.traceID.description, left.spanID.description)
      < (right.start, right.traceID.description, right.spanID.description)
  }
}

extension OracleValue {
  fileprivate var whole: Int64 { if case .whole(let number, _) = self { number } else { 0 } }
  fileprivate var double: Double { if case .number(let number) = self { number } else { 0 } }
}
