import QueryEngine
import TestSupport
import Testing
import TraceModel

/// Deviations, first and last values, lists, histograms, spans in flight and exemplars, against plain
/// loops.
struct MoreAggregatesTests {
  private static let latency = OracleField(name: "latency", unit: "ns")

  @Test(arguments: 700..<720)
  func `hold what plain loops find`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let (filter, condition) = (random.condition(), random.condition(depth: 2))
    let key = OracleField(name: "model")
    let items = [
      "first(stage)", "last(stage)", "any(attr.retries)", "uniq_values(prompt_version)",
      "uniq_values(total_tokens, 2)", "histogram(latency, 700ms)", "histogram(attr.score, 0.5)",
      "histogram(total_tokens)", "concurrency()", "exemplar()", "exemplar(latency, min)",
      "exemplars(3)",
    ]
    let conditional = items.map { "\($0) if (\(condition.text))" }
    let query =
      "\(filter.text) group by model select \((items + conditional).joined(separator: ", "))"
    let spans = segments.joined().filter { !$0.isDead && filter.holds(for: $0) == true }
    let expected = Dictionary(grouping: spans) { key.value(of: $0)?.shown ?? .null }
      .map { model, spans in
        [model] + results(spans) + results(spans.filter { condition.holds(for: $0) == true })
      }
    let result = try run(query, over: source)
    #expect(Set(result.rows) == Set(expected), "seed \(seed): \(query)")
    for threadCount in [2, 7] {
      let shared = try run(query, over: source, threadCount: threadCount)
      #expect(shared.rows == result.rows, "seed \(seed), \(threadCount) threads: \(query)")
    }
    let cache = PartialCache()
    for _ in 0..<2 { #expect(try run(query, over: source, cache: cache).rows == result.rows) }
  }

  private func results(_ spans: [TestSpan]) -> [Value] {
    let ordered = spans.sorted { Self.order($0) < Self.order($1) }
    func values(_ name: String) -> [OracleValue] {
      ordered.compactMap { OracleField(name: name).value(of: $0) }
    }
    let tokens = Set(values("total_tokens").map(\.shown)).compactMap { value in
      if case .integer(let number) = value { number } else { nil }
    }
    let versions = Set(values("prompt_version")).sorted { ($0.order($1) ?? 0) < 0 }
    return [
      values("stage").first?.shown ?? .null, values("stage").last?.shown ?? .null,
      values("attr.retries").first?.shown ?? .null,
      .list(versions.map(\.shown)), .list(tokens.sorted().prefix(2).map { .integer($0) }),
      histogram(ordered.compactMap { $0.numbers[.latency] }.map { $0 - $0 % 700_000_000 }) {
        .duration($0)
      },
      // Quarters, counted from below zero.
      histogram(
        values("attr.score").compactMap { value in
          if case .number(let number) = value { Int64((number * 2).rounded(.down)) } else { nil }
        }
      ) { .double(Double($0) / 2) },
      histogram(ordered.compactMap { $0.numbers[.totalTokens] }.map(Self.edge)) { .integer($0) },
      .integer(Int64(inFlight(ordered))), exemplars(ordered, 1, isLeast: false).first ?? .null,
      exemplars(ordered, 1, isLeast: true).first ?? .null,
      .list(exemplars(ordered, 3, isLeast: false)),
    ]
  }

  private static func order(_ span: TestSpan) -> (Int64, String, String) {
    (span.start, span.traceID.description, span.spanID.description)
  }

  private func histogram(_ edges: [Int64], _ value: (Int64) -> Value) -> Value {
    let counts = Dictionary(grouping: edges) { $0 }.sorted { $0.key < $1.key }
    return .list(counts.map { .list([value($0.key), .integer(Int64($0.value.count))]) })
  }

  /// The last of …, -2, -1, 0, 1, 2, 5, 10, … that is not above a small number.
  private static func edge(_ number: Int64) -> Int64 {
    [-10, -5, -2, -1, 0, 1, 2, 5, 10, 20, 50, 100, 200, 500].last { $0 <= number } ?? 0
  }

  /// At some start, most spans are in flight.
  private func inFlight(_ spans: [TestSpan]) -> Int {
    let known = spans.compactMap { span in
      span.numbers[.latency].map { span.start..<span.start + max(1, $0) }
    }
    return Set(known.map(\.lowerBound)).map { start in known.count { $0.contains(start) } }.max()
      ?? 0
  }

  private func exemplars(_ spans: [TestSpan], _ count: Int, isLeast: Bool) -> [Value] {
    let sorted = spans.filter { $0.numbers[.latency] != nil }.sorted { left, right in
      let (first, second) = (left.numbers[.latency] ?? 0, right.numbers[.latency] ?? 0)
      if first != second { return isLeast ? first < second : first > second }
      return Self.order(left) < Self.order(right)
    }
    var traces: [String] = []
    for span in sorted where !traces.contains(span.traceID.description) {
      traces.append(span.traceID.description)
    }
    return traces.prefix(count).map { .string($0) }
  }

  @Test(arguments: 720..<726)
  func `a deviation is that of exact arithmetic`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    for threadCount in [1, 3] {
      let rows = try run(
        "select stddev(attr.score), stddev(total_tokens), stddev(latency)", over: source,
        threadCount: threadCount
      ).rows
      let spans = segments.joined().filter { !$0.isDead }
      let scores = spans.compactMap { span -> Int64? in
        guard case .number(let score)? = OracleField(name: "attr.score").value(of: span)
        else { return nil }
        return Int64(score * 4)
      }
      expect(rows[0][0], deviation(scores) / 4)
      expect(rows[0][1], deviation(spans.compactMap { $0.numbers[.totalTokens] }))
      let latencies = spans.compactMap { $0.numbers[.latency] }.map { $0 / 100_000_000 }
      guard latencies.count > 1 else { continue }
      #expect(
        rows[0][2] == .duration(Int64((deviation(latencies) * 1e8).rounded(.toNearestOrEven))))
    }
  }

  private func expect(
    _ value: Value, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    if case .double(let number) = value {
      #expect(abs(number - expected) <= 1e-14 * expected, sourceLocation: sourceLocation)
    } else {
      #expect(expected.isNaN && value == .null, sourceLocation: sourceLocation)
    }
  }

  /// √((nΣx² - (Σx)²) / n(n - 1)), in whole numbers up to the root.
  private func deviation(_ values: [Int64]) -> Double {
    let count = Int128(values.count)
    let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
    let squares = values.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    return (Double(count * squares - sum * sum) / Double(count * (count - 1))).squareRoot()
  }

  @Test func `different values that do not fit are a typed error`() throws {
    let spans = try (0..<2_000).map { number in
      try testSpan(number, attributes: ["x": .string("value \(number)")])
    }
    for aggregate in ["uniq_values(attr.x)", "concurrency()"] {
      #expect {
        try run(
          "select \(aggregate)",
          over: MemorySource([
            spans.map { span in
              var span = span
              span.numbers[.latency] = 1
              return span
            }
          ]), memoryByteLimit: 16_000)
      } throws: { error in
        if case QueryError.resourceExhausted(_, _)? = error as? QueryError { true } else { false }
      }
    }
  }
}
