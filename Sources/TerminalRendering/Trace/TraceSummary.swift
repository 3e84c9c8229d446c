package import TraceModel

/// One trace in numbers.
package struct TraceSummary: Hashable, Sendable {
  /// The trace's identity; nil when there are no spans.
  package let traceID: TraceID?
  /// The services that took part, each once, in order of first appearance.
  package private(set) var services: [String] = []
  /// How many spans there are.
  package let spanCount: Int
  /// How many of them failed.
  package private(set) var errorCount = 0
  /// How many of them have not ended.
  package private(set) var runningCount = 0
  /// Tokens read by models; nil when no span says.
  package private(set) var inputTokens: Int64?
  /// Tokens written by models; nil when no span says.
  package private(set) var outputTokens: Int64?
  /// Tokens of the spans that tell only their total; nil when there are none.
  package private(set) var otherTokens: Int64?
  /// Nano-dollars; nil when no span says.
  package private(set) var cost: Int64?

  /// The sums of a tree.
  ///
  /// Frameworks repeat a usage on the spans around the call of the model. It counts once: at
  /// those generations that say what they used and have none such among their descendants.
  package init(_ spans: [TraceSpan], _ tree: TraceTree) {
    traceID = spans.first?.traceID
    spanCount = spans.count
    var seen: Set<String> = []
    for node in tree.nodes {
      let span = spans[node.span]
      if span.isError { errorCount += 1 }
      if span.end == nil { runningCount += 1 }
      if let service = span.service, seen.insert(service).inserted { services.append(service) }
    }
    for span in Self.leafGenerations(spans, tree) { add(usageOf: spans[span]) }
  }

  private static func leafGenerations(_ spans: [TraceSpan], _ tree: TraceTree) -> [Int] {
    var coversGeneration = [Bool](repeating: false, count: spans.count)
    var leaves: [Int] = []
    // From the last node to the first: descendants come before their ancestors.
    for node in tree.nodes.reversed() {
      let span = spans[node.span]
      let isGeneration = span.stage == "generation" && span.hasUsage
      if isGeneration, !coversGeneration[node.span] { leaves.append(node.span) }
      if let parent = tree.parents[node.span], isGeneration || coversGeneration[node.span] {
        coversGeneration[parent] = true
      }
    }
    return leaves
  }

  private mutating func add(usageOf span: TraceSpan) {
    Self.add(span.inputTokens, to: &inputTokens)
    Self.add(span.outputTokens, to: &outputTokens)
    if span.inputTokens == nil, span.outputTokens == nil {
      Self.add(span.totalTokens, to: &otherTokens)
    }
    Self.add(span.cost, to: &cost)
  }

  private static func add(_ value: Int64?, to sum: inout Int64?) {
    guard let value else { return }
    sum = saturatingSum(sum ?? 0, value)
  }
}
