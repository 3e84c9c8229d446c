import TraceModel

/// The order of a segment's rows: traces by (start, id), each trace's spans in preorder.
///
/// Preorder makes a subtree a range of rows, keeps parents next to their children, and keeps a
/// trace contiguous. Spans whose parent is not in the segment are roots; a cycle is broken at its
/// earliest span. Roots and siblings go by (start, span id).
struct RowOrder: Sendable {
  /// For each row, the index of its span.
  private(set) var spanIndexes: [Int] = []
  /// For each row, how many rows above it its parent is; 0 where the parent is none of them.
  private(set) var parentDistances: [UInt32] = []
  /// The traces in row order, with their first rows.
  private(set) var traces: [(id: TraceID, firstRow: Int)] = []

  /// Orders spans of which no two have the same (trace id, span id).
  ///
  /// O(n log n).
  init(_ spans: SpanChunks) {
    spanIndexes.reserveCapacity(spans.count)
    parentDistances.reserveCapacity(spans.count)
    let groups = TraceGroups(spans)
    traces.reserveCapacity(groups.ids.count)
    var preorder = Preorder()
    for number in groups.order {
      traces.append((id: groups.ids[number], firstRow: spanIndexes.count))
      preorder.lay(groups.members[groups.range(of: number)], of: spans)
      for (index, distance) in preorder.rows {
        spanIndexes.append(index)
        parentDistances.append(distance)
      }
    }
  }
}

/// Spans by trace.
private struct TraceGroups {
  /// The traces in the order met.
  private(set) var ids: [TraceID] = []
  /// Indexes of spans, those of a trace next to each other and ascending.
  private(set) var members: [Int]
  private var starts: [Int64] = []
  /// Where the members of each trace end.
  private var ends: [Int] = []

  init(_ spans: SpanChunks) {
    var traceOfSpan: [UInt32] = []
    traceOfSpan.reserveCapacity(spans.count)
    members = [Int](repeating: 0, count: spans.count)
    var table = HashTable()
    var counts: [Int] = []
    var latest = 0
    spans.forEach { (spans, index) in
      let id = spans[index].traceID
      if ids.isEmpty || ids[latest] != id {
        let hash = TableHash.of(id)
        latest = table.number(of: hash) { ids[$0] == id } ?? table.add(hash)
        if latest == ids.count {
          ids.append(id)
          starts.append(.max)
          counts.append(0)
        }
      }
      starts[latest] = min(starts[latest], spans[index].start)
      counts[latest] += 1
      traceOfSpan.append(UInt32(latest))
    }
    // A counting sort: `ends` begins as the first place of each trace, and moves with its members.
    var next = 0
    for count in counts {
      ends.append(next)
      next += count
    }
    for (index, trace) in traceOfSpan.enumerated() {
      members[ends[Int(trace)]] = index
      ends[Int(trace)] += 1
    }
  }

  /// The traces by (start, id).
  var order: [Int] {
    ids.indices.sorted { (starts[$0], ids[$0]) < (starts[$1], ids[$1]) }
  }

  func range(of trace: Int) -> Range<Int> {
    (trace == 0 ? 0 : ends[trace - 1])..<ends[trace]
  }
}

/// Lays the spans of one trace in preorder; its arrays are used for trace after trace.
private struct Preorder {
  /// The indexes of spans, and how far above them their parents are; 0 for none.
  private(set) var rows: [(index: Int, parentDistance: UInt32)] = []

  /// What of a span decides its place.
  private struct Node {
    var start: Int64
    var id: SpanID
    var parent: SpanID?
    var index: Int
    /// The latest of its children, and of the siblings before it; -1 for none.
    var lastChild = -1
    var siblingBefore = -1
    var isRoot = true
    var isLaid = false
  }

  /// By (start, id): children are found, and roots taken, in that order.
  private var nodes: [Node] = []
  /// Nodes to come, each with the row of its parent; -1 for none.
  private var pending: [(node: Int, parentRow: Int)] = []

  /// Traces up to this many spans are searched through; for longer ones a dictionary is made.
  private static let searchedCount = 16

  mutating func lay(_ members: ArraySlice<Int>, of spans: SpanChunks) {
    rows.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    spans.forEach(members) { (spans, index, position) in
      nodes.append(
        Node(
          start: spans[index].start, id: spans[index].spanID, parent: spans[index].parentID,
          index: members[members.startIndex + position]))
    }
    nodes.sort { ($0.start, $0.id) < ($1.start, $1.id) }
    linkChildren()
    for node in nodes.indices where nodes[node].isRoot { laySubtree(of: node) }
    // What no root reaches hangs on a cycle; its earliest span becomes a root.
    for node in nodes.indices where !nodes[node].isLaid { laySubtree(of: node) }
  }

  private mutating func linkChildren() {
    var places: [SpanID: Int] = [:]
    if nodes.count > Self.searchedCount {
      for node in nodes.indices { places[nodes[node].id] = node }
    }
    for node in nodes.indices {
      guard let parent = nodes[node].parent else { continue }
      let place =
        nodes.count > Self.searchedCount
        ? places[parent] : nodes.firstIndex { $0.id == parent }
      guard let place else { continue }
      nodes[node].isRoot = false
      nodes[node].siblingBefore = nodes[place].lastChild
      nodes[place].lastChild = node
    }
  }

  private mutating func laySubtree(of root: Int) {
    pending.append((root, -1))
    while let (node, parentRow) = pending.popLast() {
      guard !nodes[node].isLaid else { continue }
      nodes[node].isLaid = true
      let row = rows.count
      rows.append((nodes[node].index, parentRow < 0 ? 0 : UInt32(row - parentRow)))
      // The last one first: what is pushed last is laid next.
      var child = nodes[node].lastChild
      while child >= 0 {
        pending.append((child, row))
        child = nodes[child].siblingBefore
      }
    }
  }
}
