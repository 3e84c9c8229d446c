import TerminalRendering
import TraceModel
import Testing

/// A span of a small trace: ids are small numbers, times are milliseconds.
func traceSpan(
  _ id: UInt64, under parent: UInt64? = nil, _ name: String = "", from start: Int64 = 0,
  to end: Int64? = 1, stage: String? = nil
) throws -> TraceSpan {
  var span = TraceSpan(
    traceID: try #require(TraceID(high: 1, low: 2)),
    spanID: try #require(SpanID(rawValue: id)), parentID: parent.flatMap(SpanID.init(rawValue:)),
    name: name.isEmpty ? "s\(id)" : name, start: start * 1_000_000,
    end: end.map { $0 * 1_000_000 })
  span.stage = stage
  return span
}

/// The tree as indented ids, roots other than proper ones with their kind.
private func outline(_ spans: [TraceSpan]) -> [String] {
  TraceTree(spans).nodes.map { node in
    let kind = node.rootKind.map { $0 == .proper ? "" : " \($0)" } ?? ""
    return String(repeating: " ", count: node.depth) + "\(spans[node.span].spanID.rawValue)" + kind
  }
}

@Test func `children come in the order of their start`() throws {
  let spans = [
    try traceSpan(3, under: 1, from: 5), try traceSpan(2, under: 1, from: 9),
    try traceSpan(4, under: 3, from: 6), try traceSpan(1),
  ]
  #expect(outline(spans) == ["1", " 3", "  4", " 2"])
}

@Test func `a span whose parent is missing is a root of its own`() throws {
  let spans = [try traceSpan(1), try traceSpan(2, under: 9, from: 4), try traceSpan(3, under: 2)]
  #expect(outline(spans) == ["1", "2 orphan", " 3"])
}

@Test func `a span that is its own parent is a root`() throws {
  #expect(outline([try traceSpan(1, under: 1), try traceSpan(2, under: 1)]) == ["1 cycle", " 2"])
}

@Test func `a cycle breaks at the span that started first, then at the smallest id`() throws {
  let byStart = [
    try traceSpan(1, under: 3, from: 7), try traceSpan(2, under: 1, from: 5),
    try traceSpan(3, under: 2, from: 6), try traceSpan(4, under: 3, from: 8),
  ]
  #expect(outline(byStart) == ["2 cycle", " 3", "  1", "  4"])
  let byID = [try traceSpan(8, under: 7), try traceSpan(7, under: 8)]
  #expect(outline(byID) == ["7 cycle", " 8"])
}

@Test func `every shape of four spans has each span once, after its parent`() throws {
  // Every span's parent is any of the four, itself included, a missing one, or none.
  for shape in 0..<1_296 {
    let choices = [shape % 6, shape / 6 % 6, shape / 36 % 6, shape / 216]
    let spans = try choices.enumerated().map { index, parent in
      try traceSpan(UInt64(index + 1), under: parent == 0 ? nil : UInt64(parent))
    }
    let tree = TraceTree(spans)
    #expect(tree.nodes.map(\.span).sorted() == [0, 1, 2, 3], "shape \(choices)")
    var seen: Set<Int> = []
    for node in tree.nodes {
      seen.insert(node.span)
      if let parent = tree.parents[node.span] { #expect(seen.contains(parent), "\(choices)") }
      #expect((tree.parents[node.span] == nil) == (node.rootKind != nil), "\(choices)")
    }
  }
}

@Test func `the order of arrival does not matter`() throws {
  let spans = try (1...50).map { (id: UInt64) in
    try traceSpan(id, under: id * 7 % 53, from: Int64(id * 13 % 29))
  }
  #expect(outline(spans) == outline(spans.reversed()))
}

@Test func `a usage counts once, at the innermost generation that tells it`() throws {
  var outer = try traceSpan(2, under: 1, stage: "generation")
  outer.inputTokens = 100
  outer.cost = 5
  var inner = try traceSpan(3, under: 2, stage: "generation")
  inner.inputTokens = 100
  inner.outputTokens = 20
  inner.cost = 5
  let silent = try traceSpan(4, under: 3, stage: "generation")
  var agent = try traceSpan(1, stage: "agent")
  agent.cost = 5
  var other = try traceSpan(5, under: 1, stage: "generation")
  other.totalTokens = 7
  other.isError = true
  let spans = [agent, outer, inner, silent, other]
  let summary = TraceSummary(spans, TraceTree(spans))
  #expect(summary.inputTokens == 100)
  #expect(summary.outputTokens == 20)
  #expect(summary.otherTokens == 7)
  #expect(summary.cost == 5)
  #expect(summary.errorCount == 1)
}
