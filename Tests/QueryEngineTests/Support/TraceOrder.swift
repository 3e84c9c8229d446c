import TraceModel

/// Spans in the order that a segment promises: traces by (least start, id), each trace in preorder,
/// roots and siblings by (start, span id).
struct TraceOrder {
  private(set) var spans: [TestSpan] = []
  /// The rows of each trace, in order.
  private(set) var traces: [(id: TraceID, rows: Range<Int>)] = []
  /// How many rows above a span its parent is; 0 where it is none of these.
  private(set) var parentDistances: [Int64] = []
  /// The ids of the parents that are none of the rows above.
  private(set) var foreignParents: [Int64?] = []

  init(_ unordered: [TestSpan]) {
    let traces = Dictionary(grouping: unordered, by: \.traceID).map { id, members in
      (id: id, start: members.map(\.start).min() ?? 0, members: members)
    }
    for trace in traces.sorted(by: { ($0.start, $0.id) < ($1.start, $1.id) }) {
      let first = spans.count
      append(
        trace.members.sorted { ($0.start, $0.spanID) < ($1.start, $1.spanID) })
      self.traces.append((id: trace.id, rows: first..<spans.count))
    }
  }

  /// Takes a span and what hangs on it before the next, roots before what only a cycle reaches.
  private mutating func append(_ members: [TestSpan]) {
    var rows: [SpanID: Int] = [:]
    let ids = Set(members.map(\.spanID))
    let isRoot = { (span: TestSpan) in span.parentID.map { !ids.contains($0) } ?? true }
    for span in members.filter(isRoot) + members { append(span, of: members, &rows) }
  }

  private mutating func append(
    _ span: TestSpan, of members: [TestSpan], _ rows: inout [SpanID: Int]
  ) {
    guard rows[span.spanID] == nil else { return }
    let row = spans.count
    let parentRow = span.parentID.flatMap { rows[$0] }
    rows[span.spanID] = row
    spans.append(span)
    parentDistances.append(parentRow.map { Int64(row - $0) } ?? 0)
    foreignParents.append(
      parentRow == nil ? span.parentID.map { Int64(bitPattern: $0.rawValue) } : nil)
    for child in members where child.parentID == span.spanID { append(child, of: members, &rows) }
  }
}
