package import QueryEngine

/// One page that needs nothing but itself: a report with its plots, or a table.
package struct HTMLWriter: ResultWriter {
  /// The query, to head the page with; left out when nil.
  package var query: String?

  /// A writer of pages for a query.
  package init(query: String? = nil) {
    self.query = query
  }

  package func write(_ result: QueryResult, to sink: (String) -> Void) {
    guard result.comparisons.isEmpty else {
      return ComparisonHTMLWriter(query: query).write(result, to: sink)
    }
    sink(HTMLPage.start(title: query ?? "Spoor"))
    if let query { sink(HTMLText.element("pre", ["class": "query"], HTMLText.escaped(query))) }
    sink("<div class=\"scroll\"><table><thead><tr>")
    for column in result.columns { sink(cell("th", column.name, column.type)) }
    sink("</tr></thead>\n<tbody>\n")
    for row in result.rows.indices {
      let cells = result.columns.indices.map { column in
        let text = result.humanText(row: row, column: column)
        return cell("td", text, result.columns[column].type)
      }
      sink("<tr>\(cells.joined())</tr>\n")
    }
    sink("</tbody></table></div>\n")
    for note in result.notes {
      sink(HTMLText.element("p", ["class": "note"], HTMLText.escaped(note)) + "\n")
    }
    sink(HTMLPage.end)
  }

  private func cell(_ name: String, _ text: String, _ type: ValueType) -> String {
    HTMLText.element(
      name, ["class": type.isNumeric ? "n" : ""], HTMLText.escaped(DisplayText.sanitized(text)))
  }
}
