/// The lines that lead from a parent to its children, kept up while a tree is walked in order.
///
/// Below a depth, only the innermost levels are drawn, behind `⋯`: a chain of a thousand calls
/// would else push every name off the screen.
struct TreeGuides {
  /// Columns of one level.
  static let levelWidth = 3

  /// How many levels are drawn; at least one.
  let levelLimit: Int
  /// By level: whether a sibling of the ancestor on that level is still to come.
  private var continues: [Bool] = []

  init(levelLimit: Int) {
    self.levelLimit = max(levelLimit, 1)
  }

  /// Notes that the walk has come to `node`; returns what stands before its name.
  mutating func advance(to node: TraceTree.Node) -> String {
    guard node.depth > 0 else {
      continues.removeAll(keepingCapacity: true)
      return ""
    }
    continues.removeLast(max(0, continues.count - (node.depth - 1)))
    let ancestors = drawn(continues, keeping: levelLimit - 1)
    continues.append(!node.isLastSibling)
    return ancestors + (node.isLastSibling ? "└─ " : "├─ ")
  }

  /// What stands before a further line of the node that the walk is at.
  func continuation(hasChildren: Bool) -> String {
    drawn(continues, keeping: levelLimit) + (hasChildren ? "│  " : "   ")
  }

  private func drawn(_ levels: [Bool], keeping count: Int) -> String {
    let shown = levels.suffix(count).map { $0 ? "│  " : "   " }.joined()
    return levels.count > count ? "⋯  " + shown : shown
  }
}
