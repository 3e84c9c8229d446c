import Drift
import TraceModel

/// The forms of traces, each once, and how many traces of each side have each.
struct FormTable: Sendable {
  /// The trace that stands for others of its form: the first by (start, id).
  struct Exemplar: Hashable, Sendable {
    var start: Int64
    var trace: TraceID

    static func precedes(_ left: Exemplar, _ right: Exemplar) -> Bool {
      left.start != right.start ? left.start < right.start : left.trace < right.trace
    }
  }

  struct Form: Sendable {
    var nodes: [ShapeInput.Node]
    /// By side.
    var counts: [Int]
    var exemplars: [Exemplar?]
  }

  private(set) var forms: [Form] = []
  /// Forms by a hash of their nodes.
  private var places: [UInt64: [Int]] = [:]
  private let sideCount: Int
  private(set) var byteCount = 0

  init(sideCount: Int) {
    self.sideCount = sideCount
  }

  /// The number of a form, added when it is new.
  mutating func identify(_ nodes: [ShapeInput.Node]) -> Int {
    var hash: UInt64 = 0
    for node in nodes {
      let label = UInt64(UInt32(bitPattern: node.label))
      let depth = UInt64(UInt32(bitPattern: node.depth))
      hash = spread(hash ^ (label << 32 | depth << 1 | (node.isError ? 1 : 0)))
    }
    if let known = places[hash]?.first(where: { forms[$0].nodes == nodes }) { return known }
    places[hash, default: []].append(forms.count)
    forms.append(
      Form(
        nodes: nodes, counts: Array(repeating: 0, count: sideCount),
        exemplars: Array(repeating: nil, count: sideCount)))
    byteCount += nodes.count * MemoryLayout<ShapeInput.Node>.stride + sideCount * 40 + 128
    return forms.count - 1
  }

  /// Counts a trace.
  ///
  /// The closure is asked for its id where it may stand for its form.
  mutating func count(
    _ form: Int, side: Int, start: Int64, id: () throws(QueryError) -> TraceID
  ) throws(QueryError) {
    forms[form].counts[side] += 1
    if let known = forms[form].exemplars[side], known.start < start { return }
    let exemplar = Exemplar(start: start, trace: try id())
    if let known = forms[form].exemplars[side], Exemplar.precedes(known, exemplar) { return }
    forms[form].exemplars[side] = exemplar
  }

  /// Adds the forms of another table, whose labels have new numbers; returns this one's number of
  /// each.
  mutating func merge(_ other: FormTable, labels: [Int32]) -> [Int] {
    other.forms.map { form in
      let nodes = form.nodes.map {
        ShapeInput.Node(label: labels[Int($0.label)], depth: $0.depth, isError: $0.isError)
      }
      let place = identify(nodes)
      for side in form.counts.indices {
        forms[place].counts[side] += form.counts[side]
        guard let exemplar = form.exemplars[side] else { continue }
        if let known = forms[place].exemplars[side], Exemplar.precedes(known, exemplar) {
          continue
        }
        forms[place].exemplars[side] = exemplar
      }
      return place
    }
  }
}
