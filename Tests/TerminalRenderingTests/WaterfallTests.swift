import DisplayWidth
import TerminalRendering
import TraceModel
import Testing

/// A pipeline with a failed call of a model and a tool that still runs.
private func pipeline() throws -> [TraceSpan] {
  var root = try traceSpan(1, "answer", from: 0, to: 2_000, stage: "workflow")
  root.service = "api"
  let retrieve = try traceSpan(2, under: 1, "retrieve", from: 0, to: 500, stage: "retrieval")
  let embed = try traceSpan(3, under: 2, "embed", from: 100, to: 110, stage: "embedding")
  var generate = try traceSpan(4, under: 1, "generate", from: 500, to: 1_500, stage: "generation")
  generate.inputTokens = 1_234
  generate.outputTokens = 256
  generate.cost = 12_300_000
  generate.isError = true
  generate.errorType = "RateLimitError"
  generate.statusMessage = "429 too many requests\u{1B}[2J"
  let tool = try traceSpan(5, under: 4, "lookup", from: 1_000, to: nil, stage: "tool")
  let lost = try traceSpan(6, under: 99, "lost", from: 1_750, to: 2_000)
  return [root, retrieve, embed, generate, tool, lost]
}

@Test func `a waterfall shows tree, bars, latencies, usage and failures`() throws {
  let text = Waterfall(try pipeline(), width: 90).render()
  #expect(
    text == """
      trace 00000000000000010000000000000002
      api
      1970-01-01 00:00:00.000Z · 2.00s · 6 spans · 1 error · 1 running
      1,234 tokens in · 256 tokens out · $0.0123

      name           stage       0s                            2.00s  latency    tokens     cost
      answer         workflow    ███████████████████████████████████    2.00s
      ├─ retrieve    retrieval   ████████▊                              500ms
      │  └─ embed    embedding    ▏                                    10.0ms
      └─ ✗ generate  generation          ▐█████████████████▎            1.00s  1.2k→256  $0.0123
         │  RateLimitError: 429 too many requests\\u{1b}[2J
         └─ lookup   tool                         ░░░░░░░░░░░░░░░░░▸  running
      [orphan] lost                                            ▐████    250ms

      """)
}

@Test(arguments: [60, 80, 100, 200])
func `no line of a waterfall is wider than the terminal`(_ width: Int) throws {
  var spans = try pipeline()
  spans[1].name = String(repeating: "長い", count: 80)
  spans[3].statusMessage = String(repeating: "long ", count: 80)
  for line in Waterfall(spans, width: width).render().split(separator: "\n") {
    #expect(CharacterWidth.columns(of: String(line)) <= width)
  }
}

@Test func `a narrow terminal is told what found no room`() throws {
  let text = Waterfall(try pipeline(), width: 40).render()
  #expect(text.hasSuffix("… tokens, cost, stage not shown: no room\n"), "\(text)")
}

@Test func `a span whose clock is off does not flatten the others`() throws {
  var spans = try pipeline().map { span in
    var moved = span
    moved.start += 1_800_000_000_000_000_000
    moved.end = span.end.map { $0 + 1_800_000_000_000_000_000 }
    return moved
  }
  spans[1].start = 0
  spans[1].end = 500
  let text = Waterfall(spans, width: 90).render()
  #expect(text.contains("· 2.00s · 6 spans"), "\(text)")
  #expect(text.contains("◂"), "\(text)")
  #expect(text.contains("1 span lies far from the rest in time (◂ ▸): clocks differ\n"))
}

@Test func `a child outside its parent's time widens the axis`() throws {
  let spans = [
    try traceSpan(1, from: 100, to: 200), try traceSpan(2, under: 1, from: 50, to: 150),
    try traceSpan(3, under: 1, from: 190, to: 450),
  ]
  let axis = TimeAxis(spans, anchor: 0)
  #expect(axis.start == 50_000_000)
  #expect(axis.end == 450_000_000)
}

@Test func `times at the ends of what 64 bits hold are drawn too`() throws {
  let spans = [
    try traceSpan(1),
    TraceSpan(
      traceID: try #require(TraceID(high: 1, low: 2)), spanID: try #require(SpanID(rawValue: 2)),
      name: "end before start", start: .max, end: .min),
  ]
  #expect(Waterfall(spans).render().contains("end before start"))
  #expect(Waterfall(spans.reversed()).render().contains("end before start"))
  #expect(Waterfall([spans[1]]).render().contains("end before start"))
}

@Test func `no spans make no text`() {
  #expect(Waterfall([]).render().isEmpty)
}

@Test func `ten thousand spans in one chain are drawn in bounded lines`() throws {
  let spans = try (1...10_000).map { (id: UInt64) in
    try traceSpan(id, under: id == 1 ? nil : id - 1, from: Int64(id), to: 20_000)
  }
  let started = ContinuousClock.now
  let text = Waterfall(spans, width: 100).render()
  #expect(started.duration(to: .now) < .seconds(20))
  let lines = text.split(separator: "\n")
  #expect(lines.count == 10_000 + 3)
  #expect(lines.allSatisfy { CharacterWidth.columns(of: String($0)) <= 100 })
}

@Test func `colour marks failures and nothing leaks when it is off`() throws {
  let spans = try pipeline()
  #expect(!Waterfall(spans).render().contains("\u{1B}"))
  #expect(Waterfall(spans, palette: .ansi).render().contains("\u{1B}[31m✗ generate"))
}
