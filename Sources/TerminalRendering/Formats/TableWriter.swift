package import QueryEngine

/// Aligned columns for a terminal, in human units.
package struct TableWriter: ResultWriter {
  /// Columns of the terminal; nil where there is no limit.
  package var width: Int?
  /// Colours, if any.
  package var palette: Palette

  /// A table as wide as need be and without colour, unless told otherwise.
  package init(width: Int? = nil, palette: Palette = .plain) {
    self.width = width
    self.palette = palette
  }

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    guard result.comparisons.isEmpty else {
      return ComparisonTableWriter(width: width, palette: palette).write(result, to: sink)
    }
    guard !result.columns.isEmpty else { return }
    switch result.presentation {
    case .table: break
    case .histogram: return HistogramWriter(width: width, palette: palette).write(result, to: sink)
    case .heatmap: return HeatmapWriter(width: width, palette: palette).write(result, to: sink)
    }
    let headers = result.columns.map { DisplayText.sanitized($0.name) }
    let cells = result.rows.indices.map { row in
      result.columns.indices.map {
        DisplayText.sanitized(result.humanText(row: row, column: $0))
      }
    }
    let layout = TableLayout(
      columns: result.columns.indices.map { index in
        TableLayout.Column(
          type: result.columns[index].type, header: headers[index],
          cells: cells.lazy.map { $0[index] })
      },
      width: width)

    sink(line(headers, layout) { _ in .bold })
    sink(palette.paint(rule(layout), .dim) + "\n")
    for (row, values) in zip(cells, result.rows) {
      sink(line(row, layout) { style(of: values[$0], in: result.columns[$0]) })
    }
    if layout.hiddenCount > 0 { sink(palette.paint(hint(layout.hiddenCount), .yellow) + "\n") }
  }

  private func line(
    _ cells: [String], _ layout: TableLayout, style: (Int) -> Palette.Style?
  ) -> String {
    var fields: [String] = []
    for (index, width) in layout.widths.enumerated() {
      let text = DisplayText.truncated(cells[index], to: width)
      let field = DisplayText.padded(text, to: width, toRight: layout.isNumeric[index])
      fields.append(palette.paint(field, style(index)))
    }
    let bar = palette.paint("│", .dim)
    var line = " " + fields.joined(separator: " \(bar) ")
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private func rule(_ layout: TableLayout) -> String {
    layout.widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: "┼")
  }

  private func style(of value: Value, in column: QueryResult.Column) -> Palette.Style? {
    switch value {
    case .null: .dim
    case .string("error") where column.name == "status": .red
    case .string("running") where column.name == "status": .yellow
    default: nil
    }
  }

  private func hint(_ count: Int) -> String {
    "… \(count) \(count == 1 ? "column" : "columns") not shown; "
      + "use --format json or select fewer"
  }
}
