import DisplayWidth
import QueryEngine

/// Shades of all rows' histograms: a column a row, an edge a line, the greatest edge above.
struct HeatmapWriter {
  /// Columns of the terminal; nil where there is no limit.
  var width: Int?
  var palette: Palette

  private static let shades = ["░", "▒", "▓", "█"]

  func write(_ result: QueryResult, to sink: (String) -> Void) {
    for column in result.histogramColumns { write(result, column, to: sink) }
  }

  private func write(_ result: QueryResult, _ column: Int, to sink: (String) -> Void) {
    let rows = result.rows.indices.filter { row in
      result.rowKinds.isEmpty || result.rowKinds[row] == .plain
    }
    let histograms = rows.map { Histogram(result.rows[$0][column]) }
    let buckets = histograms.flatMap(\.buckets)
    let greatest = buckets.map(\.count).max() ?? 0
    var edges: [Value] = []
    for bucket in buckets where !edges.contains(bucket.edge) { edges.append(bucket.edge) }
    edges.sort { Self.number($0) > Self.number($1) }
    let labels = edges.map { HumanText.value($0, result.clock) }
    let labelWidth = labels.map { CharacterWidth.columns(of: $0) }.max() ?? 0
    let shown = min(rows.count, width.map { max(1, $0 - labelWidth - 3) } ?? rows.count)
    sink(palette.paint(DisplayText.sanitized(result.columns[column].name), .bold) + "\n")
    for (edge, label) in zip(edges, labels) {
      var line = " " + DisplayText.padded(label, to: labelWidth, toRight: true) + " │"
      for histogram in histograms.prefix(shown) {
        line += shade(histogram.buckets.first { $0.edge == edge }?.count ?? 0, greatest)
      }
      while line.last == " " { line.removeLast() }
      sink(line + "\n")
    }
    guard let first = rows.first, shown > 0 else { return sink(" no rows\n") }
    sink(
      palette.paint(
        legend(result, first, rows[shown - 1], greatest, hidden: rows.count - shown), .dim) + "\n")
  }

  /// Four shades, a quarter of the greatest count each; nothing for none.
  private func shade(_ count: Int64, _ greatest: Int64) -> String {
    guard count > 0 else { return " " }
    return Self.shades[Int(min(3, (count - 1) * 4 / max(1, greatest)))]
  }

  private func legend(
    _ result: QueryResult, _ first: Int, _ last: Int, _ greatest: Int64, hidden: Int
  ) -> String {
    func keys(_ row: Int) -> String {
      (0..<max(1, result.keyCount)).filter { !result.histogramColumns.contains($0) }
        .map { result.humanText(row: row, column: $0) }.joined(separator: ", ")
    }
    var text = " \(keys(first)) to \(keys(last)); █ is up to \(greatest)"
    if hidden > 0 { text += "; \(hidden) more to the right do not fit" }
    return DisplayText.sanitized(text)
  }

  private static func number(_ value: Value) -> Double {
    switch value {
    case .integer(let number), .duration(let number), .bytes(let number), .money(let number),
      .instant(let number):
      Double(number)
    case .double(let number): number
    default: 0
    }
  }
}
