import Scanning
import TraceModel

/// Texts that a trace takes over from its spans: those of the first span, in preorder, that has one.
extension SegmentReader {
  /// A column in which every row has its trace's text; nil when no trace has one.
  func inheritedColumn(
    _ field: TreeField, of inherited: Field
  ) throws(QueryError) -> MemoryColumn? {
    let trees = try trees()
    var texts = [String?](repeating: nil, count: segment.rowCount)
    try hold(texts.count * MemoryLayout<String?>.stride)
    defer { release(texts.count * MemoryLayout<String?>.stride) }
    try fillOrdered(&texts, with: inherited, trees)
    try fillScattered(&texts, with: inherited, trees)
    let rows = texts.indices.filter { texts[$0] != nil }.map { UInt32($0) }
    return MemoryColumn(
      field.column, texts: texts.compactMap { $0 }, rows: rows, rowCount: segment.rowCount)
  }

  /// Of the traces whose rows lie as their trees do.
  private func fillOrdered(
    _ texts: inout [String?], with field: Field, _ trees: SegmentTrees
  ) throws(QueryError) {
    guard let part = trees.ordered.parts.first else { return }
    let values = try read(ColumnReference(field), rows: part.rows)
    for trace in trees.ordered.traces where !trees.scatteredRows[trace.lowerBound] {
      for position in trace {
        guard case .string(let text) = try values.value(at: position) else { continue }
        for row in trace { texts[row] = text }
        break
      }
    }
  }

  /// Of the others, from all their rows in all segments.
  private func fillScattered(
    _ texts: inout [String?], with field: Field, _ trees: SegmentTrees
  ) throws(QueryError) {
    let forest = trees.scattered
    guard forest.count > 0 else { return }
    var known = [String?](repeating: nil, count: forest.count)
    for part in forest.parts {
      let values = try neighbourReader(at: part.segment)
        .read(ColumnReference(field), rows: part.rows)
      for index in part.rows.indices {
        if case .string(let text) = try values.value(at: index) {
          known[part.position(at: index)] = text
        }
      }
    }
    var inherited = known
    for trace in forest.traces {
      let first = trace.first { known[$0] != nil }
      for position in trace { inherited[position] = first.flatMap { known[$0] } }
    }
    guard let own = forest.parts.first(where: { $0.segment == index }) else { return }
    for place in own.rows.indices {
      texts[Int(own.rows[place])] = inherited[own.position(at: place)]
    }
  }
}
