import TraceModel

/// The order of a segment's rows: traces by (start, id), each trace's spans in preorder.
///
/// Preorder makes a subtree a range of rows, keeps parents next to their children, and keeps a
/// trace contiguous. Spans whose parent is not in the segment are roots; a cycle is broken at its
/// earliest span. Roots and siblings go by (start, span id).
struct RowOrder {
  /// For each row, the index of its span.
  private(set) var spanIndexes: [Int] = []
  /// For each row, the row above that is its parent; nil where the parent is none of them.
  private(set) var parentRows: [Int?] = []
  /// The traces in row order, with their first rows.
  private(set) var traces: [(id: TraceID, firstRow: Int)] = []

  /// Orders spans of which no two have the same (trace id, span id).
  ///
  /// O(n log n).
  init(_ spans: [SpanData]) {
    spanIndexes.reserveCapacity(spans.count)
    parentRows.reserveCapacity(spans.count)
    var members: [TraceID: [Int]] = [:]
    for (index, span) in spans.enumerated() { members[span.traceID, default: []].append(index) }
    let ordered = members.map { id, indexes in
      (id: id, start: indexes.reduce(Int64.max) { min($0, spans[$1].start) }, indexes: indexes)
    }.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    for trace in ordered {
      traces.append((id: trace.id, firstRow: spanIndexes.count))
      appendPreorder(of: trace.indexes, spans)
    }
  }

  private mutating func appendPreorder(of indexes: [Int], _ spans: [SpanData]) {
    guard indexes.count > 1 else {
      spanIndexes.append(contentsOf: indexes)
      return parentRows.append(contentsOf: indexes.map { _ in nil })
    }
    // Ascending by (start, id): children are found, and roots taken, in that order.
    let ordered = indexes.sorted {
      (spans[$0].start, spans[$0].spanID) < (spans[$1].start, spans[$1].spanID)
    }
    let present = Set(ordered.map { spans[$0].spanID })
    var children: [SpanID: [Int]] = [:]
    var roots: [Int] = []
    for index in ordered {
      if let parent = spans[index].parentID, present.contains(parent) {
        children[parent, default: []].append(index)
      } else {
        roots.append(index)
      }
    }
    var visited: Set<SpanID> = []
    for root in roots { appendSubtree(of: root, children, spans, &visited) }
    // What no root reaches hangs on a cycle; its earliest span becomes a root.
    for index in ordered { appendSubtree(of: index, children, spans, &visited) }
  }

  private mutating func appendSubtree(
    of root: Int, _ children: [SpanID: [Int]], _ spans: [SpanData], _ visited: inout Set<SpanID>
  ) {
    var pending: [(index: Int, parentRow: Int?)] = [(root, nil)]
    while let (index, parentRow) = pending.popLast() {
      guard visited.insert(spans[index].spanID).inserted else { continue }
      let row = spanIndexes.count
      spanIndexes.append(index)
      parentRows.append(parentRow)
      for child in (children[spans[index].spanID] ?? []).reversed() {
        pending.append((child, row))
      }
    }
  }
}
