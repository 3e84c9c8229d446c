import Drift
import QueryEngine
import QuerySyntax
import Scanning
import TestSupport
import Testing
import TraceModel

/// What `compare` and `drift` read, beside plain loops over the spans.
struct ComparisonTests {
  private static let metrics =
    "latency, p95(ttft), avg(cost), sum(total_tokens), error_rate(), (latency>1s), model, "
    + "attr.score, count(), sum(total_tokens) if (status=ok) as kept, count(ttft) as timed, "
    + "count() if (stage=tool) / count() as tools, (latency + ttft) as both"

  @Test(arguments: 1_200..<1_212)
  func `samples are those of plain loops, whatever the segments and threads`(
    _ seed: UInt64
  ) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 400)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let sides = ["v1", "v2"].map { version in
      NaiveSample(spans.filter { $0.texts[.promptVersion] == version })
    }
    guard !sides.contains(where: { $0.spans.isEmpty }) else { return }
    for threadCount in [1, 3] {
      let inputs = try inputs(
        "compare prompt_version v1 vs v2 on \(Self.metrics)", over: source, threadCount)
      let input = try #require(inputs.first)
      #expect(inputs.count == 1)
      #expect(input.baseline.spans == sides[0].spans.count)
      #expect(input.baseline.traces == Set(sides[0].spans.map(\.traceID)).count)
      #expect(input.candidate.firstStart == sides[1].spans.map(\.start).min())
      #expect(input.candidate.lastStart == sides[1].spans.map(\.start).max())
      for metric in input.metrics {
        let value = Self.value(of: metric)
        #expect(
          metric.baseline.isSame(as: sides[0].sample(value)), "seed \(seed): \(metric.name)")
        #expect(
          metric.candidate.isSame(as: sides[1].sample(value)), "seed \(seed): \(metric.name)")
      }
    }
  }

  @Test(arguments: 1_220..<1_226)
  func `sessions and users are told apart as plain loops do`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    var segments = try random.relatedSegments(rowLimit: 300)
    for segment in segments.indices {
      for index in segments[segment].indices where random.chance(70) {
        let number = segments[segment][index].traceID.low % 7
        segments[segment][index].texts[.sessionID] = "s\(random.chance(90) ? number : 9)"
      }
    }
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let sides = ["v1", "v2"].map { version in
      NaiveSample(spans.filter { $0.texts[.promptVersion] == version })
    }
    guard !sides.contains(where: { $0.spans.isEmpty }) else { return }
    let input = try #require(
      try inputs(
        "compare prompt_version v1 vs v2 on latency, ttft with cluster=session", over: source, 2
      ).first)
    #expect(input.options.unit == "session")
    for metric in input.metrics {
      let value = Self.value(of: metric)
      #expect(metric.baseline.isSame(as: sides[0].sample(of: .sessionID, value)), "seed \(seed)")
      #expect(metric.candidate.isSame(as: sides[1].sample(of: .sessionID, value)), "seed \(seed)")
    }
  }

  @Test(arguments: 1_230..<1_236)
  func `the mix and the means within it are those of plain loops`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 400)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    let sides = ["v1", "v2"].map { version in
      spans.filter { $0.texts[.promptVersion] == version }
    }
    guard !sides.contains(where: \.isEmpty) else { return }
    let input = try #require(
      try inputs("compare prompt_version v1 vs v2 on avg(latency)", over: source, 2).first)
    let mixed = ["model": Field.model, "stage": .stage]
    for (name, field) in mixed {
      let mix = try #require(input.mix.first { $0.attribute == name })
      for count in mix.counts {
        let has = { (span: TestSpan) in (span.texts[field] ?? "∅") == count.value }
        #expect(count.baseline == sides[0].count(where: has), "seed \(seed): \(count)")
        #expect(count.candidate == sides[1].count(where: has), "seed \(seed): \(count)")
      }
      #expect(mix.counts.reduce(0) { $0 + $1.candidate } == sides[1].count)
    }
    let cause = try #require(input.causeColumns?.cause(of: "avg(latency)", by: "model"))
    for group in cause.groups {
      let values = sides[0].filter { $0.texts[.model] == group.value }
        .compactMap { $0.numbers[.latency] }
      #expect(group.baselineCount == Double(values.count))
      let mean = values.isEmpty ? 0 : Double(values.reduce(0, +)) / Double(values.count)
      #expect(abs(group.baselineMean - mean) <= 1e-12 * mean, "seed \(seed)")
    }
    // Telling the versions apart is no news, and neither is what happened.
    #expect(!input.mix.contains { ["prompt_version", "status"].contains($0.attribute) })
  }

  @Test(arguments: 1_240..<1_248)
  func `shapes are those of the traces of one side alone`(_ seed: UInt64) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 300)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    guard spans.contains(where: { $0.texts[.promptVersion] == "v1" }),
      spans.contains(where: { $0.texts[.promptVersion] == "v2" })
    else { return }
    var expected: [[String]: (Int, Int)] = [:]
    for (_, members) in Dictionary(grouping: spans, by: \.traceID) {
      let versions = Set(members.compactMap { $0.texts[.promptVersion] })
        .intersection(["v1", "v2"])
      guard versions.count == 1 else { continue }
      let form = NaiveTrace(members).form
      expected[form, default: (0, 0)].0 += versions.contains("v1") ? 1 : 0
      expected[form, default: (0, 0)].1 += versions.contains("v2") ? 1 : 0
    }
    let input = try #require(
      try inputs("compare prompt_version v1 vs v2 on latency", over: source, 2).first)
    var found: [[String]: (Int, Int)] = [:]
    for form in input.shape?.forms ?? [] {
      let nodes = form.nodes.map { node in
        "\(node.depth) \(input.shape?.labels[Int(node.label)] ?? "") \(node.isError)"
      }
      #expect(found[nodes] == nil)
      found[nodes] = (form.baselineCount, form.candidateCount)
    }
    #expect(found.count == expected.count, "seed \(seed)")
    for (form, counts) in expected {
      #expect(found[form]?.0 == counts.0 && found[form]?.1 == counts.1, "seed \(seed): \(form)")
    }
  }

  @Test(arguments: 1_250..<1_256)
  func `latencies are the sums of the own times of stages and of what ran at once`(
    _ seed: UInt64
  ) throws {
    var random = RandomStore(generator: SeededGenerator(seed: seed))
    let segments = try random.relatedSegments(rowLimit: 200)
    let source = MemorySource(segments, seed: seed)
    let spans = segments.joined().filter { !$0.isDead }
    var sums: [String: Int64] = [:]
    var latencies: [Int64] = []
    for (_, members) in Dictionary(grouping: spans, by: \.traceID) {
      let versions = Set(members.compactMap { $0.texts[.promptVersion] })
      guard versions.intersection(["v1", "v2"]) == ["v1"] else { continue }
      let trace = NaiveTrace(members)
      let fielded = trace.withFields()
      for index in fielded.indices where fielded[index].texts[.promptVersion] == "v1" {
        guard let latency = fielded[index].numbers[.latency] else { continue }
        latencies.append(latency)
        for other in fielded.indices
        where other == index || trace.ancestors(of: other).contains(index) {
          guard case .whole(let time, _) = fielded[other].tree["self_time"] else { continue }
          sums[fielded[other].texts[.stage] ?? "∅", default: 0] += time
        }
      }
    }
    guard !latencies.isEmpty, spans.contains(where: { $0.texts[.promptVersion] == "v2" }) else {
      return
    }
    let input = try #require(
      try inputs("compare prompt_version v1 vs v2 on latency", over: source, 2).first)
    guard let cause = input.causes.first(where: { $0.split == .parts }) else { return }
    let count = Double(latencies.count)
    for (stage, sum) in sums {
      let group = try #require(cause.groups.first { $0.value == stage })
      #expect(group.baselineMean == Double(sum) / count, "seed \(seed): \(stage)")
    }
    let total = cause.groups.reduce(0) { $0 + $1.baselineMean }
    let mean = Double(latencies.reduce(0, +)) / count
    #expect(abs(total - mean) <= 1e-9 * mean, "seed \(seed)")
  }

  @Test func `the memory that the values take is metered`() throws {
    let spans = try (0..<20_000).map { number in
      try testSpan(
        number, start: Int64(number), latency: Int64(number),
        [.promptVersion: number % 4 < 2 ? "a" : "b"])
    }
    let source = MemorySource([spans])
    let query = "compare prompt_version a vs b on latency"
    #expect(throws: Never.self) { try run(query, over: source) }
    #expect {
      try run(query, over: source, memoryByteLimit: 200_000)
    } throws: { error in
      if case .resourceExhausted = error as? QueryError { true } else { false }
    }
  }

  @Test func `reports meter what making them takes, and are the same on any number of threads`()
    throws
  {
    let spans = try (0..<30_000).map { number in
      try testSpan(
        number, start: Int64(number), latency: Int64(number % 977),
        [
          .promptVersion: number % 4 < 2 ? "a" : "b", .sessionID: "s\(number % 997)",
          .model: "m\(number % 3)", .input: "question \(number % 5_000)",
        ])
    }
    let source = MemorySource([Array(spans[..<11_000]), Array(spans[11_000...])])
    for rest in ["", " stratify by model", " paired by input"] {
      let query = "compare prompt_version a vs b on latency, p95(latency), model" + rest
      let result = try run(query, over: source, threadCount: 1)
      for threadCount in [2, 5] {
        let other = try run(query, over: source, threadCount: threadCount)
        #expect(other.comparisons == result.comparisons, "\(query) on \(threadCount) threads")
      }
      let peak = result.statistics.peakByteCount
      #expect(throws: Never.self) {
        try run(query, over: source, memoryByteLimit: peak, threadCount: 1)
      }
      for share in [0.3, 0.6, 0.95] {
        #expect {
          try run(
            query, over: source, memoryByteLimit: Int(Double(peak) * share), threadCount: 1)
        } throws: { error in
          if case .resourceExhausted = error as? QueryError { true } else { false }
        }
      }
    }
  }

  @Test func `drift compares every value with the first that is large enough`() throws {
    var spans: [TestSpan] = []
    for (version, (first, count)) in [
      "tiny": (0, 4), "old": (10, 80), "new": (200, 80), "mid": (100, 80),
    ] {
      for number in 0..<count {
        spans.append(
          try testSpan(
            first * 10 + number, start: Int64(first * 1_000 + number), latency: 5,
            [.promptVersion: version]))
      }
    }
    let source = MemorySource([spans])
    let found = try inputs("drift prompt_version on latency", over: source, 1)
    #expect(found.map(\.baseline.name) == Array(repeating: "prompt_version=old", count: 3))
    #expect(
      found.map(\.candidate.name)
        == ["prompt_version=tiny", "prompt_version=mid", "prompt_version=new"])
    let chosen = try inputs("drift prompt_version baseline mid on latency", over: source, 1)
    #expect(chosen.first?.baseline.name == "prompt_version=mid")
    #expect(chosen.map(\.candidate.name).last == "prompt_version=new")
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

  /// A metric's value of a span, by its name.
  private static func value(of metric: MetricInput) -> (TestSpan) -> Double? {
    func number(_ field: Field) -> (TestSpan) -> Double? {
      { $0.numbers[field].map { Double($0) } }
    }
    switch metric.name {
    case "latency": return number(.latency)
    case "p95(ttft)", "ttft": return number(.timeToFirstToken)
    case "avg(cost)": return number(.cost)
    case "sum(total_tokens)": return number(.totalTokens)
    case "kept":
      return { $0.texts[.status] == "ok" ? $0.numbers[.totalTokens].map { Double($0) } : nil }
    case "error_rate()": return { $0.texts[.status] == "error" ? 1 : 0 }
    case "(latency>1s)": return { $0.numbers[.latency].map { $0 > second ? 1 : 0 } }
    case "model":
      guard case .categories(let names) = metric.kind else { return { _ in nil } }
      return { span in
        names.firstIndex { $0 == span.texts[.model] }.map { Double($0) }
      }
    case "attr.score":
      return { span in
        guard case .double(let number) = span.attributes[AttributeName(scope: .span, key: "score")]
        else { return nil }
        return number.isFinite ? number + 0 : nil
      }
    case "count()": return { _ in 1 }
    case "timed": return { $0.numbers[.timeToFirstToken] == nil ? 0 : 1 }
    case "tools": return { $0.texts[.stage] == "tool" ? 1 : 0 }
    case "both":
      return { span in
        guard let one = span.numbers[.latency], let other = span.numbers[.timeToFirstToken]
        else { return nil }
        return Double(one + other)
      }
    default: return { _ in nil }
    }
  }
}

extension NaiveTrace {
  /// Its spans in preorder, what each is called, and whether it failed.
  fileprivate var form: [String] {
    let roots = spans.indices.filter { parents[$0] == nil }
    return inOrder(roots).flatMap { form(of: $0, depth: 0) }
  }

  private func form(of index: Int, depth: Int) -> [String] {
    let span = spans[index]
    let stage = span.texts[.stage]
    let name = span.texts[.name] ?? ""
    let label = stage == "tool" ? "tool:\(name)" : stage ?? name
    return ["\(depth) \(label) \(span.texts[.status] == "error")"]
      + inOrder(children(of: index)).flatMap { form(of: $0, depth: depth + 1) }
  }

  private func inOrder(_ indexes: [Int]) -> [Int] {
    indexes.sorted {
      (spans[$0].start, spans[$0].spanID) < (spans[$1].start, spans[$1].spanID)
    }
  }
}
