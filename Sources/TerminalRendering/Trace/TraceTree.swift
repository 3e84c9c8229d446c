import TraceModel

/// The spans of one trace as a tree, whatever shape they came in.
///
/// Every span appears exactly once. Siblings are in order of their start. A span whose parent
/// was not received is a root. Spans that are each other's ancestors have no root by nature: the
/// one that started first (then the one with the smallest id) becomes it.
///
/// - Complexity: O(n log n), no recursion: chains may be as long as the trace.
package struct TraceTree: Sendable {
  /// Why a span has no parent in the tree.
  package enum RootKind: Hashable, Sendable {
    /// It names none.
    case proper
    /// It names one that was not received.
    case orphan
    /// It was among its own ancestors.
    case cycle
  }

  /// A span's place.
  package struct Node: Hashable, Sendable {
    /// The span's position in the array that the tree was made of.
    package let span: Int
    /// Steps down from the root.
    package let depth: Int
    /// Whether no sibling follows.
    package let isLastSibling: Bool
    /// What kind of root it is; nil when it has a parent.
    package let rootKind: RootKind?
  }

  /// Every span, each before its descendants.
  package let nodes: [Node]
  /// By span: the position of its parent; nil for roots.
  package let parents: [Int?]

  /// The tree of the given spans.
  ///
  /// Where two have the same id, children go to the first.
  package init(_ spans: [TraceSpan]) {
    var kinds: [RootKind?]
    var parents: [Int?]
    (parents, kinds) = Self.resolveParents(of: spans)
    Self.breakCycles(in: spans, &parents, &kinds)
    self.parents = parents
    nodes = Self.preorder(spans, parents, kinds)
  }

  private static func resolveParents(of spans: [TraceSpan]) -> ([Int?], [RootKind?]) {
    let positions = Dictionary(
      spans.indices.map { (spans[$0].spanID, $0) }, uniquingKeysWith: { first, _ in first })
    var parents: [Int?] = []
    var kinds: [RootKind?] = []
    for span in spans {
      let parent = span.parentID.flatMap { positions[$0] }
      parents.append(parent)
      kinds.append(parent != nil ? nil : span.parentID == nil ? .proper : .orphan)
    }
    return (parents, kinds)
  }

  /// Walks up from every span once.
  ///
  /// A walk that comes upon itself has found a cycle.
  private static func breakCycles(
    in spans: [TraceSpan], _ parents: inout [Int?], _ kinds: inout [RootKind?]
  ) {
    var walk = [Int?](repeating: nil, count: spans.count)
    for first in spans.indices where walk[first] == nil {
      var current: Int? = first
      while let span = current, walk[span] == nil {
        walk[span] = first
        current = parents[span]
      }
      guard let start = current, walk[start] == first else { continue }
      let root = earliest(onCycleThrough: start, parents, spans)
      parents[root] = nil
      kinds[root] = .cycle
    }
  }

  private static func earliest(
    onCycleThrough start: Int, _ parents: [Int?], _ spans: [TraceSpan]
  ) -> Int {
    var best = start
    var current = parents[start]
    while let span = current, span != start {
      if precedes(spans[span], spans[best]) { best = span }
      current = parents[span]
    }
    return best
  }

  private static func precedes(_ left: TraceSpan, _ right: TraceSpan) -> Bool {
    (left.start, left.spanID) < (right.start, right.spanID)
  }

  /// Depth first, with a stack of its own.
  private static func preorder(
    _ spans: [TraceSpan], _ parents: [Int?], _ kinds: [RootKind?]
  ) -> [Node] {
    var children = [[Int]](repeating: [], count: spans.count)
    var roots: [Int] = []
    for span in spans.indices.sorted(by: { precedes(spans[$0], spans[$1]) }) {
      if let parent = parents[span] { children[parent].append(span) } else { roots.append(span) }
    }
    var nodes: [Node] = []
    nodes.reserveCapacity(spans.count)
    var stack: [(span: Int, depth: Int, isLast: Bool)] = []
    func push(_ siblings: [Int], depth: Int) {
      // Reversed, for the top of the stack is visited first.
      for span in siblings.reversed() { stack.append((span, depth, span == siblings.last)) }
    }
    push(roots, depth: 0)
    while let (span, depth, isLast) = stack.popLast() {
      nodes.append(
        Node(span: span, depth: depth, isLastSibling: isLast, rootKind: kinds[span]))
      push(children[span], depth: depth + 1)
    }
    return nodes
  }
}
