/// The trees of one trace, from its spans in any order.
struct ScatteredTrace {
  struct Span {
    var start: Int64
    var id: UInt64
    var parentID: UInt64?
    var place: RowPlace
  }

  /// By (start, id), each id once.
  private let spans: [Span]
  /// The index of each span's parent; -1 for none.
  private var parents: [Int]
  /// Whether each span has a parent that never came.
  private let isOrphan: [Bool]

  /// O(n log n).
  init(_ unordered: [Span]) {
    var spans = unordered.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    var indexes: [UInt64: Int] = [:]
    spans.removeAll { indexes.updateValue(0, forKey: $0.id) != nil }
    for index in spans.indices { indexes[spans[index].id] = index }
    let parents = spans.map { $0.parentID.flatMap { indexes[$0] } ?? -1 }
    self.spans = spans
    self.parents = parents
    isOrphan = spans.indices.map { spans[$0].parentID != nil && parents[$0] < 0 }
    breakCycles()
  }

  /// Walks up from every span once; a walk that comes upon itself has found a cycle.
  private mutating func breakCycles() {
    var walks = [Int](repeating: -1, count: spans.count)
    for first in spans.indices where walks[first] < 0 {
      var current = first
      while current >= 0 && walks[current] < 0 {
        walks[current] = first
        current = parents[current]
      }
      guard current >= 0, walks[current] == first else { continue }
      // Indexes go by (start, id), so that the least is the earliest.
      var earliest = current
      var next = parents[current]
      while next != current {
        earliest = min(earliest, next)
        next = parents[next]
      }
      parents[earliest] = -1
    }
  }

  /// The spans in preorder, each with the index in this order of its parent.
  func forEachInPreorder(_ body: (_ span: Span, _ parent: Int?, _ isOrphan: Bool) -> Void) {
    var lastChildren = [Int](repeating: -1, count: spans.count)
    var siblingsBefore = [Int](repeating: -1, count: spans.count)
    var pending: [(span: Int, parent: Int)] = []
    for index in spans.indices {
      guard parents[index] >= 0 else { continue }
      siblingsBefore[index] = lastChildren[parents[index]]
      lastChildren[parents[index]] = index
    }
    // What is pushed last is visited first.
    for index in spans.indices.reversed() where parents[index] < 0 { pending.append((index, -1)) }
    var count = 0
    while let (index, parent) = pending.popLast() {
      body(spans[index], parent < 0 ? nil : parent, isOrphan[index])
      var child = lastChildren[index]
      while child >= 0 {
        pending.append((child, count))
        child = siblingsBefore[child]
      }
      count += 1
    }
  }
}
