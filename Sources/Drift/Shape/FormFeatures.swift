/// What is counted of a trace of some form.
struct FormFeatures {
  private(set) var spans = 0
  private(set) var depth = 0
  /// The greatest number of children of one span.
  private(set) var fanOut = 0
  /// Spans whose sibling before them has the same label and failed.
  private(set) var retries = 0
  private(set) var labels: [Int32: Int] = [:]
  private(set) var transitions: [Transition: Int] = [:]

  /// From a span to its child, or to the sibling after it.
  struct Transition: Hashable, Comparable {
    let from: Int32
    let to: Int32
    let isToChild: Bool

    static func < (left: Transition, right: Transition) -> Bool {
      (left.from, left.to, left.isToChild ? 1 : 0) < (right.from, right.to, right.isToChild ? 1 : 0)
    }
  }

  init(_ form: ShapeInput.Form) {
    // At each depth the last span of the path to this one, and its children so far.
    var path: [(node: ShapeInput.Node, children: Int)] = []
    for (node, depth) in zip(form.nodes, form.depths) {
      let sibling = depth < path.count ? path[depth].node : nil
      path.removeSubrange(min(depth, path.count)...)
      if depth > 0 {
        path[depth - 1].children += 1
        fanOut = max(fanOut, path[depth - 1].children)
        add(Transition(from: path[depth - 1].node.label, to: node.label, isToChild: true))
      }
      if let sibling {
        add(Transition(from: sibling.label, to: node.label, isToChild: false))
        if sibling.isError && sibling.label == node.label { retries += 1 }
      }
      path.append((node, 0))
      spans += 1
      self.depth = max(self.depth, depth + 1)
      labels[node.label, default: 0] += 1
    }
  }

  private mutating func add(_ transition: Transition) {
    transitions[transition, default: 0] += 1
  }
}
