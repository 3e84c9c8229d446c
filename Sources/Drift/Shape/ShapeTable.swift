/// The shapes of traces: forms whose repeated siblings are drawn together.
///
/// Equal subtrees have one number, so that shapes are compared by numbers; texts are made only of those
/// that are shown.
struct ShapeTable {
  /// A child is its subtree's number times two, plus one where it is repeated.
  private struct Subtree: Hashable {
    let label: Int32
    let children: [Int32]
  }

  private var numbers: [Subtree: Int32] = [:]
  private var subtrees: [Subtree] = []

  /// The roots of a form's shape, as children are written.
  mutating func shape(of form: ShapeInput.Form) -> [Int32] {
    var waiting: [[Int32]] = [[]]
    // From the last node back, the children of each are done before it.
    for (node, depth) in zip(form.nodes, form.depths).reversed() {
      while waiting.count < depth + 2 { waiting.append([]) }
      let subtree = Subtree(
        label: node.label, children: Self.collapsed(waiting[depth + 1].reversed()))
      waiting[depth + 1] = []
      waiting[depth].append(number(subtree))
    }
    return Self.collapsed(waiting[0].reversed())
  }

  private mutating func number(_ subtree: Subtree) -> Int32 {
    if let known = numbers[subtree] { return known }
    let number = Int32(subtrees.count)
    numbers[subtree] = number
    subtrees.append(subtree)
    return number
  }

  /// Runs of the same subtree as one.
  private static func collapsed(_ numbers: [Int32]) -> [Int32] {
    var children: [Int32] = []
    for number in numbers {
      if let last = children.last, last >> 1 == number {
        children[children.count - 1] = last | 1
      } else {
        children.append(number << 1)
      }
    }
    return children
  }

  /// A shape as text: `agent(generation, tool:search+)`.
  func text(_ shape: [Int32], labels: [String]) -> String {
    var text = ""
    // What is yet to be written, the next one last.
    var rest = Self.listed(shape)
    while let next = rest.popLast() {
      switch next {
      case .text(let part): text += part
      case .child(let child):
        let subtree = subtrees[Int(child >> 1)]
        text += labels[Int(subtree.label)]
        if child & 1 == 1 { rest.append(.text("+")) }
        guard !subtree.children.isEmpty else { continue }
        rest.append(.text(")"))
        rest += Self.listed(subtree.children)
        rest.append(.text("("))
      }
    }
    return text
  }

  private enum Piece {
    case text(String)
    case child(Int32)
  }

  /// Children with commas between them, the first one last.
  private static func listed(_ children: [Int32]) -> [Piece] {
    Array(children.reversed().map { [.child($0)] }.joined(separator: [.text(", ")]))
  }
}

extension ShapeInput.Form {
  /// The depths of the nodes, the first one's zero, and none more than one deeper than the one before
  /// it.
  var depths: [Int] {
    var last = -1
    return nodes.map { node in
      last = min(max(0, Int(node.depth)), last + 1)
      return last
    }
  }
}
