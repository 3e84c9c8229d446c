package import QueryEngine

/// A table of GitHub's Markdown, values in human units, numbers to the right.
package struct MarkdownWriter: ResultWriter {
  /// A writer.
  package init() {}

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    guard result.comparisons.isEmpty else {
      return ComparisonMarkdownWriter().write(result, to: sink)
    }
    sink(line(result.columns.map { cell($0.name) }))
    sink(line(result.columns.map { $0.type.isNumeric ? "---:" : "---" }))
    for row in result.rows.indices {
      sink(
        line(
          result.columns.indices.map { column in
            cell(result.humanText(row: row, column: column, null: ""))
          }))
    }
  }

  private func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }

  /// Escapes what would end the cell or start markup of another language.
  private func cell(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|": escaped += "\\|"
      case "\\": escaped += "\\\\"
      case "<": escaped += "&lt;"
      case "\n": escaped += "<br>"
      default: escaped += DisplayText.escaped(scalar)
      }
    }
    return escaped
  }
}
