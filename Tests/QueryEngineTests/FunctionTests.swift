import QueryEngine
import QuerySyntax
import TestSupport
import Testing
import TraceModel

/// Functions, conditions as values, and names given by `let`, against plain loops over plain rows.
struct FunctionTests {
  @Test(arguments: 800..<815)
  func `values are what plain loops compute`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.segments()
    let source = MemorySource(segments, seed: seed)
    let (filter, condition) = (random.condition(), random.condition(depth: 1))
    let items = [
      "abs(total_tokens)", "round(attr.score)", "floor(attr.score)", "ceil(attr.score)",
      "round(attr.score, 1)", "coalesce(total_tokens, input_bytes / 1B, -1)",
      "coalesce(ttft, latency)", "lower(model)", "upper(input)", "length(input)",
      "if(\(condition.text), latency, ttft)", "if(\(condition.text), model, null)",
      "bucket(latency, 300ms)", "bucket(total_tokens, 7)", "bucket(attr.score, 0.5)",
      "total_tokens / latency", "\(condition.text)", "int(attr.score)", "bool(attr.flag)",
      "bool(total_tokens)",
    ]
    let spans = segments.joined().filter { !$0.isDead && filter.holds(for: $0) == true }
    let expected = spans.map { span in
      [.string(span.spanID.description)] + values(of: span, condition)
    }
    let query = "\(filter.text) select span_id, \(items.joined(separator: ", "))"
    let result = try run(query, over: source)
    #expect(Set(result.rows) == Set(expected), "seed \(seed): \(query)")
    #expect(result.rows.count == expected.count)
    // A name means what it stands for.
    let names = items.indices.map { "n\($0)" }
    let lets = zip(names, items).map { "let \($0) = \($1)" }.joined(separator: " ")
    let named = try run(
      "\(filter.text) \(lets) select span_id, \(names.joined(separator: ", "))", over: source)
    #expect(named.rows == result.rows, "seed \(seed): \(query)")
    // As group keys, each value is a group, however many threads.
    for (place, item) in items.enumerated() {
      let isMixed = item.hasPrefix("coalesce(total_tokens")
      let counts = Dictionary(grouping: expected) { row -> Value in
        // Where whole numbers and fractions meet, 1 and 1.0 are one group.
        guard isMixed, case .double(let number) = row[place + 1] else { return row[place + 1] }
        return Int64(exactly: number).map { .integer($0) } ?? row[place + 1]
      }
      .map { [$0.key, .integer(Int64($0.value.count))] }
      let grouped = "\(filter.text) group by \(item) select count()"
      for threadCount in [1, 3] {
        let rows = try run(grouped, over: source, threadCount: threadCount).rows
        #expect(Set(rows) == Set(counts), "seed \(seed): \(grouped)")
      }
    }
  }

  private func values(of span: TestSpan, _ condition: OracleCondition) -> [Value] {
    func number(_ name: String) -> Double? {
      guard case .number(let number)? = OracleField(name: name).value(of: span) else { return nil }
      return number
    }
    func double(_ number: Double?) -> Value { number.map { .double($0 + 0) } ?? .null }
    let tokens = span.numbers[.totalTokens]
    let latency = span.numbers[.latency]
    let first = span.numbers[.timeToFirstToken]
    let score = number("attr.score")
    let truth = condition.holds(for: span)
    let input = span.texts[.input]
    return [
      tokens.map { .integer($0 < 0 ? -$0 : $0) } ?? .null,
      double(score.map { $0.rounded(.toNearestOrEven) }), double(score.map { $0.rounded(.down) }),
      double(score.map { $0.rounded(.up) }),
      double(score.map { ($0 * 10).rounded(.toNearestOrEven) / 10 }),
      tokens.map { .integer($0) } ?? double(span.numbers[.inputBytes].map { Double($0) } ?? -1),
      (first ?? latency).map { .duration($0) } ?? .null,
      span.texts[.model].map { .string($0) } ?? .null,
      input.map { .string($0 == "größe" ? "GRÖSSE" : $0.uppercased()) } ?? .null,
      input.map { .integer(Int64($0.count)) } ?? .null,
      (truth == true ? latency : first).map { .duration($0) } ?? .null,
      truth == true ? span.texts[.model].map { .string($0) } ?? .null : .null,
      latency.map { .duration($0 / 300_000_000 * 300_000_000) } ?? .null,
      tokens.map { .integer(Int64((Double($0) / 7).rounded(.down)) * 7) } ?? .null,
      double(score.map { ($0 * 2).rounded(.down) / 2 }), perSecond(tokens, latency),
      truth.map { .boolean($0) } ?? .null, score.map { .integer(Int64($0)) } ?? .null,
      OracleField(name: "attr.flag").value(of: span)?.shown ?? .null,
      tokens.flatMap { $0 == 0 || $0 == 1 ? .boolean($0 == 1) : nil } ?? .null,
    ]
  }

  private func perSecond(_ count: Int64?, _ latency: Int64?) -> Value {
    guard let count, let latency, latency != 0 else { return .null }
    return .double(Double(count * 1_000_000_000) / Double(latency) + 0)
  }

  @Test func `names of names are held to a size`() throws {
    let source = MemorySource([[try testSpan(0)]])
    let lets = (1...20).map { "let a\($0) = a\($0 - 1) + a\($0 - 1)" }.joined(separator: " ")
    #expect {
      try run("let a0 = attr.x \(lets) select a20", over: source)
    } throws: { error in
      guard case QueryError.refused(let refusal)? = error as? QueryError else { return false }
      return refusal.first.message.contains("stands for more than")
    }
    let chain = (1...500).map { "let a\($0) = abs(a\($0 - 1))" }.joined(separator: " ")
    #expect(throws: QueryError.self) {
      try run("let a0 = attr.x \(chain) select a500", over: source)
    }
  }
}
