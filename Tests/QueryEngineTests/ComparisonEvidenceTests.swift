import Drift
import QueryEngine
import QuerySyntax
import TestSupport
import Testing
import TraceModel

/// Pairs, strata and exemplars of comparisons.
struct ComparisonEvidenceTests {
  @Test(arguments: 1_260..<1_266)
  func `pairs are the means of runs with the same input`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 300)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let sides = ["v1", "v2"].map { version in
      NaiveSample(spans.filter { $0.texts[.promptVersion] == version }).spans
    }
    guard !sides.contains(where: \.isEmpty) else { return }
    let query = "compare prompt_version v1 vs v2 on latency, p95(latency) paired by input"
    let input = try #require(try inputs(query, over: source).first)
    var keys: [String] = []
    for span in sides[0] {
      guard let key = span.texts[.input], !keys.contains(key),
        sides[1].contains(where: { $0.texts[.input] == key })
      else { continue }
      keys.append(key)
    }
    let means = keys.compactMap { key -> (Double, Double)? in
      guard let before = Self.mean(of: sides[0], with: key),
        let after = Self.mean(of: sides[1], with: key)
      else { return nil }
      return (before, after)
    }
    #expect(input.metrics[0].isPaired && !input.metrics[1].isPaired)
    #expect(input.metrics[0].baseline.values == means.map(\.0), "seed \(seed)")
    #expect(input.metrics[0].candidate.values == means.map(\.1), "seed \(seed)")
    #expect(input.metrics[1].baseline.values.count > means.count)
  }

  private static func mean(of spans: [TestSpan], with input: String) -> Double? {
    let values = spans.filter { $0.texts[.input] == input }.compactMap { $0.numbers[.latency] }
    return values.isEmpty ? nil : values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  @Test(arguments: 1_266..<1_270)
  func `pairs have the categories of their first runs`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 300)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let sides = ["v1", "v2"].map { version in
      NaiveSample(spans.filter { $0.texts[.promptVersion] == version }).spans
    }
    guard !sides.contains(where: \.isEmpty) else { return }
    let query = "compare prompt_version v1 vs v2 on model paired by input"
    let input = try #require(try inputs(query, over: source).first)
    guard case .categories(let names) = input.metrics[0].kind else {
      Issue.record("models are categories")
      return
    }
    var expected: [[String]] = []
    var keys: Set<String> = []
    for span in sides[0] {
      guard let key = span.texts[.input], keys.insert(key).inserted else { continue }
      let models = sides.map { side in
        side.first { $0.texts[.input] == key && $0.texts[.model] != nil }?.texts[.model]
      }
      if let before = models[0], let after = models[1] { expected.append([before, after]) }
    }
    let (baseline, candidate) = (input.metrics[0].baseline, input.metrics[0].candidate)
    let found = zip(baseline.values, candidate.values).map { [names[Int($0)], names[Int($1)]] }
    #expect(input.metrics[0].isPaired)
    #expect(found == expected, "seed \(seed)")
  }

  @Test(arguments: 1_270..<1_275)
  func `a stratum is the comparison of its spans alone`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let source = MemorySource(try random.relatedSegments(rowLimit: 300), seed: seed)
    let query = "compare prompt_version v1 vs v2 on latency, model, count()"
    guard let all = try? inputs("\(query) stratify by model, stage", over: source).first else {
      return
    }
    for stratum in all.strata {
      let parts = stratum.name.split(separator: ", ").map { part in
        part.hasSuffix("=∅") ? "\(part.dropLast(2)) is missing" : String(part)
      }
      let alone = try #require(
        try inputs("\(parts.joined(separator: " and ")) \(query)", over: source).first)
      for (one, other) in zip(stratum.metrics, alone.metrics) {
        // Traces go by their first span, which may be of another stratum.
        #expect(one.baseline.unitCount == other.baseline.unitCount, "seed \(seed)")
        #expect(one.candidate.unitCount == other.candidate.unitCount, "seed \(seed)")
        #expect(one.baseline.missing == other.baseline.missing)
        guard one.kind == other.kind else { continue }
        #expect(one.baseline.byUnit == other.baseline.byUnit, "seed \(seed): \(stratum.name)")
        #expect(one.candidate.byUnit == other.candidate.byUnit, "seed \(seed): \(stratum.name)")
      }
    }
  }

  @Test func `the traces shown are the worst and those in the middle`() throws {
    let result = try run("compare prompt_version a vs b on latency", over: try Self.slower())
    let report = try #require(result.comparisons.first)
    #expect(report.metrics.first?.verdict == .regressed)
    let worst = try #require(report.exemplars.first { $0.reason.hasSuffix("worst") })
    // The last span of `b` is the slowest; its trace's number is above its own by half.
    #expect(worst.side == "candidate" && worst.value == 100_199)
    #expect(worst.trace == "\(try testSpan(199).traceID)")
    let middle = try #require(
      report.exemplars.first { $0.side == "baseline" && $0.reason.hasSuffix("median") })
    #expect(middle.value == 97)
    #expect(report.exemplars.count == 3)
  }

  @Test func `runs with the same question pair up whatever the system prompt says`() throws {
    let spans = try (0..<8).map { number in
      let version = number % 4 < 2 ? "a" : "b"
      let messages = """
        [{"role":"system","content":"be \(version)"}, {"id":\(number),"role":"user","content":"q\(number % 2)"}]
        """
      return try testSpan(
        number, start: Int64(number), latency: Int64(number * number),
        [
          .promptVersion: version, .input: messages,
          .output: "same\nanswer \(version)\nend",
        ])
    }
    let result = try run(
      "compare prompt_version a vs b on latency paired by input_hash",
      over: MemorySource([spans]))
    let report = try #require(result.comparisons.first)
    #expect(report.pairs.count == 2)
    #expect(
      report.pairs.first?.outputDifference == "@@ -1,3 +1,3 @@\n same\n-answer a\n+answer b\n end")
    #expect(report.metrics.first?.baselineCount == 2)
    // Small enough, they are shown without being asked for.
    let unasked = try run("compare prompt_version a vs b on latency", over: MemorySource([spans]))
    #expect(unasked.comparisons.first?.pairs == report.pairs)
  }

  /// 200 spans of two versions, the second slower by far.
  private static func slower() throws -> MemorySource {
    let spans = try (0..<200).map { number in
      let isNew = number % 4 >= 2
      return try testSpan(
        number, start: Int64(number), latency: Int64(number) + (isNew ? 100_000 : 0),
        [.promptVersion: isNew ? "b" : "a"])
    }
    return MemorySource([spans])
  }

  private func inputs(_ text: String, over source: MemorySource) throws -> [ComparisonInput] {
    var options = QueryOptions(now: 0)
    options.threadCount = 2
    options.dealsInTurn = true
    return try QueryEngine.comparisonInputs(
      try Parser.parse(text), text: text, over: source, options: options)
  }
}

extension Sample {
  /// The values of each unit, whatever the order.
  fileprivate var byUnit: [[Double]] {
    Dictionary(grouping: zip(units, values), by: \.0).values.map { $0.map(\.1).sorted() }
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
