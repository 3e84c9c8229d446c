import Drift
import QueryEngine
import QuerySyntax
import TestSupport
import Testing
import TraceModel

/// What comparisons of sampled spans read, beside plain loops over the spans.
struct WeightedComparisonTests {
  private static let query =
    "compare prompt_version v1 vs v2 on latency, p95(ttft), sum(total_tokens), error_rate(), model"

  private func sides(_ segments: [[TestSpan]]) -> [[TestSpan]] {
    let spans = segments.joined().filter { !$0.isDead }
    return ["v1", "v2"].map { version in
      NaiveSample(spans.filter { $0.texts[.promptVersion] == version }).spans
    }
  }

  @Test(arguments: 1_300..<1_308)
  func `weights are those of plain loops, whatever the segments and threads`(
    _ seed: UInt64
  ) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = random.sampled(try random.relatedSegments(rowLimit: 300))
    let source = MemorySource(segments, seed: seed)
    let sides = sides(segments)
    guard !sides.contains(where: \.isEmpty),
      sides.joined().contains(where: { $0.quarters > 4 })
    else { return }
    for threadCount in [1, 3] {
      let input = try #require(try inputs(Self.query, over: source, threadCount).first)
      for metric in input.metrics {
        for (sample, spans) in zip([metric.baseline, metric.candidate], sides) {
          let weights = try #require(sample.weights, "seed \(seed): \(metric.name)")
          let kept = spans.filter { Self.has(metric.name, $0) }
          #expect(weights.ofValues == kept.map { Double($0.quarters) / 4 }, "seed \(seed)")
          #expect(weights.ofUnits == Self.unitWeights(spans), "seed \(seed): \(metric.name)")
        }
      }
      let weighting = try #require(input.weighting)
      #expect(weighting.baseline.units == Set(sides[0].map(\.traceID)).count)
      let mix = try #require(input.mix.first { $0.attribute == "model" })
      for count in mix.counts {
        let quarters = sides[1].filter { ($0.texts[.model] ?? "∅") == count.value }.quarters
        #expect(abs(Double(count.candidate) - Double(quarters) / 4) <= 0.5 + 1e-9, "seed \(seed)")
      }
      try expectCause(input, sides, "seed \(seed)")
    }
  }

  private func expectCause(
    _ input: ComparisonInput, _ sides: [[TestSpan]], _ label: Comment
  ) throws {
    let cause = try #require(input.causeColumns?.cause(of: "latency", by: "model"))
    for group in cause.groups {
      let members = sides[0].filter {
        ($0.texts[.model] ?? "∅") == group.value && $0.numbers[.latency] != nil
      }
      let sum = members.reduce(0.0) {
        $0 + Double($1.quarters) * Double($1.numbers[.latency] ?? 0)
      }
      let mean = members.isEmpty ? 0 : sum / Double(members.quarters)
      #expect(abs(group.baselineMean - mean) <= 1e-9 * mean, label)
    }
  }

  private static func has(_ metric: String, _ span: TestSpan) -> Bool {
    switch metric {
    case "latency": span.numbers[.latency] != nil
    case "p95(ttft)": span.numbers[.timeToFirstToken] != nil
    case "sum(total_tokens)": span.numbers[.totalTokens] != nil
    case "model": span.texts[.model] != nil
    default: true
    }
  }

  /// The mean weight of each trace's spans, in the order of the traces.
  private static func unitWeights(_ spans: [TestSpan]) -> [Double] {
    var order: [TraceID] = []
    var members: [TraceID: [TestSpan]] = [:]
    for span in spans {
      if members[span.traceID] == nil { order.append(span.traceID) }
      members[span.traceID, default: []].append(span)
    }
    return order.map { id in
      let own = members[id] ?? []
      return own.reduce(0) { $0 + Double($1.quarters) / 4 } / Double(own.count)
    }
  }

  @Test func `shapes count each trace as what it stands for`() throws {
    let spans = try (0..<400).map { number in
      var span = try testSpan(
        number, start: Int64(number), latency: 5,
        [.promptVersion: number % 4 < 2 ? "a" : "b", .name: number % 8 < 4 ? "chat" : "rank"])
      span.samplingProbability = number % 8 < 4 ? 0.25 : 0.5
      return span
    }
    let input = try #require(
      try inputs("compare prompt_version a vs b on latency", over: MemorySource([spans]), 2).first)
    let shape = try #require(input.shape)
    #expect(shape.forms.map(\.baselineCount).sorted() == [100, 200])
    #expect(shape.forms.map(\.candidateCount).sorted() == [100, 200])
    #expect(shape.traces?.baseline.weights?.ofValues.count == 100)
  }

  @Test func `nothing is weighted where the query says so, and where every span stands for itself`()
    throws
  {
    var spans = try (0..<200).map { number in
      try testSpan(
        number, start: Int64(number), latency: Int64(number),
        [.promptVersion: number % 4 < 2 ? "a" : "b"])
    }
    let query = "compare prompt_version a vs b on latency"
    let plain = try run(query, over: MemorySource([spans]))
    for place in spans.indices { spans[place].samplingProbability = 1 }
    #expect(try run(query, over: MemorySource([spans])).comparisons == plain.comparisons)
    for place in spans.indices { spans[place].samplingProbability = place % 3 == 0 ? 0.5 : 0.25 }
    let source = MemorySource([spans])
    let weighted = try #require(try run(query, over: source).comparisons.first)
    // Traces of two spans: of weights 2 and 4, or of 4 both.
    #expect(weighted.method.weights?.ratio == 4.0 / 3)
    #expect(
      weighted.notes.contains { $0.hasPrefix("Weighted by 1/sampling_probability: 50 traces") })
    let unweighted = try #require(
      try run("unweighted " + query, over: source).comparisons.first)
    #expect(unweighted.method.weights == nil)
    #expect(unweighted.metrics == plain.comparisons.first?.metrics)
  }

  @Test func `pairs are compared as they were kept, which a note says`() throws {
    let spans = try (0..<200).map { number in
      var span = try testSpan(
        number, start: Int64(number), latency: Int64(number),
        [.promptVersion: number % 4 < 2 ? "a" : "b", .input: "question \(number / 4)"])
      span.samplingProbability = 0.5
      return span
    }
    let report = try #require(
      try run(
        "compare prompt_version a vs b on latency paired by input", over: MemorySource([spans])
      ).comparisons.first)
    #expect(report.notes.contains("Compared as they were kept, not weighted: latency."))
  }

  private func inputs(
    _ text: String, over source: MemorySource, _ threadCount: Int
  ) throws -> [ComparisonInput] {
    var options = QueryOptions(now: 0)
    options.threadCount = threadCount
    options.dealsInTurn = true
    return try QueryEngine.comparisonInputs(
      try Parser.parse(text), text: text, over: source, options: options)
  }
}
